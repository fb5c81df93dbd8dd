import { type AnyMetaData, toSchema } from 'athanor';
import { describe, expect, it } from 'vitest';
import * as associationObject from '../../fixtures/models/association-object.ts';
import * as blog from '../../fixtures/models/blog.ts';
import * as kitchenSink from '../../fixtures/models/kitchen-sink.ts';
import * as mixins from '../../fixtures/models/mixins.ts';
import * as mysqlTypes from '../../fixtures/models/mysql-types.ts';
import * as postgresqlTypes from '../../fixtures/models/postgresql-types.ts';
import * as several from '../../fixtures/models/several-bases.ts';
import * as shop from '../../fixtures/models/shop.ts';
import * as social from '../../fixtures/models/social.ts';
import * as sqliteTypes from '../../fixtures/models/sqlite-types.ts';
import * as trees from '../../fixtures/models/trees.ts';

const models: Readonly<Record<string, AnyMetaData | readonly AnyMetaData[]>> = {
  'association-object': associationObject.Base.metadata,
  blog: blog.Base.metadata,
  'kitchen-sink': kitchenSink.Base.metadata,
  mixins: mixins.Base.metadata,
  'mysql-types': mysqlTypes.Base.metadata,
  'postgresql-types': postgresqlTypes.Base.metadata,
  'several-bases': [several.Base.metadata, several.AnalyticsBase.metadata, several.shared.metadata],
  shop: shop.Base.metadata,
  social: social.Base.metadata,
  'sqlite-types': sqliteTypes.Base.metadata,
  trees: trees.Base.metadata,
};

/** JSON with one line for every column, constraint and index, so that people can read it. */
function printed(value: object, indent = ''): string {
  if (indent.length === 8) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const inner = `${indent}  `;
  const parts = Object.entries(value).map(([key, part]) => {
    const text = typeof part === 'object' ? printed(part, inner) : JSON.stringify(part);
    return `${inner}${isList ? '' : `${JSON.stringify(key)}: `}${text}`;
  });
  const [open, close] = isList ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

describe('the schema of declared tables', () => {
  it.each(Object.entries(models))('is data, the same every time: %s', async (name, metadata) => {
    const schema = toSchema(metadata);
    expect(toSchema(metadata)).toEqual(schema);
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    await expect(`${printed(schema)}\n`).toMatchFileSnapshot(`schemas/${name}.json.snap`);
  });
});
