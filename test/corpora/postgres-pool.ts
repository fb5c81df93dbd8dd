import { type Administrator, connectAsAdministrator } from '../support/administrator.ts';
import { type EmptyDatabase, emptyDatabase } from '../support/fresh-database.ts';
import type { TestServer } from '../support/server.ts';

/** How often a database is used again: what was dropped slows its catalog down. */
const usesEach = 40;

/**
 * Empties a database in place, which takes a tenth of making a new one, and tells whether anything is left that is not of
 * a new database. Oids from 16384 on are those of objects that a user made; the schema `public` is made again.
 */
const emptying = String.raw`
DO $$
DECLARE statement text;
BEGIN
  FOR statement IN
    SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger
    UNION ALL SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
    UNION ALL SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
      WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
  LOOP
    EXECUTE statement;
  END LOOP;
  FOR statement IN
    SELECT format('DROP EXTENSION %I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'
    UNION ALL SELECT format('DROP FOREIGN DATA WRAPPER %I CASCADE', fdwname) FROM pg_foreign_data_wrapper
  LOOP
    EXECUTE statement;
  END LOOP;
END $$;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMENT ON SCHEMA public IS 'standard public schema';
DO $$
DECLARE catalog text; remains bigint;
BEGIN
  FOREACH catalog IN ARRAY ARRAY['pg_class', 'pg_type', 'pg_proc', 'pg_extension', 'pg_event_trigger', 'pg_publication',
    'pg_subscription', 'pg_foreign_data_wrapper', 'pg_foreign_server', 'pg_cast', 'pg_operator', 'pg_opclass', 'pg_collation',
    'pg_ts_config', 'pg_ts_dict', 'pg_default_acl', 'pg_language', 'pg_am', 'pg_conversion', 'pg_largeobject_metadata']
  LOOP
    EXECUTE format('SELECT count(*) FROM %I WHERE oid >= 16384', catalog) INTO remains;
    IF remains > 0 THEN RAISE EXCEPTION '% remain in %', remains, catalog; END IF;
  END LOOP;
  SELECT count(*) INTO remains FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
    WHERE d.datname = current_database();
  IF remains > 0 THEN RAISE EXCEPTION 'settings remain'; END IF;
END $$;`;

/** Databases of one PostgreSQL server that are emptied and used again. */
export class PostgresPool {
  readonly #server: TestServer;
  readonly #idle: PooledDatabase[] = [];

  constructor(server: TestServer) {
    this.#server = server;
  }

  /** An empty database; its `drop` empties it and gives it back. */
  async take(): Promise<EmptyDatabase> {
    const pooled = this.#idle.pop() ?? { database: await emptyDatabase(this.#server), uses: 0 };
    return { ...pooled.database, drop: () => this.#giveBack(pooled) };
  }

  async #giveBack({ database, uses }: PooledDatabase): Promise<void> {
    if (uses < usesEach && (await isEmptied(database))) this.#idle.push({ database, uses: uses + 1 });
    else await database.drop();
  }

  /** Drops all that were given back. */
  async close(): Promise<void> {
    for (const { database } of this.#idle.splice(0)) await database.drop();
  }
}

interface PooledDatabase {
  readonly database: EmptyDatabase;
  readonly uses: number;
}

async function isEmptied({ url }: EmptyDatabase): Promise<boolean> {
  let administrator: Administrator | undefined;
  try {
    administrator = await connectAsAdministrator('postgresql', url);
    await administrator.run(emptying);
    return true;
  } catch {
    return false;
  } finally {
    await administrator?.close();
  }
}
