import { derive } from '../../schema/canonical.ts';
import type { Constraint, ForeignKey, Unique } from '../../schema/constraint.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { Index, IndexPart } from '../../schema/table-index.ts';
import { canonicaliseObject } from '../ansi/object-support.ts';
import type { Server } from '../dialect.ts';
import { canonicaliseColumn, printedComment, type TableContext } from './canonical-column.ts';
import { collationsOf, effectiveCollation } from './charset.ts';
import { normaliseExpression } from './expression.ts';
import type { Flavour } from './flavour.ts';
import { isImplied } from './implied-index.ts';
import { partitioningOptions, readPartitioning } from './partitioning.ts';
import { canonicalOptions } from './table-options.ts';
import { gatherChecks } from './value-check.ts';

/** The form in which two schemas of this server are compared: what it would report, without what goes without saying. */
export function canonicalise(schema: Schema, server: Server, flavour: Flavour): Schema {
  const common = { server, flavour, rules: flavour.rules(server), collations: collationsOf(server) };
  const objects = (schema.objects ?? []).flatMap((one) => canonicaliseObject(flavour.supports, one, server));
  return derive(schema, {
    tables: schema.tables.map((table) => canonicaliseTable(table, common)),
    objects: objects.length === 0 ? undefined : objects,
  });
}

type Common = Pick<TableContext, 'server' | 'flavour' | 'rules' | 'collations'>;

function canonicaliseTable(declared: Table, common: Common): Table {
  const { server, flavour } = common;
  const table = gatherChecks(declared, flavour.name, 'all');
  const context = contextOf(table, common);
  const keys = primaryKeyColumns(table);
  const columns = table.columns.map((column) => canonicaliseColumn(column, keys.has(column.name), context));
  const folded = (table.constraints ?? []).flatMap((one) => canonicaliseConstraint(one, context));
  const indexes = (table.indexes ?? []).map((index) => canonicaliseIndex(index, context));
  const uniques = indexes.flatMap((index) => uniqueOf(index) ?? []);
  const constraints = [...folded, ...uniques];
  const left = indexes.filter((index) => uniqueOf(index) === undefined && !isImplied(index, { ...table, constraints }));
  return derive(declared, {
    name: foldCase(table.name, server),
    schema: table.schema === server.defaultSchema ? undefined : table.schema,
    columns,
    constraints: constraints.length === 0 ? undefined : constraints,
    indexes: left.length === 0 ? undefined : left,
    comment: printedComment(table.comment),
    mysql: tableOptions(table, context),
    postgresql: undefined,
    sqlite: undefined,
    renamedFrom: undefined,
    movedFrom: undefined,
  });
}

/** `lower_case_table_names`: with 1 the server keeps names of tables in small letters, with 2 it takes no notice of their case. */
const foldCase = (name: string, { settings }: Server): string =>
  ['1', '2'].includes(settings.lower_case_table_names ?? '0') ? name.toLowerCase() : name;

function contextOf(table: Table, common: Common): TableContext {
  const { collations } = common;
  const { charset, collate, collation = collate } = (table.mysql ?? {}) as Readonly<Record<string, string | undefined>>;
  return {
    ...common,
    table,
    collation: effectiveCollation(charset, collation, collations.ofDatabase, collations),
    columns: table.columns.map(({ name }) => name),
  };
}

const primaryKeyColumns = ({ constraints = [] }: Table): ReadonlySet<string> =>
  new Set(constraints.flatMap((one) => (one.kind === 'primaryKey' ? one.columns : [])));

