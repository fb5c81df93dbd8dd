import { isText } from '../../schema/expression.ts';
import type { Sequence } from '../../schema/objects/object.ts';
import type { Schema, Unmodelled } from '../../schema/schema.ts';
import { atLeast, type Connection, type Scope } from '../dialect.ts';
import { quoteIdentifier, quoteString } from '../mysql/quote.ts';

interface SequenceName {
  readonly name: string;
  readonly schema: string;
}

/** A sequence, or with its table a period that is not the one of versions. */
interface NameRow extends SequenceName {
  readonly of_table: string | null;
}

interface SequenceRow {
  readonly at: number;
  readonly start: string;
  readonly least: string;
  readonly most: string;
  readonly increment: string;
  readonly cache: string;
  readonly cycle: number;
}

/**
 * Adds the sequences, which MariaDB lists as tables of one row each: two queries, or one where there are none. With the same
 * query it asks for periods of tables, which are reported where the catalog tells of them, since 11.4.
 */
export async function reflectSequences(connection: Connection, scope: Scope, schema: Schema): Promise<Schema> {
  const { defaultSchema = '' } = connection.server;
  const schemas = (scope.schemas ?? [defaultSchema]).map(quoteString).join(', ');
  const periods = atLeast(connection.server.version, 11, 4)
    ? `UNION ALL SELECT PERIOD, TABLE_SCHEMA, TABLE_NAME FROM information_schema.PERIODS
WHERE TABLE_SCHEMA IN (${schemas}) AND PERIOD <> 'SYSTEM_TIME'`
    : '';
  const rows = await connection.query<NameRow>(
    `SELECT TABLE_NAME AS name, TABLE_SCHEMA AS \`schema\`, NULL AS of_table FROM information_schema.TABLES
WHERE TABLE_SCHEMA IN (${schemas}) AND TABLE_TYPE = 'SEQUENCE' ${periods} ORDER BY 2, 3, 1`,
  );
  const unmodelled = rows.flatMap((row) => periodOf(row, defaultSchema));
  const names = rows.filter(({ of_table }) => of_table === null);
  const reported =
    unmodelled.length === 0 ? schema : { ...schema, unmodelled: [...(schema.unmodelled ?? []), ...unmodelled] };
  return names.length === 0 ? reported : withSequences(connection, reported, names);
}

const periodOf = ({ name, schema, of_table }: NameRow, defaultSchema: string): readonly Unmodelled[] =>
  of_table === null ? [] : [{ kind: 'period', name, ...(schema === defaultSchema ? {} : { schema }), table: of_table }];

async function withSequences(connection: Connection, schema: Schema, names: readonly SequenceName[]): Promise<Schema> {
  const { defaultSchema = '' } = connection.server;
  const rows = await connection.query<SequenceRow>(names.map(selectSequence).join('\nUNION ALL '));
  const objects = rows.map((row) => sequenceOf(names[Number(row.at)] as SequenceName, row, defaultSchema));
  return {
    ...schema,
    tables: schema.tables.map((table) => withNextValues(table, defaultSchema)),
    objects: [...(schema.objects ?? []), ...objects],
  };
}

const selectSequence = ({ name, schema }: SequenceName, at: number): string =>
  `SELECT ${at} AS at, CAST(start_value AS CHAR) AS start, CAST(minimum_value AS CHAR) AS least,
  CAST(maximum_value AS CHAR) AS most, CAST(increment AS CHAR) AS increment, CAST(cache_size AS CHAR) AS cache,
  cycle_option AS cycle FROM ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/** Where a sequence ends that has no limit: https://mariadb.com/kb/en/create-sequence/ */
const limits = ['1', '-1', '9223372036854775806', '-9223372036854775807'];

function sequenceOf({ name, schema }: SequenceName, row: SequenceRow, defaultSchema: string): Sequence {
  const isUp = !row.increment.startsWith('-');
  return {
    kind: 'sequence',
    name,
    ...(schema === defaultSchema ? {} : { schema }),
    ...(row.start === (isUp ? row.least : row.most) ? {} : { start: Number(row.start) }),
    ...(row.increment === '1' ? {} : { increment: Number(row.increment) }),
    ...(limits.includes(row.least) ? {} : { minValue: Number(row.least) }),
    ...(limits.includes(row.most) ? {} : { maxValue: Number(row.most) }),
    ...(row.cache === '1000' ? {} : { cache: Number(row.cache) }),
    ...(Number(row.cycle) === 1 ? { cycle: true } : {}),
  };
}

/** `nextval(`database`.`name`)` as the models say it. */
function withNextValues(table: Schema['tables'][number], defaultSchema: string): Schema['tables'][number] {
  const columns = table.columns.map((column) => {
    const { serverDefault } = column;
    const match = isText(serverDefault)
      ? /^nextval\(`((?:[^`]|``)+)`\.`((?:[^`]|``)+)`\)$/i.exec(serverDefault.text)
      : null;
    if (match === null) return column;
    const [schema = '', name = ''] = match.slice(1).map((part) => part.replaceAll('``', '`'));
    return {
      ...column,
      serverDefault: { function: 'nextval', arguments: schema === defaultSchema ? [name] : [schema, name] },
    };
  });
  return { ...table, columns };
}
