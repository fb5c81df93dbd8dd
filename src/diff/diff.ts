import { alterCustomObject, createCustomObject, dropCustomObject } from '../operations/object-kind.ts';
import type { Operation } from '../operations/operation.ts';
import { originOf } from '../schema/canonical.ts';
import type { Column } from '../schema/column.ts';
import type { Constraint, ForeignKey } from '../schema/constraint.ts';
import { type CustomObject, customObjectKey } from '../schema/custom-object.ts';
import { equal } from '../schema/equal.ts';
import { type ObjectKind, type SchemaObject, withoutDependencies } from '../schema/objects/object.ts';
import { objectKey } from '../schema/objects/object-name.ts';
import { hasParents, withoutParents } from '../schema/parents.ts';
import type { Schema } from '../schema/schema.ts';
import { optionsOf, type Table } from '../schema/table.ts';
import { type TableName, tableKey } from '../schema/table-name.ts';
import { separateCycles } from './cycles.ts';
import { Completion, type Sides } from './family.ts';
import { changedTables, type Matched, matchByKey, matchByShape } from './match.ts';
import { withOpenHints } from './open-hints.ts';
import { order } from './order.ts';
import { changeKeptObjects } from './rebuild.ts';
import { foreignKeysToRelease } from './release.ts';
import { releaseRoutines } from './routines-under.ts';

/**
 * The operations that turn one schema into another, in an order that a database accepts; the same input gives the same
 * list. Both schemas are canonical; the operations carry the origins of their parts, that is, what was declared.
 *
 * @param replaces the kinds of objects that the database puts another in the place of with one statement
 */
export function diff(from: Schema, to: Schema, replaces: readonly ObjectKind[] = []): Operation[] {
  const tables = matchByKey(from.tables, to.tables, tableKey);
  const released = foreignKeysToRelease(tables.kept);
  const changed = released.size === 0 ? changedTables(tables.kept) : tables.kept;
  const objects = matchByKey(from.objects ?? [], to.objects ?? [], objectKey);
  const completion = new Completion(from, to);
  const changes: Operation[] = [
    ...objects.added.map((object): Operation => ({ kind: 'createObject', object: originOf(object) })),
    ...objects.dropped.map((object): Operation => ({ kind: 'dropObject', object: originOf(object) })),
    ...diffCustomObjects(from.custom ?? [], to.custom ?? []),
    ...createTables(tables.added),
    ...dropTables(tables.dropped),
    ...changed.flatMap((pair) => diffTable(pair, completion.complete(pair.from, pair.to), released)),
  ];
  const all = [...changeKeptObjects(objects.kept, changed, changes, replaces), ...changes];
  return order([...releaseRoutines(tables.kept, all), ...all]).map(withoutOrdering);
}

/** What ordered an operation is not a part of it. */
function withoutOrdering(operation: Operation): Operation {
  switch (operation.kind) {
    case 'createObject':
      return { ...operation, object: withoutDependencies(operation.object) };
    case 'dropObject':
      return { ...operation, object: withoutDependencies(operation.object as SchemaObject) };
    case 'alterObject':
      return { ...operation, from: withoutDependencies(operation.from), to: withoutDependencies(operation.to) };
    default:
      return operation;
  }
}

function diffCustomObjects(from: readonly CustomObject[], to: readonly CustomObject[]): Operation[] {
  const { kept, dropped, added } = matchByKey(from, to, customObjectKey);
  return [
    ...added.map((object) => createCustomObject(originOf(object))),
    ...dropped.map((object) => dropCustomObject(originOf(object))),
    ...kept
      .filter((pair) => !equal(pair.from, pair.to))
      .map((pair) => alterCustomObject(originOf(pair.from), originOf(pair.to))),
  ];
}

/** Foreign keys that would make a circle of new tables are added when all of them are there. */
const createTables = (tables: readonly Table[]): Operation[] =>
  separateCycles(tables.map(originOf)).flatMap(({ table, late }) => [
    { kind: 'createTable', table },
    ...late.map((constraint): Operation => ({ kind: 'addConstraint', ...on(table), constraint })),
  ]);

const dropTables = (tables: readonly Table[]): Operation[] =>
  separateCycles(tables.map(originOf)).flatMap(({ table, late }) => [
    ...late.map((constraint): Operation => ({ kind: 'dropConstraint', ...on(table), constraint })),
    { kind: 'dropTable', table },
  ]);

