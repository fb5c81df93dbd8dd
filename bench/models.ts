import * as sa from 'athanor';
import type { BenchColumn, BenchSchema, BenchTable } from './schema.ts';

/** Declares a bench schema as its user would: one MetaData, one Table each. */
export function declareTables({ tables }: BenchSchema): sa.MetaData {
  const metadata = new sa.MetaData();
  for (const table of tables) declareTable(metadata, table);
  return metadata;
}

function declareTable(metadata: sa.MetaData, table: BenchTable): void {
  sa.Table(
    table.name,
    metadata,
    ...table.columns.map((column) => sa.column(column.name, typeOf(column.type), optionsOf(column))),
    sa.PrimaryKeyConstraint(...table.primaryKey.columns, { name: table.primaryKey.name }),
    ...table.foreignKeys.map((key) => {
      const targets = key.refColumns.map((name) => `${key.refTable}.${name}` as const);
      return sa.ForeignKeyConstraint(key.columns, targets, { name: key.name, ondelete: key.onDelete });
    }),
    ...table.indexes.map(({ name, columns, unique }) => sa.Index(name, ...columns, { unique })),
    ...table.checks.map(({ name, expr }) => sa.CheckConstraint(expr, { name })),
    { comment: table.comment },
  );
}

const optionsOf = ({
  nullable,
  default: value,
  comment,
}: BenchColumn): Pick<sa.ColumnOptions, 'nullable' | 'serverDefault' | 'comment'> => ({
  nullable,
  ...(value === null ? {} : { serverDefault: 'now' in value ? sa.func.now() : value.literal }),
  ...(comment === null ? {} : { comment }),
});

const plain: Readonly<Record<string, () => sa.SqlType>> = {
  integer: () => sa.Integer(),
  bigint: () => sa.BigInteger(),
  smallint: () => sa.SmallInteger(),
  boolean: () => sa.Boolean(),
  text: () => sa.Text(),
  date: () => sa.Date(),
  timestamp: () => sa.DateTime(),
  double: () => sa.Double(),
  json: () => sa.JSON(),
  uuid: () => sa.Uuid(),
};

function typeOf(written: string): sa.SqlType {
  const [, name = '', first, second] = /^(\w+)(?:\((\d+)(?:,(\d+))?\))?$/.exec(written) ?? [];
  if (name === 'varchar') return sa.String(Number(first));
  if (name === 'char') return sa.Char(Number(first));
  if (name === 'numeric') return sa.Numeric(Number(first), Number(second));
  const make = plain[name];
  if (make === undefined) throw new Error(`the benchmark has no type ${written}`);
  return make();
}
