import { randomBytes } from 'node:crypto';
import { originOf } from '../../schema/canonical.ts';
import type { View } from '../../schema/objects/view.ts';
import { identifiersIn } from '../../schema/rename-identifier.ts';
import type { Schema } from '../../schema/schema.ts';
import { sqlOn } from '../../schema/sql-by-dialect.ts';
import type { Table } from '../../schema/table.ts';
import type { ObjectSupports } from '../ansi/object-support.ts';
import type { Connection } from '../dialect.ts';
import { StatementFailed } from '../errors.ts';
import { type PrintedView, readView } from './objects/printed.ts';
import { viewSupport } from './objects/view.ts';
import { quoteIdentifier, quoteName } from './quote.ts';

/** How the throw-away database spells what views read. */
export interface ScratchSpeller {
  /** A table with nothing but its columns, and these with nothing but their types. */
  readonly bareTable: (table: Table) => string;
  readonly supports: ObjectSupports;
}

/** A view as the server prints it; undefined where it does not take it. */
export type PrintedViews = readonly (PrintedView | undefined)[];

/**
 * Has the server make views in a throw-away database, over tables as they are declared, and reads what it prints of them.
 * Where it may make none, each view is made for a moment under a name of its own in the database itself, over what is there.
 *
 * @throws StatementFailed where the server lets this account do neither
 */
export async function askViews(
  connection: Connection,
  views: readonly View[],
  surroundings: Schema,
  speller: ScratchSpeller,
): Promise<PrintedViews> {
  const name = `athanor_scratch_${randomBytes(6).toString('hex')}`;
  const { character_set_database: charset, collation_database: collation } = connection.server.settings;
  try {
    await connection.execute(`CREATE DATABASE ${quoteIdentifier(name)} CHARACTER SET ${charset} COLLATE ${collation}`);
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    return askInPlace(connection, views, name);
  }
  try {
    await connection.execute(`USE ${quoteIdentifier(name)}`);
    return await askInScratch(connection, views, surroundings, speller);
  } finally {
    await connection.execute(`USE ${quoteIdentifier(connection.server.defaultSchema ?? '')}`);
    await connection.execute(`DROP DATABASE ${quoteIdentifier(name)}`);
  }
}

async function askInScratch(
  connection: Connection,
  views: readonly View[],
  surroundings: Schema,
  speller: ScratchSpeller,
): Promise<PrintedViews> {
  const needed = neededBy(views, surroundings, connection);
  const statements = [
    ...needed.tables.map(speller.bareTable),
    ...needed.routines.flatMap(
      (routine) => speller.supports[routine.kind]?.create(routine as never, connection.server) ?? [],
    ),
  ];
  for (const sql of statements) await attempt(connection, sql);
  await makeAll(connection, [...new Set([...views.map(originOf), ...needed.views])]);
  const printed: (PrintedView | undefined)[] = [];
  for (const view of views) printed.push(await readPrinted(connection, quoteName(view)));
  return printed;
}

/** Only its query: a check option or an algorithm that does not go with it is not what is asked. */
const bare = ({ kind, name, schema, columns, definition, mysql }: View): View => ({
  kind,
  name,
  ...(schema === undefined ? {} : { schema }),
  ...(columns === undefined ? {} : { columns }),
  definition,
  ...(mysql?.sqlMode === undefined ? {} : { mysql: { sqlMode: mysql.sqlMode } }),
});

/** In whichever order they can be made: some lean on others. */
async function makeAll(connection: Connection, views: readonly View[]): Promise<void> {
  for (let open = views.filter(({ schema }) => schema === undefined); open.length > 0; ) {
    const left: View[] = [];
    for (const view of open) {
      const [sql = ''] = viewSupport.create(bare(view), connection.server);
      if (!(await attempt(connection, sql))) left.push(view);
    }
    if (left.length === open.length) return;
    open = left;
  }
}

async function askInPlace(connection: Connection, views: readonly View[], name: string): Promise<PrintedViews> {
  const printed: (PrintedView | undefined)[] = [];
  for (const [at, view] of views.entries()) {
    const other = { ...bare(originOf(view)), name: `${name}_${at}` };
    const { schema: _, ...here } = other;
    const [sql = ''] = viewSupport.create(here, connection.server);
    if (!(await attempt(connection, sql))) {
      printed.push(undefined);
      continue;
    }
    try {
      printed.push(await readPrinted(connection, quoteName(here)));
    } finally {
      await connection.execute(`DROP VIEW ${quoteName(here)}`);
    }
  }
  return printed;
}

/** @throws StatementFailed where this account may not, or nobody may */
async function attempt(connection: Connection, sql: string): Promise<boolean> {
  try {
    await connection.execute(sql);
    return true;
  } catch (error) {
    if (!(error instanceof StatementFailed) || /denied|read.only/i.test(error.message)) throw error;
    return false;
  }
}

async function readPrinted(connection: Connection, name: string): Promise<PrintedView | undefined> {
  try {
    const [row] = await connection.query<Record<string, string>>(`SHOW CREATE VIEW ${name}`);
    return row === undefined ? undefined : readView(row['Create View'] ?? '');
  } catch (error) {
    if (error instanceof StatementFailed) return undefined;
    throw error;
  }
}

type Routines = Extract<NonNullable<Schema['objects']>[number], { readonly kind: 'function' | 'procedure' }>;

interface Needed {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly routines: readonly Routines[];
}

/** What views mention, and what that mentions. */
function neededBy(views: readonly View[], { tables, objects = [] }: Schema, { server }: Connection): Needed {
  const words = new Set<string>();
  const found = new Set<View>();
  const mention = (view: View): void => {
    if (found.has(view)) return;
    found.add(view);
    const text = sqlOn(server.dialect, originOf(view).definition) ?? '';
    for (const word of text.match(/[\p{L}\p{N}_$]+/gu) ?? []) words.add(word.toLowerCase());
    for (const word of identifiersIn(text)) words.add(word.toLowerCase());
    for (const one of objects) if (one.kind === 'view' && words.has(one.name.toLowerCase())) mention(one);
  };
  views.forEach(mention);
  const isMentioned = ({ name, schema }: { readonly name: string; readonly schema?: string }): boolean =>
    schema === undefined && words.has(name.toLowerCase());
  return {
    tables: tables.filter(isMentioned).map(originOf),
    views: [...found].map(originOf),
    routines: objects.filter((one): one is Routines => one.kind === 'function' && isMentioned(one)).map(originOf),
  };
}
