import { server, type TestServer } from './server.ts';
import { serverKeys } from './servers/definitions.ts';

export {
  type EmptyDatabase,
  emptyDatabase,
  type FreshDatabase,
  freshDatabase,
  withDatabase,
} from './fresh-database.ts';
export { describeOn, type TestServer } from './server.ts';

/** Every server, started; those that cannot be had say why. A test file that needs one alone imports `server` instead. */
export const servers: readonly TestServer[] = await Promise.all(serverKeys.map(server));
