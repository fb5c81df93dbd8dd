import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModuleLoader } from '../../src/module-loader.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { recorder } from '../../src/operations/recorder.ts';
import { readRevision } from '../../src/revisions/files.ts';
import { loadRevision } from '../../src/revisions/load.ts';
import { asWritten, renderBody } from '../../src/revisions/render.ts';
import {
  type NewRevision,
  renderJavaScriptRevision,
  renderRevision,
  renderSqlRevision,
} from '../../src/revisions/template.ts';
import type { SqlType } from '../../src/schema/type.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { arbitraryOperation } from './arbitrary-operation.ts';

const revision: NewRevision = {
  header: { id: 'ab12cd34ef56', parents: ['9f31c0ffee00'], message: 'add users', labels: [], dependsOn: [] },
  at: new Date('2026-11-22T09:14:00Z'),
  timezone: 'UTC',
};

const types: readonly (readonly [source: string, type: SqlType])[] = [
  ['sa.Integer', { type: 'Integer' }],
  ['sa.String(320)', { type: 'String', length: 320 }],
  ["sa.String(320, { collation: 'C' })", { type: 'String', length: 320, collation: 'C' }],
  ["sa.String(undefined, { collation: 'C' })", { type: 'String', collation: 'C' }],
  ['sa.Numeric(10, 2)', { type: 'Numeric', scale: 2, precision: 10 }],
  ['sa.Numeric(10)', { type: 'Numeric', precision: 10 }],
  ['sa.Numeric(undefined, 2)', { type: 'Numeric', scale: 2 }],
  ['sa.DateTime({ timezone: true })', { type: 'DateTime', timezone: true }],
  ["sa.Enum(['a', 'b'], { name: 'user_status' })", { type: 'Enum', values: ['a', 'b'], name: 'user_status' }],
  ['sa.Array(sa.Text)', { type: 'Array', item: { type: 'Text' } }],
  ['sa.Array(sa.String(5), { dimensions: 2 })', { type: 'Array', item: { type: 'String', length: 5 }, dimensions: 2 }],
  ['sa.postgresql.Citext', { type: 'postgresql.Citext' }],
  ['sa.postgresql.Bit(3)', { type: 'postgresql.Bit', length: 3 }],
  ['sa.mysql.TinyInteger({ unsigned: true })', { type: 'mysql.TinyInteger', unsigned: true }],
  ['sa.mysql.Decimal(10, 2, { unsigned: true })', { type: 'mysql.Decimal', precision: 10, scale: 2, unsigned: true }],
  ["sa.custom('geometry(Point,4326)')", { type: 'custom', sql: 'geometry(Point,4326)' }],
  [
    'sa.withVariant(sa.Uuid, { mysql: sa.mysql.Binary(16) })',
    { type: 'Uuid', variants: { mysql: { type: 'mysql.Binary', length: 16 } } },
  ],
];

const defaults: readonly (readonly [source: string, serverDefault: NonNullable<unknown>])[] = [
  ["'active'", 'active'],
  ['"it\'s"', "it's"],
  ['0', 0],
  ['-1.5', -1.5],
  ['1e21', 1e21],
  ['true', true],
  ["sa.text('now()')", { text: 'now()' }],
  ['sa.func.now()', { function: 'now' }],
  ["sa.func.nextval('app', 'n')", { function: 'nextval', arguments: ['app', 'n'] }],
  ["sa.func('pg_catalog.now')", { function: 'pg_catalog.now' }],
];

const addColumn = (column: object): Operation => ({
  kind: 'addColumn',
  table: 't',
  column: { name: 'c', type: { type: 'Integer' }, ...column },
});
const bodyOf = (...operations: readonly Operation[]): string => renderBody(operations).source;

