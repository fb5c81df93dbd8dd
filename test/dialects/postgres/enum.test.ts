import { expect, it } from 'vitest';
import type { Column } from '../../../src/schema/column.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { EnumType } from '../../../src/schema/type.ts';
import { difference, reflect, run } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';
import { type Change, proveChange } from './there-and-back.ts';

const mood = (values: readonly string[], rest: Partial<EnumType> = {}): EnumType => ({
  type: 'Enum',
  values,
  name: 'mood',
  ...rest,
});

/** Every way in which columns lean on an enum: alone, with a default, in an array, indexed, checked, in a second table. */
function everywhere(type: EnumType, kept: string): Schema {
  const id: Column = { name: 'id', type: { type: 'Integer' }, nullable: false };
  return {
    tables: [
      {
        name: 't',
        columns: [
          id,
          { name: 'plain', type },
          { name: 'held', type, nullable: false, serverDefault: kept },
          { name: 'list', type: { type: 'Array', item: type }, serverDefault: '{}' },
          {
            name: 'is_kept',
            type: { type: 'Boolean' },
            computed: { expression: `plain = '${kept}'`, persisted: true },
          },
        ],
        constraints: [
          { kind: 'unique', name: 'u', columns: ['plain', 'id'] },
          { kind: 'check', name: 'k', expression: `held = '${kept}' OR plain IS NULL OR id > 0` },
        ],
        indexes: [
          { name: 'i', columns: ['plain'] },
          { name: 'partial', columns: ['id'], where: `held = '${kept}'`, comment: 'hot' },
          { name: 'on_computed', columns: ['is_kept'] },
        ],
      },
      { name: 'other', columns: [id, { name: 'plain', type, serverDefault: { text: `'${kept}'::mood` } }] },
    ],
  };
}

const lists: readonly (readonly string[])[] = [
  ['ok'],
  ['ok', 'sad'],
  ['sad', 'ok'],
  ['new', 'ok', 'sad'],
  ['ok', 'new', 'sad', "it's"],
  ['a', 'b', 'ok', 'c'],
];

const pairs = lists.flatMap((from) =>
  lists.filter((to) => to !== from).map((to) => ({ name: `${from.join()} to ${to.join()}`, from, to })),
);

