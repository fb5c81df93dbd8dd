import { ConfigError } from '../errors.ts';

/** There is no config file where it was looked for. */
export class ConfigNotFound extends ConfigError {
  override readonly code = 'config_not_found';
}
