import { exitCodes, MigrationError, UsageError } from '../errors.ts';
import type { Report, RunEvent } from '../runner/events.ts';
import type { Call, CallOptions, Outcome } from './call.ts';
import { declarations } from './declaration.ts';
import type { Io } from './io.ts';
import { paintFor } from './paint.ts';
import { errorDocument, errorText } from './present-error.ts';
import { type Parsed, parse } from './program.ts';
import { type Progress, tellProgress } from './progress.ts';

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

async function call(parsed: Extract<Parsed, { kind: 'call' }>, io: Io): Promise<number> {
  const { declaration, options } = parsed;
  const aborter = new AbortController();
  const stopListening = declaration.stopsInOrder === true ? io.onSignal((signal) => aborter.abort(signal)) : () => {};
  const progress = progressOf(parsed, io);
  try {
    const { action } = await declaration.load();
    const outcome = await action(callOf(parsed, aborter.signal, progress.report, io));
    return succeed(outcome, declaration.name, options, io);
  } catch (error) {
    return fail(error, declaration.name, options, io);
  } finally {
    progress.end();
    stopListening();
  }
}

/** Progress goes to stderr, for people; and, line by line, to stdout where a command streams its events. */
function progressOf({ declaration, options }: Extract<Parsed, { kind: 'call' }>, io: Io): Progress {
  const write = (line: string): void => io.stderr.write(`${line}\n`);
  const isVerbose = options.verbose === true;
  const told = tellProgress({ write, paint: paintFor(io.stderr, io, options.color), isVerbose });
  const report: Report = (event) => {
    if (isStream(declaration.name, options)) writeLine(eventDocument(event), io);
    if (options.quiet !== true) told.report(event);
  };
  if (options.quiet === true) told.end();
  return { report, end: told.end };
}

const isStream = (command: string | undefined, { json }: CallOptions): boolean =>
  json === true && declarations.find(({ name }) => name === command)?.streamsEvents === true;

const eventDocument = ({ kind, ...event }: RunEvent): object => ({ event: kind, ...event });

const writeLine = (document: object, io: Io): void => io.stdout.write(`${JSON.stringify(document)}\n`);

function callOf(parsed: Extract<Parsed, { kind: 'call' }>, signal: AbortSignal, report: Report, io: Io): Call {
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

function succeed(outcome: Outcome, command: string, options: CallOptions, io: Io): number {
  const { exitCode = exitCodes.ok, document, text = '', talk = [] } = outcome;
  if (options.json === true) {
    writeDocument({ ok: exitCode === exitCodes.ok, command, ...document }, command, options, io);
    return exitCode;
  }
  if (text !== '') io.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  if (options.quiet !== true) for (const line of talk) io.stderr.write(`${line}\n`);
  return exitCode;
}

function fail(error: unknown, command: string | undefined, options: CallOptions, io: Io): number {
  const document = errorDocument(error, { trace: options.trace === true });
  if (options.json === true) {
    const whole = { ok: false, ...(command === undefined ? {} : { command }), error: document };
    writeDocument(whole, command, options, io);
  } else {
    io.stderr.write(errorText(document, paintFor(io.stderr, io, options.color), io.cwd));
  }
  return error instanceof MigrationError ? error.exitCode : exitCodes.unexpected;
}

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