const hinted: readonly Change[] = [
  {
    name: 'a value is renamed in place',
    from: everywhere(mood(['ok', 'sad']), 'ok'),
    to: everywhere(mood(['fine', 'sad'], { renamedFrom: { fine: 'ok' } }), 'fine'),
    rows: "INSERT INTO t VALUES (1, 'ok', 'sad', '{ok,sad}')",
    after: ['SELECT plain, list::text FROM t', [{ plain: 'fine', list: '{fine,sad}' }]],
    back: ['SELECT plain, list::text FROM t', [{ plain: 'ok', list: '{ok,sad}' }]],
    statements: /RENAME VALUE 'ok' TO 'fine'/,
  },
  {
    name: 'a value is renamed, another goes, a third comes',
    from: everywhere(mood(['ok', 'sad', 'gone']), 'ok'),
    to: everywhere(mood(['new', 'fine', 'sad'], { renamedFrom: { fine: 'ok' } }), 'fine'),
    rows: "INSERT INTO t VALUES (1, 'ok', 'sad', '{ok,sad}')",
    after: ['SELECT plain, held, list::text FROM t', [{ plain: 'fine', held: 'sad', list: '{fine,sad}' }]],
    back: ['SELECT plain, held, list::text FROM t', [{ plain: 'ok', held: 'sad', list: '{ok,sad}' }]],
  },
];

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it.each(pairs)('the values $name, wherever they are used', async ({ name, from, to }) => {
      await proveChange(database(), {
        name,
        from: everywhere(mood(from), 'ok'),
        to: everywhere(mood(to), 'ok'),
        rows: "INSERT INTO t VALUES (1, 'ok', 'ok', '{ok}'), (2, NULL, DEFAULT, DEFAULT); INSERT INTO other VALUES (1)",
        after: [
          'SELECT plain, held, list::text FROM t ORDER BY id',
          [
            { plain: 'ok', held: 'ok', list: '{ok}' },
            { plain: null, held: 'ok', list: '{}' },
          ],
        ],
        back: ['SELECT plain FROM other', [{ plain: 'ok' }]],
      });
    });

    it.each(hinted)('$name', (change) => proveChange(database(), change));

    it('the type comes with its first column and goes with its last one', async () => {
      const { connection } = database();
      const types = async (): Promise<number> =>
        (await connection.query("SELECT FROM pg_type WHERE typname = 'mood'")).length;
      const column = { name: 'm', type: mood(['ok']) };
      await connection.execute('CREATE TABLE t (); CREATE TABLE u ()');
      await run(database(), [{ kind: 'addColumn', table: 't', column }]);
      await run(database(), [{ kind: 'addColumn', table: 'u', column }]);
      await run(database(), [{ kind: 'dropColumn', table: 't', column: { name: 'm' } }]);
      expect(await types()).toBe(1);
      await run(database(), [{ kind: 'dropTable', table: { name: 'u' } }]);
      expect(await types()).toBe(0);
    });

    it('a type that something else uses stays', async () => {
      const { connection } = database();
      await run(database(), [
        { kind: 'createTable', table: { name: 't', columns: [{ name: 'm', type: mood(['ok']) }] } },
      ]);
      await connection.execute('CREATE FUNCTION f(m mood) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$');
      await run(database(), [{ kind: 'dropTable', table: { name: 't' } }]);
      const enums = (await reflect(database())).objects?.filter(({ kind }) => kind === 'enum');
      expect(enums).toEqual([{ kind: 'enum', name: 'mood', values: ['ok'] }]);
    });

    it('a value that is used in the same list is committed before', async () => {
      const { connection, dialect } = database();
      const [from, to] = [mood(['ok']), mood(['ok', 'new'])];
      await run(database(), [{ kind: 'createTable', table: { name: 't', columns: [{ name: 'm', type: from }] } }]);
      const alter = {
        kind: 'alterColumn',
        table: 't',
        from: { name: 'm', type: from },
        to: { name: 'm', type: to },
      } as const;
      const insert = { kind: 'bulkInsert', table: 't', rows: [{ m: 'new' }] } as const;
      const schema = await reflect(database());
      const [added] = dialect.compile([alter], schema, connection.server);
      expect(added).toEqual({ sql: `ALTER TYPE "mood" ADD VALUE 'new' AFTER 'ok'`, operation: 0 });
      expect(dialect.compile([alter, insert], schema, connection.server)[0]).toEqual({
        ...added,
        transaction: 'outside',
      });
      await run(database(), [alter, insert]);
      expect(await connection.query('SELECT m FROM t')).toEqual([{ m: 'new' }]);
    });

    it('an enum that was made by hand serves the column that asks for it', async () => {
      const { connection } = database();
      await connection.execute("CREATE TYPE mood AS ENUM ('ok')");
      const to: Schema = { tables: [{ name: 't', columns: [{ name: 'm', type: mood(['ok', 'new']) }] }] };
      await run(database(), (await difference(database(), await reflect(database()), to)).operations);
      expect((await difference(database(), await reflect(database()), to)).operations).toEqual([]);
    });

    it('a row that holds a value which goes stops the change', async () => {
      const to = everywhere(mood(['sad']), 'sad');
      await run(
        database(),
        (await difference(database(), await reflect(database()), everywhere(mood(['ok', 'sad']), 'ok'))).operations,
      );
      await database().connection.execute("INSERT INTO t VALUES (1, 'ok', 'sad')");
      const before = await reflect(database());
      const { operations } = await difference(database(), before, to);
      await expect(run(database(), operations)).rejects.toThrow('invalid input value for enum mood: "ok"');
      expect(await reflect(database())).toEqual(before);
    });
  });
}
