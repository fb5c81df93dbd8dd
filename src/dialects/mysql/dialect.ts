import type { Operation } from '../../operations/operation.ts';
import { emptySchema } from '../../schema/schema.ts';
import { tableKey, tableOf } from '../../schema/table-name.ts';

import type { Connection, Dialect, Preparation, Server } from '../dialect.ts';
import { atLeast } from '../dialect.ts';
import type { ScratchSpeller } from './ask-views.ts';
import { canonicalise } from './canonicalise.ts';
import { MysqlCompiler } from './compiler.ts';
import { connect } from './connect.ts';
import type { Flavour } from './flavour.ts';
import { isNamedByServer } from './implied-index.ts';
import { explainWait, tryLock, unlock } from './lock.ts';
import { mysqlCatalog } from './mysql-catalog.ts';
import { supports } from './objects/supports.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { reflect } from './reflect.ts';
import { type Speller, sameExpressions } from './same-expressions.ts';
import { sameObjects } from './same-objects.ts';
import type { ServerRules } from './server-rules.ts';
import { createShell } from './shell.ts';

/** Operations that can only be written in view of the table they change: of its keys, its expressions, its columns. */
const lookingKinds = new Set<Operation['kind']>([
  'alterTable',
  'alterColumn',
  'dropColumn',
  'renameColumn',
  'dropConstraint',
  'renameConstraint',
  'dropIndex',
]);

/** An expression may read columns that are called by a reserved word, a key may have to move, a name may be taken. */
function needsTable(operation: Operation, created: ReadonlySet<string>): boolean {
  switch (operation.kind) {
    case 'addColumn':
      return operation.column.computed !== undefined;
    case 'addConstraint':
      return !isUsualForeignKey(operation) && !created.has(tableKey(tableOf(operation)));
    case 'createObject':
      return operation.object.kind === 'trigger' && !created.has(tableKey(tableOf(operation.object)));
    case 'createIndex':
      return !created.has(tableKey(tableOf(operation)));
    default:
      return lookingKinds.has(operation.kind);
  }
}

/** A foreign key whose index the server makes and names by itself. */
const isUsualForeignKey = ({ constraint, table }: Operation<'addConstraint'>): boolean =>
  constraint.kind === 'foreignKey' && !isNamedByServer(constraint, table);

function prepare(operations: readonly Operation[]): Preparation {
  const created = new Set(operations.flatMap((one) => (one.kind === 'createTable' ? [tableKey(one.table)] : [])));
  return { needsSchema: operations.some((one) => needsTable(one, created)), before: [], after: [] };
}

/** A server of the family as a dialect. */
export const createDialect = (flavour: Flavour): Dialect => ({
  name: flavour.name,
  capabilities: {
    transactionalDdl: false,
    schemas: true,
    columnPositions: true,
    maxIdentifierLength: 64,
    identifierLengthUnit: 'characters',
    replaces: flavour.replaces,
  },
  offlineServer: flavour.offlineServer,
  connect,
  reflect: (connection, scope) => reflect(connection, scope, flavour),
  canonicalise: (schema, server) => canonicalise(schema, server, flavour),
  sameExpressions: (connection, questions) => sameExpressions(connection, questions, spellerOf(connection, flavour)),
  sameObjects: (connection, questions) => sameObjects(connection, questions, scratchSpellerOf(connection, flavour)),
  prepare,
  compile: (operations, before, server) => flavour.compiler(server, before).compile(operations),
  shell: createShell(flavour.name),
  quoteIdentifier,
  quoteTable: ({ name, schema }) =>
    schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
  quoteLiteral,
  tryLock,
  unlock,
  explainWait,
});

function spellerOf({ server }: Connection, flavour: Flavour): Speller {
  const compiler = flavour.compiler(server, emptySchema);
  return {
    bareColumn: (question, column, as) => compiler.bareColumnSql(question.table, column, as),
    defaultSql: (question, value) => compiler.defaultOf(question.table, question.column ?? '', value),
  };
}

const scratchSpellerOf = ({ server }: Connection, flavour: Flavour): ScratchSpeller => ({
  bareTable: (table) => flavour.compiler(server, emptySchema).bareTableSql(table),
  supports: flavour.supports,
});

const rulesOf = (server: Server): ServerRules => ({
  types: {
    dialect: 'mysql',
    displayWidths: !atLeast(server.version, 8, 0, 19),
    uuid: undefined,
    ownSpellings: { 'mysql.GeometryCollection': 'geomcollection' },
    srid: (srid) => `srid ${srid}`,
  },
  descendingKeys: true,
  notNullComputed: true,
  unenforcedChecks: true,
});

const offlineServer: Server = {
  dialect: 'mysql',
  version: [9, 4, 0],
  defaultSchema: undefined,
  settings: {
    character_set_database: 'utf8mb4',
    collation_database: 'utf8mb4_0900_ai_ci',
    explicit_defaults_for_timestamp: '1',
    lower_case_table_names: '0',
    default_storage_engine: 'InnoDB',
    innodb_default_row_format: 'dynamic',
    default_collations:
      'ascii=ascii_general_ci,binary=binary,latin1=latin1_swedish_ci,utf8mb3=utf8mb3_general_ci,utf8mb4=utf8mb4_0900_ai_ci',
  },
};

/** MySQL 8.0.16 and later. */
export const mysql: Dialect = createDialect({
  name: 'mysql',
  offlineServer,
  rules: rulesOf,
  catalog: mysqlCatalog,
  supports,
  replaces: ['view', 'event'],
  compiler: (server, before) => new MysqlCompiler(server, rulesOf(server), before),
  reflectObjects: async (_connection, _scope, schema) => schema,
});
