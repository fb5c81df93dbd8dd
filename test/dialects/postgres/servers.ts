import { server, type TestServer } from '../../support/server.ts';

/** The newest PostgreSQL and the oldest at hand. */
export const postgresServers: readonly TestServer[] = [await server('postgresql'), await server('postgresql15')];
