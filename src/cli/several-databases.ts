import { databaseNames } from '../commands/database-names.ts';
import { everyDatabase } from '../config/names-of-databases.ts';
import { exitCodes, UsageError } from '../errors.ts';
import type { Parsed } from './program.ts';
import { projectOptionsOf } from './project-options.ts';

/**
 * The databases that a command is for, each once; undefined is the one that the config describes without a name.
 *
 * @throws UsageError, ConfigNotFound, ConfigError
 */
export async function databasesNamed(
  { names, options, declaration }: Extract<Parsed, { kind: 'call' }>,
  cwd: string,
): Promise<readonly (string | undefined)[]> {
  if (names.length === 0) return [undefined];
  if (options.url !== undefined && (names.length > 1 || names.includes(everyDatabase))) {
    throw new UsageError('--url names one database, and --name several', { hint: 'give one of them' });
  }
  if (!names.includes(everyDatabase)) return [...new Set(names)];
  return databaseNames({ ...projectOptionsOf(options, cwd), command: declaration.name });
}

/** What stands above the output for one of several databases. */
export const headingOf = (name: string | undefined): string => `# ${name ?? 'the database without a name'}`;

/** The most serious first: a signal, what nobody foresaw, what could not be done, and then what was found. */
const severity: readonly number[] = [
  143,
  130,
  exitCodes.unexpected,
  exitCodes.usage,
  exitCodes.locked,
  exitCodes.drifted,
  exitCodes.edited,
  exitCodes.severalHeads,
  exitCodes.answerNeeded,
  exitCodes.behind,
  exitCodes.different,
];

/** The exit code of a command that was run on several databases. */
export const worst = (codes: readonly number[]): number =>
  severity.find((code) => codes.includes(code)) ?? codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok;
