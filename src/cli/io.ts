/** What the command line touches of the outside world; tests give their own. */
export interface Io {
  /** Data goes here. */
  readonly stdout: Output;
  /** Talk goes here. */
  readonly stderr: Output;
  readonly stdin: Input;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Calls back at SIGINT and SIGTERM, until the result is called. */
  readonly onSignal: (stop: (signal: 'SIGINT' | 'SIGTERM') => void) => () => void;
}

export interface Output {
  readonly isTty: boolean;
  readonly write: (text: string) => void;
}

export interface Input {
  readonly isTty: boolean;
  /** Asks on stderr and waits for a line; undefined when there is none, because the input has ended. */
  readonly ask: (question: string) => Promise<string | undefined>;
}

/** The real world: this process. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    stdin: { isTty: process.stdin.isTTY === true, ask },
    env: process.env,
    cwd: process.cwd(),
    onSignal: (stop) => {
      const handlers = (['SIGINT', 'SIGTERM'] as const).map((signal) => [signal, () => stop(signal)] as const);
      for (const [signal, handler] of handlers) process.on(signal, handler);
      return () => {
        for (const [signal, handler] of handlers) process.off(signal, handler);
      };
    },
  };
}

const outputOf = (stream: NodeJS.WriteStream): Output => ({
  isTty: stream.isTTY === true,
  write: (text) => void stream.write(text),
});

/** `migrate history | head -1` closes the pipe: that is not an error of ours. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

async function ask(question: string): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // readline takes Ctrl-C for itself; it should do what it does everywhere.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  return new Promise((resolve) => {
    lines.on('close', () => resolve(undefined));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
