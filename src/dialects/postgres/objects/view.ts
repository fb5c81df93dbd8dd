import { derive } from '../../../schema/canonical.ts';
import type { View } from '../../../schema/objects/view.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import { nameOf } from '../../../schema/table-name.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { canonicalName } from '../canonical-name.ts';
import { canonicalExpression } from '../expression-text.ts';
import { canonicalQuery, queryText } from '../query-text.ts';
import { clipIdentifier, quoteIdentifier, quoteTable } from '../quoting.ts';
import { canonicalTexts, changeComments } from '../relation-comments.ts';
import { storageOf } from '../storage.ts';
import { type Asking, type Shadowing, thrownAway } from './asking.ts';

/** The query of a view on PostgreSQL; of a recursive one, what that stands for. */
function definitionOf({ definition, name, columns = [], postgresql }: View): string | undefined {
  const sql = sqlOn('postgresql', definition);
  if (sql === undefined) return undefined;
  if (postgresql?.recursive !== true) return queryText(sql);
  const [view, list] = [quoteIdentifier(name), columns.map(quoteIdentifier).join(', ')];
  return `WITH RECURSIVE ${view}(${list}) AS (\n${queryText(sql)}\n) SELECT ${list} FROM ${view}`;
}

/** The options of a view as the catalog has them, those that are switched on: `security_barrier`. */
function switchesOf(view: View): Readonly<Record<string, string>> {
  const { check_option: _, ...options } = storageOf(view.postgresql);
  const entries = Object.entries(options)
    .map(([key, value]) => [key.toLowerCase(), isOn(value)] as const)
    .filter(([, on]) => on);
  return Object.fromEntries(entries.map(([key]) => [key, 'true'] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const isOn = (value: DialectOptions[string]): boolean =>
  /^(?:t(?:r(?:u(?:e)?)?)?|y(?:e(?:s)?)?|on|1)$/i.test(String(value));

function checkOptionOf({ checkOption, postgresql }: View): View['checkOption'] {
  const given = checkOption ?? storageOf(postgresql).check_option;
  return given === undefined ? undefined : (String(given).toUpperCase() as 'LOCAL' | 'CASCADED');
}

const defaultsOf = ({ postgresql }: View): Readonly<Record<string, string>> =>
  canonicalTexts(postgresql?.columnDefaults) ?? {};

function canonicalView(view: View, server: Server): View | undefined {
  const definition = definitionOf(view);
  if (definition === undefined) return undefined;
  const name = canonicalName(view, server);
  const { with: _, columnComments, columnDefaults, recursive: _recursive, ...rest } = view.postgresql ?? {};
  const [switches, defaults] = [switchesOf(view), Object.entries(defaultsOf(view))];
  const comments = canonicalTexts(columnComments);
  const postgresql = {
    ...rest,
    ...(Object.keys(switches).length === 0 ? {} : { with: switches }),
    ...(comments === undefined ? {} : { columnComments: comments }),
    ...(defaults.length === 0
      ? {}
      : { columnDefaults: Object.fromEntries(defaults.map(([key, sql]) => [key, canonicalExpression(sql)])) }),
  };
  return derive(view, {
    name: name.name,
    schema: name.schema,
    definition: canonicalQuery(definition),
    columns: view.columns?.length && view.postgresql?.recursive !== true ? view.columns.map(clipIdentifier) : undefined,
    checkOption: checkOptionOf(view),
    comment: view.comment || undefined,
    postgresql: Object.keys(postgresql).length === 0 ? undefined : postgresql,
    mysql: undefined,
  });
}

const columnList = ({ columns, postgresql }: View): string =>
  columns?.length && postgresql?.recursive !== true ? ` (${columns.map(quoteIdentifier).join(', ')})` : '';

const settings = (view: View): readonly string[] =>
  Object.entries(switchesOf(view)).map(([key, value]) => `${key} = ${value}`);

function createView(view: View, verb: 'CREATE' | 'CREATE OR REPLACE'): string {
  const options = settings(view);
  const check = checkOptionOf(view);
  return [
    `${verb} VIEW ${quoteTable(nameOf(view))}${columnList(view)}`,
    options.length === 0 ? '' : ` WITH (${options.join(', ')})`,
    ` AS\n${definitionOf(view)}`,
    check === undefined ? '' : `\nWITH ${check} CHECK OPTION`,
  ].join('');
}

function alterView(from: View, to: View, server: Server): readonly string[] {
  const [before, now] = [canonicalView(from, server), canonicalView(to, server)];
  const isSameQuery = before?.definition === now?.definition && columnList(from) === columnList(to);
  return [
    ...(isSameQuery ? alterOptions(from, to) : [createView(to, 'CREATE OR REPLACE')]),
    ...changeDefaults(from, to),
    ...changeComments(from, to),
  ];
}

function alterOptions(from: View, to: View): readonly string[] {
  const all = (view: View): Readonly<Record<string, string>> => {
    const check = checkOptionOf(view);
    return { ...switchesOf(view), ...(check === undefined ? {} : { check_option: check.toLowerCase() }) };
  };
  const [before, now] = [all(from), all(to)];
  const set = Object.entries(now).filter(([key, value]) => before[key] !== value);
  const gone = Object.keys(before).filter((key) => now[key] === undefined);
  const alter = `ALTER VIEW ${quoteTable(nameOf(to))}`;
  return [
    ...(gone.length === 0 ? [] : [`${alter} RESET (${gone.join(', ')})`]),
    ...(set.length === 0 ? [] : [`${alter} SET (${set.map(([key, value]) => `${key} = ${value}`).join(', ')})`]),
  ];
}

/** What an insert into a view takes where it is not told. */
function changeDefaults(from: View | undefined, to: View): readonly string[] {
  const [before, now] = [from === undefined ? {} : defaultsOf(from), defaultsOf(to)];
  const alter = (column: string): string =>
    `ALTER VIEW ${quoteTable(nameOf(to))} ALTER COLUMN ${quoteIdentifier(column)}`;
  return [
    ...Object.keys(before)
      .filter((column) => now[column] === undefined)
      .map((column) => `${alter(column)} DROP DEFAULT`),
    ...Object.entries(now)
      .filter(([column, value]) => before[column] !== value)
      .map(([column, value]) => `${alter(column)} SET DEFAULT ${value}`),
  ];
}

/** Views. */
export const viewSupport: ObjectSupport<'view'> = {
  canonicalise: canonicalView,
  create: (view) => [
    createView(view, 'CREATE'),
    ...changeDefaults(undefined, view),
    ...changeComments(undefined, view),
  ],
  drop: (view) => [`DROP VIEW ${quoteTable(nameOf(view))}`],
  alter: alterView,
};

/** What the server says of a query that it was given. */
export interface PrintedQuery {
  readonly definition: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly collation: string | null }[];
  readonly defaults: Readonly<Record<string, string>> | null;
}

/** The query for a `PrintedQuery` of a relation. */
export const printQuery = (relation: string): string => `
SELECT pg_catalog.json_build_object(
  'definition', pg_catalog.pg_get_viewdef('${relation}'::regclass, true),
  'columns', ${resultColumnsOf(`'${relation}'::regclass`)},
  'defaults', ${columnDefaultsOf(`'${relation}'::regclass`)})::text`;

/** An SQL expression for the defaults of the columns of a relation. */
export const columnDefaultsOf = (oid: string): string => `(
  SELECT pg_catalog.json_object_agg(a.attname, pg_catalog.pg_get_expr(f.adbin, f.adrelid) ORDER BY a.attnum)
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
  WHERE a.attrelid = ${oid})`;

/** An SQL expression for the columns of a relation. */
export const resultColumnsOf = (oid: string): string => `(SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
    'name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
    'collation', CASE WHEN a.attcollation <> t.typcollation THEN o.collname END) ORDER BY a.attnum)
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
  WHERE a.attrelid = ${oid} AND a.attnum > 0 AND NOT a.attisdropped)`;

/** What a view, or a materialized one, says with the query that the server printed in place of its own. */
export function withPrinted({
  definition,
  columns,
}: Omit<PrintedQuery, 'defaults'>): Pick<View, 'definition' | 'resultColumns'> {
  return {
    definition: queryText(definition),
    resultColumns: columns.map(({ name, type, collation }) => ({
      name,
      type,
      ...(collation === null ? {} : { collation }),
    })),
  };
}

/** A view is asked about as a temporary one. */
export const viewAsking: Asking<'view'> = {
  make: (view, place) => [
    `CREATE TEMPORARY VIEW ${thrownAway}${columnList(view)} AS\n${place.text(definitionOf(view) ?? '')}`,
    ...changeDefaults(undefined, { ...view, ...temporary }).map((sql) => place.text(sql)),
  ],
  read: () => printQuery(thrownAway),
  printed: (answer, { columns: _, postgresql, ...view }) => {
    const { defaults, ...query } = JSON.parse(answer) as PrintedQuery;
    const options = {
      ...postgresql,
      recursive: undefined,
      ...(defaults === null ? {} : { columnDefaults: defaults }),
    };
    return { ...view, postgresql: options, ...withPrinted(query) };
  },
};

const temporary = { name: thrownAway, schema: 'pg_temp' } as const;

/** Others lean on a temporary view of the same name. */
export const viewShadowing: Shadowing<'view'> = (view, place) => [
  `CREATE TEMPORARY VIEW ${quoteIdentifier(view.name)}${columnList(view)} AS\n${place.text(definitionOf(view) ?? '')}`,
];
