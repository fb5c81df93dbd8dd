import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { mariadb } from '../../src/dialects/mariadb/dialect.ts';
import { mysql } from '../../src/dialects/mysql/dialect.ts';
import { postgresql } from '../../src/dialects/postgres/dialect.ts';
import { sqlite } from '../../src/dialects/sqlite/dialect.ts';
import type { Operation } from '../../src/operations/operation.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { SqlByDialect } from '../../src/schema/sql-by-dialect.ts';

const text = { name: 'size', type: { type: 'Text' } } as const;
const schema: Schema = { tables: [{ name: 'boxes', columns: [text] }] };
const conversion = (using: SqlByDialect): Operation => ({
  kind: 'alterColumn',
  table: 'boxes',
  from: text,
  to: { name: 'size', type: { type: 'Integer' } },
  using,
});
const compile = (dialect: Dialect, using: SqlByDialect): string =>
  dialect
    .compile([conversion(using)], schema, dialect.offlineServer)
    .map(({ sql }) => sql)
    .join('\n');

describe('an expression that converts the values of a column', () => {
  it.each([postgresql, sqlite])('is used on $name, also when it is for this database alone', (dialect) => {
    expect(compile(dialect, 'length(size)')).toContain('length(');
    expect(compile(dialect, { [dialect.name]: 'length(size)' })).toContain('length(');
    expect(compile(dialect, { mysql: 'char_length(size)' })).not.toContain('length(');
  });

  it.each([mysql, mariadb])('is refused on $name, which has no place for it', (dialect) => {
    expect(() => compile(dialect, 'length(size)')).toThrow('convert boxes.size by an expression');
    expect(() => compile(dialect, { mysql: 'length(size)' })).toThrow('convert boxes.size by an expression');
    expect(compile(dialect, { postgresql: 'length(size)' })).toContain('MODIFY COLUMN');
  });
});
