import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import type { DialectName } from '../../src/schema/type.ts';

/** A connection of the drivers' own, so that what is tested takes no part in setting tests up. */
export interface Administrator {
  /** Runs a script of one or more statements. */
  run(script: string): Promise<void>;
  close(): Promise<void>;
}

/** Connects to a server of the network. */
export const connectAsAdministrator = (dialect: DialectName, url: string): Promise<Administrator> =>
  dialect === 'postgresql' ? connectToPostgres(url) : connectToMysql(url);

async function connectToPostgres(url: string): Promise<Administrator> {
  const client = new pg.Client({ connectionString: url });
  // A server that is stopped under an idle connection is no failure of a test.
  client.on('error', () => {});
  await client.connect();
  return {
    run: async (script) => {
      await client.query(script);
    },
    close: () => client.end(),
  };
}

async function connectToMysql(url: string): Promise<Administrator> {
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), multipleStatements: true });
  connection.on('error', () => {});
  return {
    run: async (script) => {
      await connection.query(script);
    },
    close: () => connection.end(),
  };
}
