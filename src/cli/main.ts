import type { Io } from './io.ts';

/**
 * The command line. Runs one command and returns its exit code; the only place that prints.
 *
 * @param argv the arguments after the program's name
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  // The version is asked for by scripts and by every bug report: it loads nothing else.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    const { toolVersion } = await import('../commands/tool-version.ts');
    io.stdout.write(`migrate ${toolVersion()}\n`);
    return 0;
  }
  const { runCommandLine } = await import('./command-line.ts');
  return runCommandLine(argv, io);
}
