import type { Column } from '../../schema/column.ts';
import type { ObjectKind } from '../../schema/objects/object.ts';
import type { Schema } from '../../schema/schema.ts';
import type { ObjectSupports } from '../ansi/object-support.ts';
import type { Connection, Scope, Server } from '../dialect.ts';
import type { CatalogQueries } from './catalog.ts';
import type { MysqlCompiler } from './compiler.ts';
import type { ServerRules } from './server-rules.ts';

/** One server of the family: what differs between those that speak this protocol. */
export interface Flavour {
  readonly name: 'mysql' | 'mariadb';
  /** The newest version known, with its default settings. */
  readonly offlineServer: Server;
  readonly rules: (server: Server) => ServerRules;
  readonly catalog: CatalogQueries;
  readonly supports: ObjectSupports;
  /** Kinds that one statement puts another in the place of. */
  readonly replaces: readonly ObjectKind[];
  readonly compiler: (server: Server, before: Schema) => MysqlCompiler;
  /** Completes what was read with objects that only this server has. */
  readonly reflectObjects: (connection: Connection, scope: Scope, schema: Schema) => Promise<Schema>;
  /** The column without what this server cannot say of it. */
  readonly canonicaliseColumn?: (column: Column) => Column;
}
