import { basename } from 'node:path';
import { ConfigError } from '../errors.ts';
import { explainFailure } from '../module-loader.ts';

/** A function of the config whose failure names the setting, the file and the line. Errors of ours say it better themselves. */
export function guardedHook<Arguments extends readonly unknown[], Result>(
  setting: string,
  file: string | undefined,
  hook: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const fail = (error: unknown): never => {
    const { message, ...context } = explainFailure(error, file ?? '') ?? {};
    if (message === undefined) throw error;
    const where = file === undefined ? '' : `${basename(file)}: `;
    throw new ConfigError(`${where}'${setting}' failed: ${message}`, { file, ...context });
  };
  return (...given) => {
    try {
      const result = hook(...given);
      return result instanceof Promise ? (result.catch(fail) as Result) : result;
    } catch (error) {
      return fail(error);
    }
  };
}
