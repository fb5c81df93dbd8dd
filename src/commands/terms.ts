import type { Settings } from '../config/settings.ts';
import type { Dialect, Server } from '../dialects/dialect.ts';
import { ConnectionFailed, DriverMissing } from '../dialects/errors.ts';
import { loadDialect, namesServer } from '../dialects/registry.ts';
import { urlLabel } from '../dialects/url.ts';
import { withUrl } from './project.ts';

/** On whose terms schemas are compared in which no database takes part. */
export interface ServerTerms {
  readonly dialect: Dialect;
  readonly server: Server;
  /** What is not certain about it: worth telling the user. */
  readonly notes: readonly string[];
}

/**
 * Those of the kind of server that the project's URL names. Where the URL of one kind may lead to another, the server is
 * asked; where it cannot be, the URL is taken at its word, and a note says so.
 */
export async function termsOfProject(settings: Settings): Promise<ServerTerms> {
  const url = await settings.url();
  const dialect = await loadDialect(url.dialect);
  const byName = { dialect, server: dialect.offlineServer };
  if (namesServer(url)) return { ...byName, notes: [] };
  try {
    return await withUrl(
      url,
      settings,
      async ({ database }) => ({ dialect: database.dialect, server: database.connection.server, notes: [] }),
      'read',
    );
  } catch (error) {
    if (!(error instanceof ConnectionFailed || error instanceof DriverMissing)) throw error;
    const note = `${urlLabel(url)} could not be asked which server it is: this is for the one that its URL names`;
    return { ...byName, notes: [note] };
  }
}
