import { UnsupportedOperation } from '../../../errors.ts';
import type { Operation } from '../../../operations/operation.ts';
import type { SchemaObject } from '../../../schema/objects/object.ts';
import { objectLabel } from '../../../schema/objects/object-name.ts';
import type { Schema } from '../../../schema/schema.ts';
import { nameOf, tableLabel } from '../../../schema/table-name.ts';
import type { Server } from '../../dialect.ts';
import { canonicalName } from '../canonical-name.ts';
import { formatType } from '../types.ts';
import { canonicalPart } from './domain.ts';
import { canonicalTypeName, spellName } from './type-name.ts';

type Named = Operation<'dropObject'>['object'];

const kinds: ReadonlySet<string> = new Set(['domain', 'compositeType', 'rangeType']);

/** Whether an operation needs to know which columns there are, to refuse what would lose their values. */
export const concernsUserTypes = (operation: Operation): boolean =>
  (operation.kind === 'dropObject' && kinds.has(operation.object.kind)) ||
  (operation.kind === 'alterObject' && kinds.has(operation.to.kind));

/**
 * Columns hold values of a type that is to go, be it for good or to be made anew. The server refuses that, unless it may drop
 * the columns, too.
 *
 * @throws UnsupportedOperation
 */
export function refuseDropUnderColumns(object: Named, schema: Schema, server: Server): void {
  if (!kinds.has(object.kind)) return;
  const columns = columnsOf(object, schema, server);
  if (columns.length === 0) return;
  throw new UnsupportedOperation(
    `${objectLabel(object)} cannot be dropped while columns have it: ${columns.join(', ')}`,
    {
      hint: 'give the columns another type first; where the type itself is to change, declare its new form under a new name and move the columns over',
    },
  );
}

/**
 * PostgreSQL does not change the type of an attribute while a column holds values of the composite type.
 *
 * @throws UnsupportedOperation
 */
export function refuseChangeUnderColumns(from: SchemaObject, to: SchemaObject, schema: Schema, server: Server): void {
  if (from.kind !== 'compositeType' || to.kind !== 'compositeType') return;
  const types = new Map(from.attributes.map(({ name, type }) => [name, canonicalPart(type, server)]));
  const retyped = to.attributes.find(({ name, type }) => {
    const before = types.get(name);
    return before !== undefined && JSON.stringify(before) !== JSON.stringify(canonicalPart(type, server));
  });
  const columns = retyped === undefined ? [] : columnsOf(to, schema, server);
  if (retyped === undefined || columns.length === 0) return;
  throw new UnsupportedOperation(
    `the type of attribute ${retyped.name} of ${objectLabel(to)} cannot change while columns have it: ${columns.join(', ')}`,
    { hint: 'add an attribute under a new name, fill it, and drop the old one; or move the columns to a new type' },
  );
}

/** The columns whose type is this one, or an array of it. */
function columnsOf(object: Named, schema: Schema, server: Server): readonly string[] {
  const { name, schema: space } = canonicalName(nameOf(object), server);
  const spelling = [...(space === undefined ? [] : [space]), name].map(spellName).join('.');
  return schema.tables.flatMap((table) =>
    table.columns.flatMap((column) =>
      canonicalTypeName(formatType(column.type), server).replace(/(?:\[\])+$/, '') === spelling
        ? [`${tableLabel(table)}.${column.name}`]
        : [],
    ),
  );
}