const statements: readonly (readonly [what: string, operation: Operation, source: string])[] = [
  [
    'leaves out what is the default',
    addColumn({ nullable: true, renamedFrom: 'old' }),
    "  op.addColumn({ table: 't', column: { name: 'c', type: sa.Integer } });\n",
  ],
  [
    'names only what a drop drops',
    { kind: 'dropTable', table: { name: 'users', schema: 'app', columns: [], comment: 'x' } },
    "  // Loses data: all rows of app.users\n  op.dropTable({ table: { name: 'users', schema: 'app' } });\n",
  ],
  [
    'keeps the kind of a dropped constraint',
    { kind: 'dropConstraint', table: 't', constraint: { kind: 'unique', name: 'u', columns: ['a'] } },
    "  op.dropConstraint({ table: 't', constraint: { kind: 'unique', name: 'u' } });\n",
  ],
  [
    'keeps the whole of a dropped constraint without a name',
    { kind: 'dropConstraint', table: 't', constraint: { kind: 'unique', columns: ['a'] } },
    "  op.dropConstraint({ table: 't', constraint: { kind: 'unique', columns: ['a'] } });\n",
  ],
  [
    'warns of what may fail',
    addColumn({ nullable: false }),
    "  // May fail: rows that exist have no value for c, which is NOT NULL and has no server default\n  op.addColumn({ table: 't', column: { name: 'c', type: sa.Integer, nullable: false } });\n",
  ],
  [
    'sets long SQL over several lines',
    { kind: 'execute', sql: 'UPDATE t\n  SET a = `b`,\n  c = $' + '{d} WHERE \\e' },
    '  op.execute({\n    sql: `UPDATE t\n  SET a = \\`b\\`,\n  c = \\$' + '{d} WHERE \\\\e`,\n  });\n',
  ],
  [
    'writes rows with all that they hold',
    {
      kind: 'bulkInsert',
      table: 't',
      rows: [{ id: 1, type: 'x', at: new Date(0), raw: new Uint8Array([1, 2]), n: null, s: { text: 'now()' } }],
    },
    "  op.bulkInsert({\n    table: 't',\n    rows: [\n      {\n        id: 1,\n        type: 'x',\n        at: new Date('1970-01-01T00:00:00.000Z'),\n        raw: Uint8Array.of(1, 2),\n        n: null,\n        s: sa.text('now()'),\n      },\n    ],\n  });\n",
  ],
  [
    'breaks what is longer than a line',
    {
      kind: 'createIndex',
      table: 'a_table_with_a_long_name',
      index: {
        name: 'ix_a_table_with_a_long_name',
        columns: ['first_column', { column: 'second_column', order: 'desc' }],
        where: 'deleted_at IS NULL',
      },
    },
    "  op.createIndex({\n    table: 'a_table_with_a_long_name',\n    index: {\n      name: 'ix_a_table_with_a_long_name',\n      columns: ['first_column', { column: 'second_column', order: 'desc' }],\n      where: 'deleted_at IS NULL',\n    },\n  });\n",
  ],
];

describe('rendering', () => {
  it.each(types)('writes %s', (source, type) => {
    expect(bodyOf(addColumn({ type }))).toBe(
      `  op.addColumn({ table: 't', column: { name: 'c', type: ${source} } });\n`,
    );
  });

  it.each(defaults)('writes the server default %s', (source, serverDefault) => {
    expect(bodyOf(addColumn({ serverDefault }))).toBe(
      `  op.addColumn({ table: 't', column: { name: 'c', type: sa.Integer, serverDefault: ${source} } });\n`,
    );
  });

  it.each(statements)('%s', (_, operation, source) => {
    expect(bodyOf(operation)).toBe(source);
  });

  it('gives the same text whatever the order of properties', () => {
    const column = { name: 'c', type: { type: 'String', length: 5 }, nullable: false, comment: 'x' } as const;
    const turned = Object.fromEntries(Object.entries(column).reverse()) as unknown as typeof column;
    expect(bodyOf({ column: turned, table: 't', kind: 'addColumn' })).toBe(
      bodyOf({ kind: 'addColumn', table: 't', column }),
    );
  });
});

const wholeFile = `/** add users — 2026-11-22 09:14 */
import * as sa from 'athanor';
import type { Operations } from 'athanor';

export const revision = {
  id: 'ab12cd34ef56',
  parents: ['9f31c0ffee00'],
  message: 'add users',
  labels: [],
  dependsOn: [],
};

export function upgrade(op: Operations) {
  op.createTable({
    table: {
      name: 'users',
      columns: [
        { name: 'id', type: sa.Integer, nullable: false, autoincrement: true },
        { name: 'email', type: sa.String(320), nullable: false },
        {
          name: 'status',
          type: sa.Enum(['active', 'banned'], { name: 'user_status' }),
          nullable: false,
          serverDefault: 'active',
          comment: 'what the user may do',
        },
      ],
      constraints: [
        { kind: 'primaryKey', name: 'pk_users', columns: ['id'] },
        {
          kind: 'foreignKey',
          name: 'fk_users_manager_id_users',
          columns: ['manager_id'],
          references: { table: 'users', columns: ['id'] },
          onDelete: 'SET NULL',
        },
      ],
      comment: 'application users',
    },
  });
}

export function downgrade(op: Operations) {
  // Loses data: all rows of users
  op.dropTable({ table: { name: 'users' } });
}
`;

