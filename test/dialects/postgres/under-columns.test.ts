import { expect, it } from 'vitest';
import { postgresql } from '../../../src/dialects/postgres/dialect.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import type { SchemaObject } from '../../../src/schema/objects/object.ts';
import type { Schema } from '../../../src/schema/schema.ts';

const email: SchemaObject = { kind: 'domain', name: 'email', type: { type: 'Text' } };
const address: SchemaObject = {
  kind: 'compositeType',
  name: 'address',
  schema: 'app',
  attributes: [{ name: 'number', type: { type: 'Integer' } }],
};
const before: Schema = {
  tables: [
    {
      name: 'users',
      columns: [
        { name: 'email', type: { type: 'custom', sql: 'public.email' } },
        { name: 'homes', type: { type: 'Array', item: { type: 'custom', sql: 'app.address' } } },
      ],
    },
  ],
  objects: [email, address],
};

const compile = (operations: readonly Operation[]): readonly string[] =>
  postgresql.compile(operations, before, postgresql.offlineServer).map(({ sql }) => sql);

it('a type is not dropped while columns have it', () => {
  expect(() => compile([{ kind: 'dropObject', object: email }])).toThrow(
    'domain email cannot be dropped while columns have it: users.email',
  );
  const dropped = { kind: 'dropColumn', table: 'users', column: { name: 'email' } } as const;
  expect(compile([dropped, { kind: 'dropObject', object: email }]).at(-1)).toBe('DROP DOMAIN "email"');
});

it('an attribute is not retyped while columns have its type', () => {
  const attributes = [{ name: 'number', type: { type: 'Text' as const } }];
  expect(() => compile([{ kind: 'alterObject', from: address, to: { ...address, attributes } }])).toThrow(
    'the type of attribute number of composite type app.address cannot change while columns have it: users.homes',
  );
});

it('what changes a type or drops it asks for the schema', () => {
  expect(postgresql.prepare([{ kind: 'dropObject', object: email }], 'none').needsSchema).toBe(true);
});