function diffTable(pair: Pair, { from, to }: Sides, released: ReadonlySet<ForeignKey>): Operation[] {
  const at = on(to);
  return [
    ...diffOptions(at, pair),
    ...diffColumns(at, from.columns, to.columns),
    ...diffConstraints(at, from.constraints ?? [], to.constraints ?? [], released),
    ...diffIndexes(at, from, to),
  ];
}

type Pair = { readonly from: Table; readonly to: Table };

/** A table that belonged to others is taken out first, so that one of them can take its place before it is put in again. */
function diffOptions(at: On, pair: Pair): Operation[] {
  if (equal(optionsOf(pair.from), optionsOf(pair.to))) return [];
  const [from, to] = [optionsOf(originOf(pair.from)), optionsOf(originOf(pair.to))];
  const [alone, was, is] = [withoutParents(from), ...[pair.from, pair.to].map(familyOf)];
  if (equal(was, is) || !hasParents(from) || !hasParents(to)) return [{ kind: 'alterTable', ...at, from, to }];
  return [
    { kind: 'alterTable', ...at, from, to: alone },
    { kind: 'alterTable', ...at, from: alone, to },
  ];
}

const familyOf = ({ postgresql: { partitionOf, bound, inherits } = {} }: Table): object => ({
  partitionOf,
  bound,
  inherits,
});

function diffColumns(at: On, from: readonly Column[], to: readonly Column[]): Operation[] {
  const { kept, dropped, added } = matchByKey(from, to, ({ name }) => name);
  return [
    ...added.map((column): Operation => ({ kind: 'addColumn', ...at, column: originOf(column) })),
    ...dropped.map((column): Operation => ({ kind: 'dropColumn', ...at, column: originOf(column) })),
    ...kept
      .filter((pair) => !equal(pair.from, pair.to))
      .map(({ from, to }) => ({ from: originOf(from), to: originOf(to) }))
      .map(({ from, to }): Operation => ({ kind: 'alterColumn', ...at, from, to: withOpenHints(from, to) })),
  ];
}

function diffConstraints(
  at: On,
  from: readonly Constraint[],
  to: readonly Constraint[],
  released: ReadonlySet<ForeignKey>,
): Operation[] {
  const { kept, renamed, dropped, added } = matchByShape(from, to);
  const isReleased = (pair: { readonly from: Constraint }): boolean => released.has(pair.from as ForeignKey);
  const again = [...kept, ...renamed].filter(isReleased);
  return [
    ...[...dropped, ...again.map((pair) => pair.from)].map(
      (one): Operation => ({ kind: 'dropConstraint', ...at, constraint: originOf(one) }),
    ),
    ...[...added.map(originOf), ...again.map(asItWasNamed)].map(
      (constraint): Operation => ({ kind: 'addConstraint', ...at, constraint }),
    ),
    ...renames(renamed.filter((pair) => !isReleased(pair))).map(
      ({ part, ...names }): Operation => ({ kind: 'renameConstraint', ...at, kindOf: part.kind, ...names }),
    ),
  ];
}

/** A constraint that nobody named comes back under the name that the database gave it. */
function asItWasNamed({ from, to }: { readonly from: Constraint; readonly to: Constraint }): Constraint {
  const { name } = originOf(from);
  const constraint = originOf(to);
  return constraint.name === undefined && name !== undefined ? { ...constraint, name } : constraint;
}

function diffIndexes(at: On, from: Table, to: Table): Operation[] {
  const { renamed, dropped, added } = matchByShape(from.indexes ?? [], to.indexes ?? []);
  return [
    ...dropped.map((index): Operation => ({ kind: 'dropIndex', ...at, index: originOf(index) })),
    ...added.map((index): Operation => ({ kind: 'createIndex', ...at, index: originOf(index) })),
    ...renames(renamed).map(({ from, to }): Operation => ({ kind: 'renameIndex', ...at, from, to })),
  ];
}

const renames = <T extends { readonly name?: string }>(
  pairs: Matched<T>['renamed'],
): readonly { readonly part: T; readonly from: string; readonly to: string }[] =>
  pairs.flatMap((pair) =>
    pair.from.name === undefined || pair.to.name === undefined
      ? []
      : [{ part: pair.to, from: pair.from.name, to: pair.to.name }],
  );

type On = { readonly table: string; readonly schema?: string };

const on = ({ name, schema }: TableName): On => (schema === undefined ? { table: name } : { table: name, schema });