describe('a revision file', () => {
  it('is written as a person would', () => {
    const table = {
      name: 'users',
      comment: 'application users',
      columns: [
        { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true },
        { name: 'email', type: { type: 'String', length: 320 }, nullable: false },
        {
          name: 'status',
          type: { type: 'Enum', values: ['active', 'banned'], name: 'user_status' },
          nullable: false,
          serverDefault: 'active',
          comment: 'what the user may do',
        },
      ],
      constraints: [
        { kind: 'primaryKey', name: 'pk_users', columns: ['id'] },
        {
          kind: 'foreignKey',
          name: 'fk_users_manager_id_users',
          columns: ['manager_id'],
          references: { table: 'users', columns: ['id'] },
          onDelete: 'SET NULL',
        },
      ],
    } as const;
    expect(
      renderRevision(revision, {
        upgrade: [{ kind: 'createTable', table }],
        downgrade: [{ kind: 'dropTable', table }],
      }),
    ).toBe(wholeFile);
  });

  it('without operations is a form to fill in', () => {
    expect(renderRevision(revision)).toBe(`/** add users — 2026-11-22 09:14 */
import type { Operations } from 'athanor';

export const revision = {
  id: 'ab12cd34ef56',
  parents: ['9f31c0ffee00'],
  message: 'add users',
  labels: [],
  dependsOn: [],
};

export function upgrade(op: Operations) {}

export function downgrade(op: Operations) {}
`);
  });

  it('that merges is complete without operations', () => {
    const merge = { ...revision, header: { ...revision.header, parents: ['a', 'b'] } };
    expect(renderRevision(merge)).toContain('export function upgrade(_op: Operations) {}');
  });

  it('in JavaScript tells editors its types', () => {
    const text = renderJavaScriptRevision(revision, { upgrade: [addColumn({})], downgrade: [] });
    expect(text).toBe(`/** add users — 2026-11-22 09:14 */
import * as sa from 'athanor';

export const revision = {
  id: 'ab12cd34ef56',
  parents: ['9f31c0ffee00'],
  message: 'add users',
  labels: [],
  dependsOn: [],
};

/** @param {import('athanor').Operations} op */
export function upgrade(op) {
  op.addColumn({ table: 't', column: { name: 'c', type: sa.Integer } });
}

/** @param {import('athanor').Operations} op */
export function downgrade(op) {}
`);
  });

  it('in SQL has two sections', () => {
    expect(
      renderSqlRevision(revision, 'CREATE TABLE t (a int);', 'DROP TABLE t;'),
    ).toBe(`-- add users — 2026-11-22 09:14
-- revision: { id: 'ab12cd34ef56', parents: ['9f31c0ffee00'], message: 'add users', labels: [], dependsOn: [] }

-- migrate:up
CREATE TABLE t (a int);

-- migrate:down
DROP TABLE t;
`);
  });

  it.each([
    ['a.ts', renderRevision],
    ['a.js', renderJavaScriptRevision],
    ['a.sql', renderSqlRevision],
  ] as const)('gives its header back: %s', (name, render) => {
    const message = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a */ b', "it's", 'two\nlines', 'a\nb\nc', 'revision: { a', '-- migrate:up', '\u2028', '`${'),
    );
    const folder = temporaryFolder();
    fc.assert(
      fc.property(
        message,
        fc.uniqueArray(fc.stringMatching(/^\w{1,64}$/), { minLength: 1, maxLength: 9 }),
        (text, [id = '', ...parents]) => {
          const header = { ...revision.header, id, parents, message: text, labels: ['a-b'], dependsOn: ['c'] };
          writeFileSync(join(folder, name), render({ ...revision, header }));
          const { path: _, format: __, createdAt, ...read } = readRevision(join(folder, name));
          expect({ createdAt, read }).toEqual({ createdAt: '2026-11-22 09:14', read: header });
        },
      ),
    );
  });
});

const biome = fileURLToPath(new URL('../../node_modules/@biomejs/biome/bin/biome', import.meta.url));

describe('every operation', () => {
  it('comes back from its file as it was', async () => {
    const operations = fc.array(arbitraryOperation, { minLength: 1, maxLength: 30 });
    const folder = temporaryFolder();
    const loader = new ModuleLoader(folder);
    let files = 0;
    await fc.assert(
      fc.asyncProperty(operations, async (upgrade) => {
        const path = join(folder, `r${++files}.ts`);
        writeFileSync(path, renderRevision(revision, { upgrade, downgrade: [] }));
        const code = await loadRevision(readRevision(path), loader);
        const { op, flush } = recorder(async () => []);
        await code.upgrade(op);
        expect(flush().map(({ operation }) => operation)).toEqual(upgrade.map(asWritten));
      }),
      { numRuns: 60 },
    );
  });

  it('is laid out as the formatter lays it out', () => {
    const config = {
      formatter: { indentStyle: 'space', lineWidth: 120 },
      javascript: { formatter: { quoteStyle: 'single' } },
    };
    const samples = fc.sample(arbitraryOperation, 400);
    const files = Object.fromEntries(
      samples.map((operation, at) => [`f${at}.ts`, renderRevision(revision, { upgrade: [operation], downgrade: [] })]),
    );
    const folder = temporaryFolder({ 'biome.json': JSON.stringify(config), ...files });
    execFileSync(process.execPath, [biome, 'format', '--write', '.'], { cwd: folder, stdio: 'pipe' });
    const formatted = Object.fromEntries(
      Object.keys(files).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    );
    expect(formatted).toEqual(files);
  });
});
