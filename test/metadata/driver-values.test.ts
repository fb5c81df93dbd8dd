import * as sa from 'athanor';
import { column } from 'athanor';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { expect, it } from 'vitest';
import { describeOn, emptyDatabase, servers } from '../support/databases.ts';

const Base = sa.declarativeBase();

class Words extends sa.TypeDecorator<readonly string[]> {
  impl = sa.String(100);
  override processBindParam(value: readonly string[]): string {
    return value.join(' ');
  }
  override processResultValue(value: unknown): readonly string[] {
    return `${value}`.split(' ');
  }
}

/** One column of every type that all databases have. */
const Everything = Base.model('everything', {
  id: column(sa.Integer, { primaryKey: true }),
  small: column(sa.SmallInteger, { nullable: false }),
  big: column(sa.BigInteger, { nullable: false }),
  float: column(sa.Float, { nullable: false }),
  double: column(sa.Double, { nullable: false }),
  price: column(sa.Numeric(10, 2), { nullable: false }),
  boolean: column(sa.Boolean, { nullable: false }),
  text: column(sa.Text, { nullable: false }),
  code: column(sa.Char(2), { nullable: false }),
  words: column(Words, { nullable: false }),
  day: column(sa.Date, { nullable: false }),
  at: column(sa.DateTime, { nullable: false }),
  time: column(sa.Time, { nullable: false }),
  bytes: column(sa.LargeBinary, { nullable: false }),
  uuid: column(sa.Uuid, { nullable: false }),
  state: column(sa.Enum(['on', 'off'], { name: 'everything_state' }), { nullable: false }),
  document: column(sa.JSON<{ a: number[] }>(), { nullable: false }),
  binaryDocument: column('binary_document', sa.JSONB<{ a: number[] }>(), { nullable: false }),
  list: column(sa.Array(sa.Text), { nullable: false }),
  nothing: column(sa.Integer),
});
type Model = typeof Everything;

const same = {
  id: 1,
  small: 2,
  float: 1.5,
  double: 2.5,
  text: 'text',
  code: 'ab',
  words: ['a', 'b'],
  nothing: null,
} as const;
const alike = {
  time: '04:05:06',
  state: 'on',
  bytes: Buffer.from([1, 2]),
} as const;
const day = new Date(2024, 1, 3);
const at = new Date(2024, 1, 3, 4, 5, 6);
const document = { a: [1] };
const uuid = '00112233-4455-6677-8899-aabbccddeeff';
const shortUuid = '00112233445566778899aabbccddeeff';
const json = '{"a":[1]}';

/** What is written, and what the driver must give back for it. The compiler holds both to the types of the row. */
const written = {
  sqlite: {
    uuid: shortUuid,
    ...same,
    ...alike,
    big: 5n,
    price: 1.5,
    boolean: 1,
    day: '2024-02-03',
    at: 'noon',
    document: json,
    binary_document: json,
    list: '["x"]',
  } satisfies sa.InferInsert<Model, 'sqlite'>,
  postgresql: {
    uuid,
    ...same,
    ...alike,
    big: 5n,
    price: 1.5,
    boolean: true,
    day: '2024-02-03',
    at,
    document,
    binary_document: json,
    list: ['x'],
  } satisfies sa.InferInsert<Model, 'postgresql'>,
  mysql: {
    uuid: shortUuid,
    ...same,
    ...alike,
    big: 5n,
    price: '1.5',
    boolean: true,
    day: '2024-02-03',
    at,
    document: json,
    binary_document: json,
    list: '["x"]',
  } satisfies sa.InferInsert<Model, 'mysql'>,
  mariadb: {
    uuid,
    ...same,
    ...alike,
    big: 5n,
    price: 1.5,
    boolean: 1,
    day: '2024-02-03',
    at,
    document: json,
    binary_document: json,
    list: '["x"]',
  } satisfies sa.InferInsert<Model, 'mariadb'>,
};
const read = {
  sqlite: {
    uuid: shortUuid,
    ...same,
    ...alike,
    big: 5,
    price: 1.5,
    boolean: 1,
    day: '2024-02-03',
    at: 'noon',
    document: json,
    binary_document: json,
    list: '["x"]',
  } satisfies sa.InferRow<Model, 'sqlite'>,
  postgresql: {
    uuid,
    ...same,
    ...alike,
    big: '5',
    price: '1.50',
    boolean: true,
    day,
    at,
    document,
    binary_document: document,
    list: ['x'],
  } satisfies sa.InferRow<Model, 'postgresql'>,
  mysql: {
    uuid: shortUuid,
    ...same,
    ...alike,
    big: 5,
    price: '1.50',
    boolean: 1,
    day,
    at,
    document,
    binary_document: document,
    list: ['x'],
  } satisfies sa.InferRow<Model, 'mysql'>,
  mariadb: {
    uuid,
    ...same,
    ...alike,
    big: 5,
    price: '1.50',
    boolean: 1,
    day,
    at,
    document,
    binary_document: document,
    list: ['x'],
  } satisfies sa.InferRow<Model, 'mariadb'>,
};

/** Inserts a row past Athanor, through the driver as users have it, and reads it back. */
async function throughDriver(url: string, row: object): Promise<unknown> {
  const [columns, values] = [Object.keys(row), Object.values(row)];
  const quote = url.startsWith('m') ? '`' : '"';
  const names = columns.map((name) => `${quote}${name}${quote}`);
  if (url.startsWith('sqlite')) {
    const database = new Sqlite(url.slice('sqlite:///'.length));
    database.prepare(`INSERT INTO everything (${names}) VALUES (${columns.map(() => '?')})`).run(...values);
    return database.prepare('SELECT * FROM everything').get();
  }
  if (url.startsWith('postgres')) {
    const client = new pg.Client(url);
    await client.connect();
    await client.query(`INSERT INTO everything (${names}) VALUES (${columns.map((_, i) => `$${i + 1}`)})`, values);
    const { rows } = await client.query('SELECT * FROM everything');
    await client.end();
    return rows[0];
  }
  const connection = await mysql.createConnection(url.replace(/^mariadb:/, 'mysql:'));
  await connection.query(`INSERT INTO everything (${names}) VALUES (${columns.map(() => '?')})`, values);
  const [rows] = await connection.query('SELECT * FROM everything');
  await connection.end();
  return (rows as readonly unknown[])[0];
}

for (const server of servers) {
  describeOn(server, () => {
    it('returns and takes the values that the types of a row say', async () => {
      const database = await emptyDatabase(server);
      try {
        await Base.metadata.createAll(database.url);
        const { dialect } = server;
        const row = await throughDriver(database.url, sa.encodeRow(Everything, written[dialect] as object, dialect));
        expect(sa.decodeRow(Everything, row as object, dialect)).toEqual(read[dialect]);
      } finally {
        await database.drop();
      }
    });
  });
}
