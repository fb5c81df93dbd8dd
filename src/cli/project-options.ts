import type { ProjectOptions, RunningOptions } from '../commands/project.ts';
import { parseDuration } from '../config/duration.ts';
import { UsageError } from '../errors.ts';
import type { Call, CallOptions } from './call.ts';

/** The global options, as commands take them. */
export const projectOptions = ({ options, io }: Call): ProjectOptions => projectOptionsOf(options, io.cwd);

/** The same of options alone. */
export function projectOptionsOf(options: CallOptions, cwd: string): ProjectOptions {
  const { config, name, url, x, envFile, env } = options;
  const tag = textOption(options.tag);
  return { config, name, url, x: keyValues(x ?? []), tag, envFile: env === false ? false : envFile, cwd };
}

/** The same, with what a long command needs. */
export function runningOptions(call: Call): RunningOptions {
  const { lockTimeout } = call.options;
  return {
    ...projectOptions(call),
    ...(lockTimeout === undefined ? {} : { lockTimeoutMs: duration(lockTimeout) }),
    signal: call.signal,
    report: call.report,
  };
}

/** A bare number is seconds. */
const duration = (text: string): number => parseDuration(/^\d+(\.\d+)?$/.test(text) ? `${text}s` : text);

function keyValues(pairs: readonly string[]): Readonly<Record<string, string>> {
  const entries = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`-x ${pair}: this is not KEY=VALUE`, { hint: 'write -x tenant=acme' });
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return Object.fromEntries(entries);
}

/** An option that may be given several times. */
export const listOption = (value: Call['options'][string]): readonly string[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];

/** An option with a value. */
export const textOption = (value: Call['options'][string]): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** An option whose value is a list of names, separated by commas. */
export const namesOption = (value: Call['options'][string]): readonly string[] | undefined =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
    : undefined;
