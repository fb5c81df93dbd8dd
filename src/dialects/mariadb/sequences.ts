import { isText } from '../../schema/expression.ts';
import type { Sequence } from '../../schema/objects/object.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Connection, Scope } from '../dialect.ts';
import { quoteIdentifier, quoteString } from '../mysql/quote.ts';

interface SequenceName {
  readonly name: string;
  readonly schema: string;
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

/** Adds the sequences, which MariaDB lists as tables of one row each: two queries, or one where there are none. */
export async function reflectSequences(connection: Connection, scope: Scope, schema: Schema): Promise<Schema> {
  const { defaultSchema = '' } = connection.server;
  const schemas = (scope.schemas ?? [defaultSchema]).map(quoteString).join(', ');
  const names = await connection.query<SequenceName>(
    `SELECT TABLE_NAME AS name, TABLE_SCHEMA AS \`schema\` FROM information_schema.TABLES
WHERE TABLE_SCHEMA IN (${schemas}) AND TABLE_TYPE = 'SEQUENCE' ORDER BY TABLE_SCHEMA, TABLE_NAME`,
  );
  if (names.length === 0) return schema;
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
