import { expect } from 'vitest';
import { compare } from '../../../src/commands/compare.ts';
import { toSchema } from '../../../src/metadata/to-schema.ts';
import { applyAll } from '../../../src/operations/apply.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { reverseAll } from '../../../src/operations/reverse.ts';
import { RevisionGraph, type Step } from '../../../src/revisions/graph.ts';
import { asWritten } from '../../../src/revisions/render.ts';
import type { Revision } from '../../../src/revisions/revision.ts';
import { ownTables, withoutOwnTables } from '../../../src/runner/own-tables.ts';
import { type ScriptTerms, writeScript } from '../../../src/runner/script.ts';
import { emptySchema, type Schema } from '../../../src/schema/schema.ts';
import { tableLabel } from '../../../src/schema/table-name.ts';
import type { FreshDatabase } from '../fresh-database.ts';
import { runScript } from '../servers/clients.ts';
import type { ServerKey } from '../servers/definitions.ts';
import type { ChangeCase } from './change-case.ts';
import { comparable } from './comparable.ts';
import { memoryHistory } from './history.ts';
import { scopeOf } from './prove.ts';
import { seed } from './rows.ts';

/** A database that is migrated by a run, and one by scripts. */
export interface Pair {
  readonly live: FreshDatabase;
  readonly scripted: FreshDatabase;
}

const revisions = ['revision1', 'revision2'].map(
  (id, at, all): Revision => ({
    id,
    parents: all.slice(0, at),
    message: id,
    labels: [],
    dependsOn: [],
    path: `${id}.ts`,
    format: 'ts',
  }),
);
const graph = new RevisionGraph(revisions);
const [created, changed] = revisions as [Revision, Revision];

/**
 * Proves that scripts of a case, written without a database and run by its own command line, leave what a run leaves: the same
 * schema, as many rows, the same version and history.
 */
export async function proveScript(key: ServerKey, { live, scripted }: Pair, change: ChangeCase): Promise<void> {
  const { dialect, connection } = live;
  const from = toSchema(change.from, dialect.capabilities);
  const to = toSchema(change.to, dialect.capabilities);
  const scope = scopeOf([from, to], connection.server.defaultSchema);
  const start = written(await difference(live, emptySchema, from));
  const history = memoryHistory(live);
  await history.upgrade(start);
  const forward = await difference(live, await schemaOf(live, scope), to);
  const back = written(reverseAll(forward));
  const middle = applyAll(start, emptySchema);

  const script = async (step: readonly Step[], operations: readonly Operation[], before: Schema): Promise<void> => {
    const [one] = step as [Step];
    const versions = one.direction === 'upgrade' ? one.revision.parents : [one.revision.id];
    const steps = [{ step: one, checksum: one.revision.id, operations, alongside: [], before }];
    const sql = writeScript(termsOf(scripted), versions, steps);
    const { exitCode, output } = await runScript(key, scripted.url, sql);
    expect(exitCode, `${output}\n${sql}`).toBe(0);
    expect(output, sql).not.toMatch(/error/i);
  };
  const expectAlike = async (when: string): Promise<void> => {
    expect(await stateOf(scripted, scope), when).toEqual(await stateOf(live, scope));
  };
  await script(graph.planUpgrade([], [created.id]), start, emptySchema);
  await expectAlike('after creating');
  await seed(connection, dialect, change);
  await seed(scripted.connection, dialect, change);
  await history.upgrade(forward);
  await script(graph.planUpgrade([created.id], [changed.id]), written(forward), middle);
  await expectAlike('after the upgrade');
  await history.downgrade();
  await script(graph.planDowngrade([changed.id], [created.id]), back, applyAll(forward, middle));
  await expectAlike('after the downgrade');
}

/** Operations as a revision's file holds them. */
const written = (operations: readonly Operation[]): readonly Operation[] => operations.map(asWritten);

/** Of the server, no more is known than its version. */
const termsOf = ({ dialect, connection }: FreshDatabase): ScriptTerms => ({
  dialect,
  server: { ...dialect.offlineServer, version: connection.server.version },
  own: ownTables({ name: 'athanor_version' }, dialect.offlineServer),
  session: {},
  transaction: 'per-revision',
  toolVersion: 'test',
});

const difference = async (
  { dialect, connection }: FreshDatabase,
  before: Schema,
  after: Schema,
): Promise<readonly Operation[]> =>
  (await compare({ dialect, connection, server: connection.server, before, after })).operations;

const schemaOf = async ({ dialect, connection }: FreshDatabase, scope: Parameters<typeof dialect.reflect>[1]) =>
  withoutOwnTables(await dialect.reflect(connection, scope), ownTables({ name: 'athanor_version' }, connection.server));

async function stateOf(database: FreshDatabase, scope: Parameters<typeof schemaOf>[1]): Promise<object> {
  const { dialect, connection } = database;
  const schema = await schemaOf(database, scope);
  const counts: string[] = [];
  for (const table of schema.tables) {
    const [row] = await connection.query<{ n: unknown }>(`SELECT count(*) AS n FROM ${dialect.quoteTable(table)}`);
    counts.push(`${tableLabel(table)}: ${row?.n}`);
  }
  return {
    schema: comparable(dialect.canonicalise(schema, connection.server)),
    rows: counts.sort(),
    versions: await connection.query('SELECT version_num FROM athanor_version'),
    history: await connection.query(
      'SELECT revision, message, direction, checksum, tool_version FROM athanor_history ORDER BY id',
    ),
    journal: await connection.query('SELECT * FROM athanor_journal'),
  };
}
