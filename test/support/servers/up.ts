import { definitions, type ServerKey, serverKeys } from './definitions.ts';

/** Keeps servers running between test runs and prints the variables that make the tests use them. Ends with Ctrl-C. */
const wanted = process.argv.length > 2 ? (process.argv.slice(2) as ServerKey[]) : serverKeys;

const started = wanted.map(async (key) => {
  const { variable, start } = definitions[key];
  const server = await start?.();
  if (server !== undefined) process.stdout.write(`export ${variable}='${server.url}'\n`);
});
await Promise.all(started);
process.stderr.write('paste these lines into another terminal; Ctrl-C here stops the servers\n');
setInterval(() => undefined, 1 << 30);
