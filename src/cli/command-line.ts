import { exitCodes, MigrationError, UsageError } from '../errors.ts';
import type { Report, RunEvent } from '../runner/events.ts';
import type { Call, CallOptions, Outcome } from './call.ts';
import { declarations } from './declaration.ts';
import type { Io } from './io.ts';
import { paintFor } from './paint.ts';
import { type ErrorDocument, errorDocument, errorText } from './present-error.ts';
import { type Parsed, parse } from './program.ts';
import { type Progress, tellProgress } from './progress.ts';
import { databasesNamed, headingOf, worst } from './several-databases.ts';

/** Parses, calls, prints. Returns the exit code. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  let parsed: Parsed;
  try {
    parsed = parse(argv);
  } catch (error) {
    const asked = { json: argv.includes('--json'), trace: argv.includes('--trace') };
    return fail(usageError(error), commandIn(argv), asked, io);
  }
  if (parsed.kind === 'help') {
    const isWanted = argv.some((word) => word === '--help' || word === '-h' || word === 'help');
    (isWanted ? io.stdout : io.stderr).write(parsed.text);
    return isWanted ? exitCodes.ok : exitCodes.usage;
  }
  return call(parsed, io);
}

type ParsedCall = Extract<Parsed, { kind: 'call' }>;

async function call(parsed: ParsedCall, io: Io): Promise<number> {
  const { declaration, options } = parsed;
  const aborter = new AbortController();
  const stopListening = declaration.stopsInOrder === true ? io.onSignal((signal) => aborter.abort(signal)) : () => {};
  try {
    const names = await databasesNamed(parsed, io.cwd);
    if (names.length > 1) return await callEach(parsed, names, aborter.signal, io);
    const ended = await perform(parsed, names[0], aborter.signal, io);
    if (options.json === true) writeDocument(ended.document, declaration.name, options, io);
    else show(ended, options, io);
    return ended.exitCode;
  } catch (error) {
    return fail(error, declaration.name, options, io);
  } finally {
    stopListening();
  }
}

/** The same for each of several databases, one after the other; one that fails does not keep the others from their turn. */
async function callEach(
  parsed: ParsedCall,
  names: readonly (string | undefined)[],
  signal: AbortSignal,
  io: Io,
): Promise<number> {
  const { declaration, options } = parsed;
  const documents: object[] = [];
  const codes: number[] = [];
  for (const name of names) {
    if (signal.aborted) break;
    const ended = await perform(parsed, name, signal, io);
    const { command: _, ...document } = ended.document;
    documents.push({ name: name ?? null, exitCode: ended.exitCode, ...document });
    codes.push(ended.exitCode);
    if (options.json === true) continue;
    (ended.error === undefined ? io.stdout : io.stderr).write(`${headingOf(name)}\n`);
    show(ended, options, io);
  }
  const exitCode = worst(codes);
  const whole = { ok: exitCode === exitCodes.ok, command: declaration.name, databases: documents };
  if (options.json === true) writeDocument(whole, declaration.name, options, io);
  return exitCode;
}

/** How a call for one database ended: with an outcome, or with an error. */
interface Ended {
  readonly exitCode: number;
  readonly document: { readonly ok: boolean; readonly command: string; readonly [part: string]: unknown };
  readonly outcome?: Outcome;
  readonly error?: ErrorDocument;
}

async function perform(
  { declaration, options: given, ...parsed }: ParsedCall,
  name: string | undefined,
  signal: AbortSignal,
  io: Io,
): Promise<Ended> {
  const command = declaration.name;
  const options = name === undefined ? given : { ...given, name };
  const call = { ...parsed, declaration, options };
  const progress = progressOf(call, io);
  try {
    const { action } = await declaration.load();
    const outcome = await action(callOf(call, signal, progress.report, io));
    const { exitCode = exitCodes.ok, document } = outcome;
    return { exitCode, document: { ok: exitCode === exitCodes.ok, command, ...document }, outcome };
  } catch (thrown) {
    const error = errorDocument(thrown, { trace: options.trace === true });
    return { exitCode: exitCodeOf(thrown), document: { ok: false, command, error }, error };
  } finally {
    progress.end();
  }
}

function show({ outcome, error }: Ended, options: CallOptions, io: Io): void {
  if (error !== undefined) io.stderr.write(errorText(error, paintFor(io.stderr, io, options.color), io.cwd));
  const { text = '', talk = [] } = outcome ?? {};
  if (text !== '') io.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  if (options.quiet !== true) for (const line of talk) io.stderr.write(`${line}\n`);
}

/** Progress goes to stderr, for people; and, line by line, to stdout where a command streams its events. */
function progressOf({ declaration, options }: ParsedCall, io: Io): Progress {
  const write = (line: string): void => io.stderr.write(`${line}\n`);
  const isVerbose = options.verbose === true;
  const told = tellProgress({ write, paint: paintFor(io.stderr, io, options.color), isVerbose });
  const report: Report = (event) => {
    const isTold = isVerbose || !isStatement(event);
    if (isTold && isStream(declaration.name, options)) writeLine(eventDocument(event, options), io);
    if (options.quiet !== true) told.report(event);
  };
  if (options.quiet === true) told.end();
  return { report, end: told.end };
}

/** Statements hold the data that they write: they are told when they are asked for. */
const isStatement = ({ kind }: RunEvent): boolean => kind === 'statementStarted' || kind === 'statementFinished';

const isStream = (command: string | undefined, { json }: CallOptions): boolean =>
  json === true && declarations.find(({ name }) => name === command)?.streamsEvents === true;

/** Where there are several databases, an event says which one it is of. */
const eventDocument = ({ kind, ...event }: RunEvent, { name }: CallOptions): object => ({
  event: kind,
  ...(name === undefined ? {} : { name }),
  ...event,
});

const writeLine = (document: object, io: Io): void => io.stdout.write(`${JSON.stringify(document)}\n`);

function callOf(parsed: ParsedCall, signal: AbortSignal, report: Report, io: Io): Call {
  const { options } = parsed;
  return {
    arguments: parsed.arguments,
    options,
    io,
    paint: paintFor(io.stdout, io, options.color),
    talkPaint: paintFor(io.stderr, io, options.color),
    isInteractive: options.interactive !== false && options.json !== true && io.stdin.isTty,
    signal,
    report,
  };
}

/** What went wrong before any database was turned to. */
function fail(error: unknown, command: string | undefined, options: CallOptions, io: Io): number {
  const document = errorDocument(error, { trace: options.trace === true });
  if (options.json === true) {
    const whole = { ok: false, ...(command === undefined ? {} : { command }), error: document };
    writeDocument(whole, command, options, io);
  } else {
    io.stderr.write(errorText(document, paintFor(io.stderr, io, options.color), io.cwd));
  }
  return exitCodeOf(error);
}

const exitCodeOf = (error: unknown): number =>
  error instanceof MigrationError ? error.exitCode : exitCodes.unexpected;

/** The document of a command: the last line of a stream, and otherwise laid out for reading. */
function writeDocument(document: object, command: string | undefined, options: CallOptions, io: Io): void {
  if (isStream(command, options)) writeLine(document, io);
  else io.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
}

/** What the parser has against a command line, in our words. */
function usageError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('commander.')) return error;
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const advice = rest
    .join(' ')
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  const hint = advice === '' ? "'migrate --help' and 'migrate COMMAND --help' show what there is" : advice;
  return new UsageError(first, { hint });
}

const commandIn = (argv: readonly string[]): string | undefined => argv.find((word) => !word.startsWith('-'));