function tableOptions(
  { mysql = {} }: Table,
  { server, collation, collations, columns }: TableContext,
): DialectOptions | undefined {
  const options = {
    ...canonicalOptions(mysql, server),
    ...partitioningOptions(readPartitioning(mysql, columns)),
    ...(collation === collations.ofDatabase ? {} : { collate: collation }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

function canonicaliseConstraint(constraint: Constraint, context: TableContext): readonly Constraint[] {
  switch (constraint.kind) {
    case 'primaryKey':
      return [derive(constraint, { name: undefined, ...plainKey })];
    case 'unique':
      return [derive(constraint, plainKey)];
    case 'exclusion':
      return [];
    case 'foreignKey':
      return [canonicaliseForeignKey(constraint, context)];
    case 'check':
      return [
        derive(constraint, {
          expression: normaliseExpression(constraint.expression, context.columns),
          notEnforced: constraint.notEnforced === true && context.rules.unenforcedChecks ? true : undefined,
          noInherit: undefined,
          notValid: undefined,
          comment: undefined,
        }),
      ];
  }
}

const plainKey = {
  deferrable: undefined,
  initially: undefined,
  include: undefined,
  withoutOverlaps: undefined,
  comment: undefined,
  sqlite: undefined,
  postgresql: undefined,
};

function canonicaliseForeignKey(foreignKey: ForeignKey, { table, server }: TableContext): ForeignKey {
  const { table: target, columns, schema = table.schema } = foreignKey.references;
  const [here, there] = [table.schema, schema ?? undefined].map((name) =>
    name === server.defaultSchema ? undefined : name,
  );
  return derive(foreignKey, {
    references: {
      table: foldCase(target, server),
      columns,
      ...(there === here ? {} : { schema: there ?? null }),
    },
    onDelete: referentialAction(foreignKey.onDelete),
    onUpdate: referentialAction(foreignKey.onUpdate),
    match: undefined,
    comment: undefined,
    notEnforced: undefined,
    onDeleteColumns: undefined,
    period: undefined,
    useAlter: undefined,
    notValid: undefined,
    deferrable: undefined,
    initially: undefined,
  });
}

/** InnoDB does the same for RESTRICT, NO ACTION and nothing. */
const referentialAction = (action: ForeignKey['onDelete']): ForeignKey['onDelete'] =>
  action === 'RESTRICT' || action === 'NO ACTION' ? undefined : action;

function canonicaliseIndex(index: Index, context: TableContext): Index {
  const using = index.using?.toLowerCase();
  const engine = String(context.table.mysql?.engine ?? '').toLowerCase();
  const { parser, invisible, ...others } = index.mysql ?? {};
  const options: DialectOptions = {
    ...others,
    ...(parser === undefined ? {} : { parser: String(parser).toLowerCase() }),
    ...(invisible === true ? { invisible } : {}),
  };
  return derive(index, {
    columns: index.columns.map((part) => canonicalisePart(part, context)),
    unique: index.unique === true ? true : undefined,
    using: using === impliedMethod(engine) || (using === 'hash' && engine !== 'memory') ? undefined : using,
    comment: printedComment(index.comment),
    mysql: Object.keys(options).length === 0 ? undefined : options,
    include: undefined,
    postgresql: undefined,
    sqlite: undefined,
  });
}

/** https://dev.mysql.com/doc/refman/9.4/en/create-index.html#create-index-storage-engine-index-types */
const impliedMethod = (engine: string): string => (engine === 'memory' ? 'hash' : 'btree');

/** Without what is PostgreSQL's alone, and a plain name where nothing else is left. */
function canonicalisePart(part: string | IndexPart, context: TableContext): string | IndexPart {
  if (typeof part === 'string') return part;
  const order = part.order === 'desc' && context.rules.descendingKeys ? { order: part.order } : {};
  if ('expression' in part) return { expression: normaliseExpression(part.expression, context.columns), ...order };
  const length =
    part.length !== undefined && !isWhole(part.column, part.length, context) ? { length: part.length } : {};
  const options = { ...order, ...length };
  return Object.keys(options).length === 0 ? part.column : { column: part.column, ...options };
}

/** A prefix as long as the column is no prefix. */
function isWhole(name: string, length: number, { table }: TableContext): boolean {
  const type = table.columns.find((column) => column.name === name)?.type as
    | { length?: number; sql?: string }
    | undefined;
  const size = type?.length ?? Number(/^(?:var)?(?:char|binary)\((\d+)\)$/.exec(type?.sql ?? '')?.[1] ?? Number.NaN);
  return length >= size;
}

/** UNIQUE makes an index here, and the catalog does not tell the two apart: a plain unique index is a constraint. */
function uniqueOf(index: Index): Unique | undefined {
  const { name, columns, unique, ...rest } = index;
  const isPlain =
    unique === true && columns.every((part) => typeof part === 'string') && Object.keys(rest).length === 0;
  if (!isPlain) return undefined;
  return { kind: 'unique', ...(name === undefined ? {} : { name }), columns: columns as readonly string[] };
}
