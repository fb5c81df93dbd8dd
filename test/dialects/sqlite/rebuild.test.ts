import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/dialects/dialect.ts';
import { AssertionFailed, StatementFailed } from '../../../src/dialects/errors.ts';
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import type { Column } from '../../../src/schema/column.ts';
import { dump, isRebuilt, migrate, openMemory, reflect } from './database.ts';

let connection: Connection;
afterEach(() => connection.close());

const text = (name: string, length: number): Column => ({ name, type: { type: 'String', length } });

/** A change of `people.name` that SQLite cannot make in place. */
const widened: Operation = { kind: 'alterColumn', table: 'people', from: text('name', 50), to: text('name', 100) };

async function rebuildPeople(...script: readonly string[]): Promise<readonly string[]> {
  connection = await openMemory(...script);
  const statements = await migrate(connection, [widened]);
  expect(isRebuilt(statements)).toBe(true);
  expect(await connection.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(await connection.query('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
  expect(await connection.query('PRAGMA legacy_alter_table')).toEqual([{ legacy_alter_table: 0 }]);
  expect(await sqlOf('people')).toContain('VARCHAR(100)');
  return statements;
}

async function sqlOf(name: string): Promise<string> {
  const [row] = await connection.query<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = '${name}'`);
  return row?.sql ?? '';
}

const rows = (sql: string): Promise<readonly unknown[]> => connection.query(sql);

describe('a rebuilt table, with foreign keys enforced,', () => {
  it('keeps the rows of children that cascade, restrict, set null or refer to themselves', async () => {
    await rebuildPeople(
      'CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50), boss INT REFERENCES people ON DELETE CASCADE)',
      'CREATE TABLE a (person INT REFERENCES people ON DELETE CASCADE)',
      'CREATE TABLE b (person INT REFERENCES people(id) ON DELETE RESTRICT)',
      'CREATE TABLE c (person INT REFERENCES people ON DELETE SET NULL ON UPDATE CASCADE)',
      "INSERT INTO people VALUES (1, 'Ann', NULL), (2, 'Bob', 1)",
      'INSERT INTO a VALUES (1), (2)',
      'INSERT INTO b VALUES (1), (2)',
      'INSERT INTO c VALUES (1), (2)',
    );
    expect(await rows('SELECT * FROM people')).toEqual([
      { id: 1, name: 'Ann', boss: null },
      { id: 2, name: 'Bob', boss: 1 },
    ]);
    for (const child of ['a', 'b', 'c']) {
      expect(await rows(`SELECT person FROM ${child}`)).toEqual([{ person: 1 }, { person: 2 }]);
      expect(await sqlOf(child)).toMatch(/REFERENCES people/);
    }
    await connection.execute('DELETE FROM b');
    await connection.execute('DELETE FROM people WHERE id = 1');
    expect(await rows('SELECT count(*) AS n FROM people')).toEqual([{ n: 0 }]);
    expect(await rows('SELECT person FROM c')).toEqual([{ person: null }, { person: null }]);
  });

  it('keeps its triggers, and triggers of other tables and of views that name it', async () => {
    await rebuildPeople(
      'CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50))',
      'CREATE TABLE log (line TEXT)',
      'CREATE VIEW named AS SELECT id, name FROM people WHERE name IS NOT NULL',
      "CREATE TRIGGER own AFTER INSERT ON people BEGIN INSERT INTO log VALUES ('new ' || NEW.name); END",
      'CREATE TRIGGER other AFTER DELETE ON log BEGIN DELETE FROM people WHERE name = OLD.line; END',
      'CREATE TRIGGER instead INSTEAD OF INSERT ON named BEGIN INSERT INTO people (name) VALUES (NEW.name); END',
    );
    await connection.execute("INSERT INTO named (name) VALUES ('Ann')");
    expect(await rows('SELECT line FROM log')).toEqual([{ line: 'new Ann' }]);
    await connection.execute("INSERT INTO log VALUES ('Ann')");
    await connection.execute("DELETE FROM log WHERE line = 'Ann'");
    expect(await rows('SELECT * FROM people')).toEqual([]);
  });

  it('keeps views on it, and views on those', async () => {
    await rebuildPeople(
      'CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50))',
      'CREATE VIEW names AS SELECT name FROM people',
      'CREATE VIEW long_names AS SELECT * FROM names WHERE length(name) > 3',
      "INSERT INTO people VALUES (1, 'Ann'), (2, 'Robert')",
    );
    expect(await rows('SELECT * FROM long_names')).toEqual([{ name: 'Robert' }]);
  });

  it('goes on counting from the highest number that AUTOINCREMENT ever gave', async () => {
    await rebuildPeople(
      'CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50))',
      "INSERT INTO people VALUES (1, 'Ann'), (7, 'Bob')",
      'DELETE FROM people WHERE id = 7',
    );
    await connection.execute("INSERT INTO people (name) VALUES ('Cid')");
    expect(await rows('SELECT max(id) AS id FROM people')).toEqual([{ id: 8 }]);
    expect(await rows('SELECT * FROM sqlite_sequence')).toEqual([{ name: 'people', seq: 8 }]);
  });

  it('goes on counting when all rows are gone', async () => {
    await rebuildPeople(
      'CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50))',
      "INSERT INTO people VALUES (7, 'Bob')",
      'DELETE FROM people',
    );
    await connection.execute("INSERT INTO people (name) VALUES ('Cid')");
    expect(await rows('SELECT id FROM people')).toEqual([{ id: 8 }]);
  });

  it('keeps the rowids that no column shows, and so full-text indexes over it', async () => {
    await rebuildPeople(
      'CREATE TABLE people (name VARCHAR(50))',
      "CREATE VIRTUAL TABLE search USING fts5(name, content='people')",
      "INSERT INTO people (rowid, name) VALUES (5, 'Ann'), (9, 'Bob')",
      "INSERT INTO search(search) VALUES ('rebuild')",
      'DELETE FROM people WHERE rowid = 5',
    );
    expect(await rows('SELECT rowid, name FROM people')).toEqual([{ rowid: 9, name: 'Bob' }]);
    expect(await rows("SELECT name FROM search('bob')")).toEqual([{ name: 'Bob' }]);
  });

  it('keeps the rowids where columns are called rowid and oid', async () => {
    await rebuildPeople(
      'CREATE TABLE people (name VARCHAR(50), rowid TEXT, OID TEXT)',
      "INSERT INTO people (_rowid_, name, rowid) VALUES (5, 'Ann', 'x')",
    );
    expect(await rows('SELECT _rowid_ AS id, name, "rowid" FROM people')).toEqual([{ id: 5, name: 'Ann', rowid: 'x' }]);
  });

  it('stays STRICT', async () => {
    connection = await openMemory(
      'CREATE TABLE people (id INTEGER PRIMARY KEY, age INT, size REAL, photo BLOB, extra ANY, name TEXT) STRICT',
      "INSERT INTO people VALUES (1, 2, 3.5, x'00', 'x', 'Ann')",
    );
    const before = await reflect(connection);
    const name: Column = { name: 'name', type: { type: 'Text' } };
    await migrate(connection, [
      { kind: 'alterColumn', table: 'people', from: name, to: { ...name, nullable: false, serverDefault: 'none' } },
    ]);
    expect(await sqlOf('people')).toMatch(/"age" INT,.*"size" REAL,.*"photo" BLOB,.*"extra" ANY,.*STRICT$/s);
    await expect(connection.execute("INSERT INTO people (age) VALUES ('x')")).rejects.toThrow(/cannot store TEXT/);
    await migrate(connection, [
      { kind: 'alterColumn', table: 'people', from: { ...name, nullable: false, serverDefault: 'none' }, to: name },
    ]);
    expect(await reflect(connection)).toEqual(before);
  });

  it('stays WITHOUT ROWID, with the order of its key', async () => {
    await rebuildPeople(
      'CREATE TABLE people (a TEXT, b INT, name VARCHAR(50), PRIMARY KEY (a COLLATE NOCASE, b DESC)) WITHOUT ROWID',
      "INSERT INTO people VALUES ('x', 1, 'Ann'), ('x', 2, 'Bob')",
    );
    expect(await sqlOf('people')).toMatch(/PRIMARY KEY \("a" COLLATE "NOCASE", "b" DESC\)\n\) WITHOUT ROWID$/);
    expect(await rows('SELECT b FROM people')).toEqual([{ b: 2 }, { b: 1 }]);
    await expect(connection.execute("INSERT INTO people (a, b) VALUES ('X', 1)")).rejects.toThrow(/UNIQUE/);
  });

  it('keeps generated columns, stored and virtual', async () => {
    await rebuildPeople(
      `CREATE TABLE people (name VARCHAR(50), n INT, twice INT GENERATED ALWAYS AS (n * 2) STORED,
         thrice INT AS (n * 3), CONSTRAINT u UNIQUE (twice), CHECK (thrice < 100))`,
      "INSERT INTO people VALUES ('Ann', 4)",
    );
    expect(await rows('SELECT * FROM people')).toEqual([{ name: 'Ann', n: 4, twice: 8, thrice: 12 }]);
    expect(await sqlOf('people')).toMatch(/\(n \* 2\) STORED,.*\(n \* 3\) VIRTUAL,/s);
  });

  it('keeps checks without a name, beside columns and of the table', async () => {
    await rebuildPeople(
      `CREATE TABLE people (name VARCHAR(50) CHECK (length(name) > 1 /* ) */), n INT CHECK(n>0) CHECK(n<9),
         CHECK (n <> 5), CONSTRAINT named CHECK (n <> 6))`,
    );
    for (const values of ["('A', 1)", "('Ann', 0)", "('Ann', 9)", "('Ann', 5)", "('Ann', 6)"]) {
      await expect(connection.execute(`INSERT INTO people VALUES ${values}`)).rejects.toThrow(/CHECK/);
    }
  });

  it('keeps partial, expression, descending and collated indexes', async () => {
    await rebuildPeople(
      'CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50), n INT)',
      'CREATE UNIQUE INDEX partial ON people (name) WHERE n IS NOT NULL AND n > 3',
      "CREATE INDEX expression ON people (lower(name) || 'x', n DESC)",
      'CREATE INDEX collated ON people (name COLLATE NOCASE DESC, (n + 1) DESC)',
    );
    expect(await rows('SELECT name, partial, "unique" FROM pragma_index_list(\'people\') ORDER BY name')).toEqual([
      { name: 'collated', partial: 0, unique: 0 },
      { name: 'expression', partial: 0, unique: 0 },
      { name: 'partial', partial: 1, unique: 1 },
    ]);
    expect(await rows("SELECT cid, desc, coll FROM pragma_index_xinfo('collated') WHERE key")).toEqual([
      { cid: 1, desc: 1, coll: 'NOCASE' },
      { cid: -2, desc: 1, coll: 'BINARY' },
    ]);
    expect(await rows("SELECT desc FROM pragma_index_xinfo('expression') WHERE key")).toEqual([
      { desc: 0 },
      { desc: 1 },
    ]);
  });

  it('keeps collations, conflict clauses and deferrable foreign keys', async () => {
    await rebuildPeople(
      'CREATE TABLE teams (id INTEGER PRIMARY KEY)',
      `CREATE TABLE people (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, name VARCHAR(50),
         nick TEXT COLLATE NOCASE UNIQUE ON CONFLICT IGNORE, n INT NOT NULL ON CONFLICT FAIL, team INT CONSTRAINT belongs REFERENCES teams DEFERRABLE INITIALLY DEFERRED,
         UNIQUE (n COLLATE BINARY, team) ON CONFLICT ROLLBACK)`,
      "INSERT INTO people (nick, n) VALUES ('Ann', 1)",
    );
    expect(await connection.execute("INSERT INTO people (nick, n) VALUES ('ANN', 2)")).toBe(0);
    const sql = await sqlOf('people');
    expect(sql).toContain('PRIMARY KEY ON CONFLICT REPLACE');
    expect(sql).toContain('NOT NULL ON CONFLICT FAIL');
    expect(sql).toContain('ON CONFLICT ROLLBACK');
    expect(sql).toContain(
      'CONSTRAINT "belongs" FOREIGN KEY ("team") REFERENCES "teams" ("id") DEFERRABLE INITIALLY DEFERRED',
    );
    await connection.begin();
    await connection.execute("INSERT INTO people (name, n, team) VALUES ('Bob', 3, 77)");
    await expect(connection.commit()).rejects.toThrow(/FOREIGN KEY/);
    await connection.rollback();
  });

  it('keeps INTEGER PRIMARY KEY DESC, which is no rowid', async () => {
    await rebuildPeople('CREATE TABLE people (id INTEGER PRIMARY KEY DESC, name VARCHAR(50))');
    await connection.execute("INSERT INTO people (name) VALUES ('Ann')");
    expect(await rows('SELECT id, rowid FROM people')).toEqual([{ id: null, rowid: 1 }]);
  });

  it('keeps text in double quotes as text', async () => {
    connection = await openMemory('CREATE TABLE people (name VARCHAR(50) DEFAULT "none", n INT DEFAULT plain)');
    await migrate(connection, [
      {
        kind: 'alterColumn',
        table: 'people',
        from: { ...text('name', 50), serverDefault: 'none' },
        to: { ...text('name', 100), serverDefault: 'none' },
      },
    ]);
    await connection.execute('INSERT INTO people DEFAULT VALUES');
    expect(await rows('SELECT * FROM people')).toEqual([{ name: 'none', n: 'plain' }]);
  });

  it('is left by later rebuilds as it was: nothing is lost bit by bit', async () => {
    connection = await openMemory(
      'CREATE TABLE teams (id INTEGER PRIMARY KEY)',
      `CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50) DEFAULT 'x''y' COLLATE RTRIM, n DECIMAL(10,2) CHECK (n > 0),
         made TIMESTAMP DEFAULT CURRENT_TIMESTAMP, day TEXT DEFAULT (date('now')), team INT REFERENCES teams ON DELETE SET DEFAULT,
         UNIQUE (name, n))`,
      'CREATE INDEX ix ON people (n) WHERE n > 3',
    );
    const before = await reflect(connection);
    const name = before.tables[1]?.columns[1] as Column;
    for (const length of [60, 70, 50]) {
      await migrate(connection, [
        { kind: 'alterColumn', table: 'people', from: name, to: { ...name, type: { type: 'String', length } } },
      ]);
    }
    expect(await reflect(connection)).toEqual(before);
  });
});

describe('one rebuild', () => {
  it('does all changes of a table, and carries renamed columns over', async () => {
    connection = await openMemory(
      'CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50), old INT, n INT, CHECK (n > 0))',
      'CREATE INDEX ix ON people (n) WHERE n > 1',
      'CREATE TABLE pets (owner_n INT, owner INT REFERENCES people(id))',
      'CREATE VIEW v AS SELECT n FROM people',
      'CREATE TRIGGER t AFTER UPDATE OF n ON people BEGIN UPDATE pets SET owner_n = NEW.n WHERE owner = NEW.id; END',
      "INSERT INTO people VALUES (1, 'Ann', 2, 3)",
      'INSERT INTO pets VALUES (0, 1)',
    );
    const statements = await migrate(connection, [
      { kind: 'renameTable', from: 'people', to: 'persons' },
      { kind: 'dropColumn', table: 'persons', column: { name: 'old' } },
      { kind: 'renameColumn', table: 'persons', from: 'n', to: 'number' },
      { kind: 'alterColumn', table: 'persons', from: text('name', 50), to: text('name', 100) },
      { kind: 'renameColumn', table: 'persons', from: 'name', to: 'full name' },
      {
        kind: 'addColumn',
        table: 'persons',
        column: { name: 'n', type: { type: 'Integer' }, nullable: false, serverDefault: 7 },
      },
      {
        kind: 'addConstraint',
        table: 'persons',
        constraint: { kind: 'check', name: 'small', expression: 'number < 100 AND n < 100' },
      },
      { kind: 'createIndex', table: 'persons', index: { name: 'ix_full', columns: ['full name'] } },
    ]);
    expect(statements.filter((sql) => sql.startsWith('PRAGMA legacy_alter_table = ON'))).toHaveLength(1);
    expect(await rows('SELECT * FROM persons')).toEqual([{ id: 1, 'full name': 'Ann', number: 3, n: 7 }]);
    await connection.execute('UPDATE persons SET number = 9');
    expect(await rows('SELECT * FROM pets')).toEqual([{ owner_n: 9, owner: 1 }]);
    expect(await rows('SELECT number FROM v')).toEqual([{ number: 9 }]);
    await expect(connection.execute('UPDATE persons SET number = 0')).rejects.toThrow(/CHECK/);
    await expect(connection.execute('UPDATE persons SET n = 100')).rejects.toThrow(/small/);
  });

  it('swaps the names of two columns', async () => {
    connection = await openMemory(
      'CREATE TABLE people (name VARCHAR(50), a INT, b INT, CHECK (a < b))',
      "INSERT INTO people VALUES ('Ann', 1, 2)",
    );
    await migrate(connection, [
      { kind: 'renameColumn', table: 'people', from: 'a', to: 'between' },
      { kind: 'renameColumn', table: 'people', from: 'b', to: 'a' },
      widened,
      { kind: 'renameColumn', table: 'people', from: 'between', to: 'b' },
    ]);
    expect(await rows('SELECT * FROM people')).toEqual([{ name: 'Ann', b: 1, a: 2 }]);
    expect(await sqlOf('people')).toContain('CHECK ("b" < "a")');
  });

  it('gives a column that is dropped and added again new values', async () => {
    connection = await openMemory(
      'CREATE TABLE people (name VARCHAR(50), n INT)',
      "INSERT INTO people VALUES ('Ann', 1)",
    );
    await migrate(connection, [
      { kind: 'dropColumn', table: 'people', column: { name: 'n' } },
      { kind: 'addColumn', table: 'people', column: { name: 'n', type: { type: 'Integer' }, serverDefault: 5 } },
    ]);
    expect(await rows('SELECT * FROM people')).toEqual([{ name: 'Ann', n: 5 }]);
  });

  it('swaps the names of two tables, with their children', async () => {
    connection = await openMemory(
      'CREATE TABLE a (id INTEGER PRIMARY KEY, x VARCHAR(5))',
      'CREATE TABLE b (id INTEGER PRIMARY KEY, y VARCHAR(5))',
      'CREATE TABLE c (a INT REFERENCES a, b INT REFERENCES b ON DELETE CASCADE)',
      "INSERT INTO a VALUES (1, 'a')",
      "INSERT INTO b VALUES (2, 'b')",
      'INSERT INTO c VALUES (1, 2)',
    );
    await migrate(connection, [
      { kind: 'renameTable', from: 'a', to: 'between' },
      { kind: 'renameTable', from: 'b', to: 'a' },
      { kind: 'alterColumn', table: 'a', from: text('y', 5), to: text('y', 6) },
      { kind: 'renameTable', from: 'between', to: 'b' },
    ]);
    expect(await rows('SELECT * FROM a')).toEqual([{ id: 2, y: 'b' }]);
    expect(await rows('SELECT * FROM b')).toEqual([{ id: 1, x: 'a' }]);
    expect(await rows('SELECT "table", "from" FROM pragma_foreign_key_list(\'c\') ORDER BY "from"')).toEqual([
      { table: 'b', from: 'a' },
      { table: 'a', from: 'b' },
    ]);
  });

  it('renames the values of an enum in the rows', async () => {
    const from: Column = {
      name: 'status',
      type: { type: 'Enum', values: ['active', 'off'], name: 'status', createConstraint: true },
    };
    const to: Column = {
      name: 'status',
      type: {
        type: 'Enum',
        values: ['active', 'banned', "o'k"],
        name: 'status',
        createConstraint: true,
        renamedFrom: { banned: 'off' },
      },
    };
    connection = await openMemory();
    await migrate(connection, [{ kind: 'createTable', table: { name: 'people', columns: [from] } }]);
    await connection.execute("INSERT INTO people VALUES ('active'), ('off'), (NULL)");
    await migrate(connection, [{ kind: 'alterColumn', table: 'people', from, to }]);
    expect(await rows('SELECT * FROM people')).toEqual([{ status: 'active' }, { status: 'banned' }, { status: null }]);
    expect(await sqlOf('people')).toContain(`CHECK ("status" IN ('active', 'banned', 'o''k'))`);
    await expect(migrate(connection, [{ kind: 'alterColumn', table: 'people', from: to, to: from }])).rejects.toThrow(
      "people.status holds values other than 'active', 'off'",
    );
  });

  it('drops constraints that have no name, found by what they are', async () => {
    connection = await openMemory(
      'CREATE TABLE teams (id INTEGER PRIMARY KEY)',
      'CREATE TABLE people (a INT UNIQUE, b INT CHECK (b > 0), c INT REFERENCES teams, d INT PRIMARY KEY)',
    );
    const people = (await reflect(connection)).tables[1];
    const constraints = people?.constraints ?? [];
    expect(constraints).toHaveLength(4);
    await migrate(
      connection,
      constraints.map((constraint) => ({ kind: 'dropConstraint', table: 'people', constraint })),
    );
    expect((await reflect(connection)).tables[1]?.constraints).toBeUndefined();
  });
});

interface Failure {
  readonly name: string;
  readonly script: readonly string[];
  readonly operations: readonly Operation[];
  readonly message: string | RegExp;
}

const required: Operation = {
  ...widened,
  to: { ...text('name', 50), nullable: false },
} as Operation;

const failures: readonly Failure[] = [
  {
    name: 'NULL in a column that is to be NOT NULL',
    script: ['CREATE TABLE people (name VARCHAR(50))', 'INSERT INTO people VALUES (NULL)'],
    operations: [required],
    message: 'people.name is NULL in some rows and cannot become NOT NULL',
  },
  {
    name: 'rows for a new column that is NOT NULL without a default',
    script: ['CREATE TABLE people (name VARCHAR(50))', "INSERT INTO people VALUES ('Ann')"],
    operations: [
      { kind: 'addColumn', table: 'people', column: { name: 'n', type: { type: 'Integer' }, nullable: false } },
    ],
    message: 'people has rows, and the new column n is NOT NULL without a default',
  },
  {
    name: 'equal rows under a new unique constraint',
    script: ['CREATE TABLE people (name VARCHAR(50))', "INSERT INTO people VALUES ('Ann'), ('Ann'), (NULL), (NULL)"],
    operations: [{ kind: 'addConstraint', table: 'people', constraint: { kind: 'unique', columns: ['name'] } }],
    message: 'rows of people are equal in name, which is to be unique',
  },
  {
    name: 'rows that a new check does not allow',
    script: ['CREATE TABLE people (n INT)', 'INSERT INTO people VALUES (-1)'],
    operations: [
      { kind: 'addConstraint', table: 'people', constraint: { kind: 'check', name: 'positive', expression: 'n > 0' } },
    ],
    message: 'CHECK constraint failed: positive',
  },
  {
    name: 'rows without a parent under a new foreign key',
    script: [
      'CREATE TABLE teams (id INTEGER PRIMARY KEY)',
      'CREATE TABLE people (team INT)',
      'INSERT INTO people VALUES (1)',
    ],
    operations: [
      {
        kind: 'addConstraint',
        table: 'people',
        constraint: { kind: 'foreignKey', columns: ['team'], references: { table: 'teams', columns: ['id'] } },
      },
    ],
    message: 'rows of people refer to rows of teams that are not there',
  },
  {
    name: 'a view of a column that is dropped',
    script: ['CREATE TABLE people (name VARCHAR(50), n INT UNIQUE)', 'CREATE VIEW v AS SELECT n FROM people'],
    operations: [{ kind: 'dropColumn', table: 'people', column: { name: 'n' } }],
    message: /no such column: n/,
  },
  {
    name: 'a trigger of a column that is dropped',
    script: [
      'CREATE TABLE people (name VARCHAR(50), n INT UNIQUE)',
      'CREATE TABLE log (n)',
      'CREATE TRIGGER t AFTER INSERT ON people BEGIN INSERT INTO log VALUES (NEW.n); END',
    ],
    operations: [{ kind: 'dropColumn', table: 'people', column: { name: 'n' } }],
    message: /no such column: NEW.n/i,
  },
  {
    name: 'rows that refer to a table that is dropped',
    script: [
      'CREATE TABLE people (id INTEGER PRIMARY KEY)',
      'CREATE TABLE pets (owner INT REFERENCES people ON DELETE CASCADE)',
      'INSERT INTO people VALUES (1)',
      'INSERT INTO pets VALUES (1)',
    ],
    operations: [{ kind: 'dropTable', table: { name: 'people' } }],
    message: 'rows of pets refer to rows of people that are not there',
  },
  {
    name: 'an error in a later operation',
    script: [
      'CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50))',
      'CREATE TABLE pets (owner INT REFERENCES people ON DELETE CASCADE)',
      'CREATE INDEX ix ON people (name)',
      'CREATE TRIGGER t AFTER INSERT ON people BEGIN DELETE FROM pets; END',
      "INSERT INTO people VALUES (3, 'Ann')",
      'INSERT INTO pets VALUES (3)',
    ],
    operations: [widened, { kind: 'execute', sql: 'INSERT INTO nowhere VALUES (1)' }],
    message: 'no such table: nowhere',
  },
  {
    name: 'a column that was added by hand in the same revision',
    script: ['CREATE TABLE people (name VARCHAR(50))'],
    operations: [
      { kind: 'execute', sql: "WITH x AS (SELECT 1) INSERT INTO people SELECT 'a' FROM x" },
      { kind: 'execute', sql: 'ALTER TABLE people ADD COLUMN unknown INT' },
      widened,
    ],
    message: /table people has other columns than expected/,
  },
];

describe('a rebuild that fails leaves everything as it was', () => {
  it.each(failures)('for $name', async ({ script, operations, message }) => {
    connection = await openMemory(...script);
    const before = await dump(connection);
    const failure = await migrate(connection, operations).catch((error: unknown) => error);
    expect(failure instanceof AssertionFailed || failure instanceof StatementFailed).toBe(true);
    expect((failure as Error).message).toMatch(message);
    expect(await dump(connection)).toBe(before);
    expect(await rows('SELECT name FROM sqlite_temp_schema')).toEqual([]);
    expect(await rows('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
  });

  it('when foreign keys were not switched off', async () => {
    connection = await openMemory(
      'CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50))',
      'CREATE TABLE pets (owner INT REFERENCES people ON DELETE CASCADE)',
      "INSERT INTO people VALUES (1, 'Ann')",
      'INSERT INTO pets VALUES (1)',
    );
    const statements = sqlite.compile([widened], await reflect(connection), connection.server);
    await connection.begin();
    const run = async (): Promise<void> => {
      for (const { sql } of statements) await connection.execute(sql);
    };
    await expect(run()).rejects.toThrow(/foreign keys are enforced/);
    await connection.rollback();
    expect(await rows('SELECT count(*) AS n FROM pets')).toEqual([{ n: 1 }]);
  });
});

describe('dirt that was there before', () => {
  it('stops no rebuild, however the tables are called afterwards', async () => {
    connection = await openMemory(
      'PRAGMA foreign_keys = OFF',
      'CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50))',
      'CREATE TABLE pets (owner INT REFERENCES people)',
      'CREATE TABLE toys (owner INT PRIMARY KEY REFERENCES people) WITHOUT ROWID',
      'INSERT INTO pets VALUES (77)',
      'INSERT INTO toys VALUES (88)',
      'PRAGMA foreign_keys = ON',
    );
    await migrate(connection, [widened, { kind: 'renameTable', from: 'people', to: 'persons' }]);
    expect(await rows('SELECT * FROM pets')).toEqual([{ owner: 77 }]);
  });

  it('lets the missing unique constraint of a target be added', async () => {
    connection = await openMemory(
      'CREATE TABLE people (code TEXT, name VARCHAR(50))',
      'CREATE TABLE pets (owner TEXT REFERENCES people (code))',
      "INSERT INTO people VALUES ('a', 'Ann')",
    );
    await migrate(connection, [
      { kind: 'addConstraint', table: 'people', constraint: { kind: 'unique', columns: ['code'] } },
    ]);
    await connection.execute("INSERT INTO pets VALUES ('a')");
  });
});

describe('rows changed in the same run as a rebuild', () => {
  it('are looked at for missing parents, as nothing cascades meanwhile', async () => {
    connection = await openMemory(
      'CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(50))',
      'CREATE TABLE pets (owner INT REFERENCES people ON DELETE CASCADE)',
      "INSERT INTO people VALUES (1, 'Ann')",
      'INSERT INTO pets VALUES (1)',
      'CREATE TABLE other (x VARCHAR(5))',
    );
    const other: Operation = { kind: 'alterColumn', table: 'other', from: text('x', 5), to: text('x', 6) };
    await expect(migrate(connection, [other, { kind: 'execute', sql: 'DELETE FROM people' }])).rejects.toThrow(
      'rows of pets refer to rows of people that are not there',
    );
    expect(await rows('SELECT count(*) AS n FROM pets')).toEqual([{ n: 1 }]);
  });

  it('cascade as in the application when nothing is rebuilt', async () => {
    connection = await openMemory(
      'CREATE TABLE people (id INTEGER PRIMARY KEY)',
      'CREATE TABLE pets (owner INT REFERENCES people ON DELETE CASCADE)',
      'INSERT INTO people VALUES (1)',
      'INSERT INTO pets VALUES (1)',
    );
    await migrate(connection, [{ kind: 'execute', sql: 'DELETE FROM people' }]);
    expect(await rows('SELECT * FROM pets')).toEqual([]);
  });

  it('know the triggers that were made by hand before', async () => {
    connection = await openMemory('CREATE TABLE people (name VARCHAR(50))', 'CREATE TABLE log (x)');
    await migrate(connection, [
      { kind: 'execute', sql: 'CREATE TRIGGER t AFTER INSERT ON people BEGIN INSERT INTO log VALUES (1); END' },
      widened,
    ]);
    await connection.execute("INSERT INTO people VALUES ('Ann')");
    expect(await rows('SELECT * FROM log')).toEqual([{ x: 1 }]);
  });
});
