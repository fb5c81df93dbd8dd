import { definitionOf } from '../operations/custom-operation.ts';
import { type ByKind, type Dropped, dispatch, type Operation } from '../operations/operation.ts';
import type { Column } from '../schema/column.ts';
import { type Constraint, targetOf } from '../schema/constraint.ts';
import type { Dependency } from '../schema/objects/dependency.ts';
import { objectKey, objectNameOf } from '../schema/objects/object-name.ts';
import type { DialectOptions } from '../schema/options.ts';
import { parentsOf } from '../schema/parents.ts';
import { identifiersIn } from '../schema/rename-identifier.ts';
import type { Table } from '../schema/table.ts';
import { columnsOf, type Index } from '../schema/table-index.ts';
import { named, nameOf, type TableName, tableKey, tableOf } from '../schema/table-name.ts';
import { wordsOfColumn, wordsOfConstraint, wordsOfIndex, wordsOfObject, wordsOfTable } from './words.ts';

/** What an operation has to do with the things of a database, each named by a key. */
export interface Claims {
  /** Is there afterwards and was not before. */
  readonly creates: readonly string[];
  /** Has to be there, in its new form. */
  readonly uses: readonly string[];
  /** Takes on its new form. */
  readonly alters: readonly string[];
  /** Was held by what this operation drops, and is free to change or go afterwards. */
  readonly releases: readonly string[];
  /** Is gone afterwards. */
  readonly drops: readonly string[];
}

/** The claims of an operation, from which the order of all of them follows. */
export const claimsOf = (operation: Operation): Claims => ({ ...none, ...dispatch(claims, operation) });

const none: Claims = { creates: [], uses: [], alters: [], releases: [], drops: [] };

const table = (name: TableName): string => `table ${tableKey(name)}`;
const column = (name: TableName, of: string): string => `column ${tableKey(name)}\u0000${of}`;
/** That some columns of a table are unique, which foreign keys to it lean on. */
const uniqueness = (name: TableName): string => `uniqueness ${tableKey(name)}`;
/** The indexes of a table, which its own foreign keys may lean on. */
const indexes = (name: TableName): string => `indexes ${tableKey(name)}`;
/** That a table has at least one column at any time. */
const body = (name: TableName): string => `body ${tableKey(name)}`;
/** A name that can be taken only once. */
const taken = (schema: string | undefined, name: string | undefined): readonly string[] =>
  name === undefined ? [] : [`name ${schema ?? ''}\u0000${name}`];
/** An enum that is a type of its own has a name among those of tables, and objects may take it as an argument. */
const enumTaken = (column: Dropped<Column>): readonly string[] => {
  if (!('type' in column)) return [];
  const type = column.type.type === 'Array' ? column.type.item : column.type;
  if (type.type !== 'Enum' || type.native === false || type.name === undefined) return [];
  return [...taken(type.schema, type.name), shown(type.name)];
};
const namespace = (schema: string | undefined): readonly string[] => (schema === undefined ? [] : [`schema ${schema}`]);

/** The things that a constraint leans on. */
function needsOf(constraint: Dropped<Constraint>, of: TableName): readonly string[] {
  const own = 'columns' in constraint ? constraint.columns.map((name) => column(of, name)) : [];
  if (constraint.kind !== 'foreignKey' || !('references' in constraint)) return own;
  const target = targetOf(constraint, of);
  return [
    ...own,
    table(target),
    uniqueness(target),
    indexes(of),
    ...constraint.references.columns.map((name) => column(target, name)),
  ];
}

const grantsUniqueness = (constraint: Dropped<Constraint>): boolean =>
  constraint.kind === 'primaryKey' || constraint.kind === 'unique';

/** A check may read any column of its table. */
const readsAll = (constraint: Dropped<Constraint>): boolean => constraint.kind === 'check';

const indexNeeds = (index: Dropped<Index>, of: TableName): readonly string[] =>
  'columns' in index ? columnsOf(index).map((name) => column(of, name)) : [];

const isUnique = (index: Dropped<Index>): boolean => 'unique' in index && index.unique === true;

function partsOf(whole: Dropped<Table>): readonly string[] {
  const columns = 'columns' in whole ? whole.columns.map(({ name }) => column(whole, name)) : [];
  return [table(whole), uniqueness(whole), indexes(whole), ...columns];
}

/** The index that an option of a table names. */
const choiceOf = (choice: DialectOptions[string]): readonly string[] =>
  typeof choice === 'string'
    ? [choice]
    : typeof choice === 'object' && 'index' in choice && typeof choice.index === 'string'
      ? [choice.index]
      : [];

/** A column of this name in any table: dropping one takes it from the tables that inherit it, with their indexes. */
const columnSomewhere = (name: string): string => `column named ${name}`;

/** Where in a partitioned table a partition has its place, which it makes free for others. */
const places = (name: TableName): string => `places ${name.name}`;

/** The tables that a table has columns of. Their schema may be written in more than one way. */
const familyOf = (whole: Dropped<Table>): readonly string[] =>
  'columns' in whole || 'postgresql' in whole
    ? parentsOf(whole as Table).flatMap((parent) => [table(parent), shown(parent.name)])
    : [];

/** The names that a table and its parts take up. */
const namesIn = (whole: Dropped<Table>): readonly string[] => [
  ...taken(whole.schema, whole.name),
  ...('columns' in whole ? [...(whole.constraints ?? []), ...(whole.indexes ?? [])] : []).flatMap((part) =>
    taken(whole.schema, part.name),
  ),
  ...('columns' in whole ? whole.columns.flatMap(enumTaken) : []),
];

const outgoing = (whole: Dropped<Table>): readonly string[] =>
  'columns' in whole
    ? (whole.constraints ?? []).flatMap((one) =>
        one.kind === 'foreignKey' && tableKey(targetOf(one, whole)) !== tableKey(whole)
          ? needsOf(one, whole).filter((key) => !partsOf(whole).includes(key))
          : [],
      )
    : [];

/** The columns of a table in their new form, which checks, computed columns and index expressions may read. */
const reading = (of: TableName): string => `reading ${tableKey(of)}`;
/** The columns of a table as they were, which the old ones read. */
const read = (of: TableName): string => `read ${tableKey(of)}`;

/** What a computed column leans on: columns in their new or old form, and by name those that are computed themselves. */
const computedFrom = ({ name, computed }: Column, of: TableName): readonly string[] => [
  reading(of),
  read(of),
  ...[...identifiersIn(computed?.expression ?? '')].filter((other) => other !== name).map((other) => column(of, other)),
];

/** An object that texts may mention by its name. */
const mentioned = (name: string): string => `mentioned ${name}`;
/** A table that the texts of objects may mention, with its columns in their new form. */
const shown = (name: string): string => `shown ${name}`;

/** What an object takes up: its name among those of tables where it is one of these, and what texts call it. */
const namesOfObject = (object: AnyObject): readonly string[] => [
  `object ${objectKey(objectNameOf(object))}`,
  ...(sharesNames.has(object.kind) ? taken(object.schema, object.name) : []),
  mentioned(object.name),
  // what a view shows can be read as a table's columns can
  ...(readable.has(object.kind) ? [table(nameOf(object)), reading(nameOf(object)), shown(object.name)] : []),
];

type AnyObject = Operation<'createObject' | 'dropObject'>['object'];

const readable: ReadonlySet<string> = new Set(['view', 'materializedView', 'virtualTable']);

/** Relations and types have one set of names. */
const sharesNames: ReadonlySet<string> = new Set([
  ...readable,
  'sequence',
  'enum',
  'domain',
  'compositeType',
  'rangeType',
]);

/** Nothing that leans on one of these minds how it changes. */
const keepsPlace = ({ kind }: AnyObject): boolean => kind === 'schema' || kind === 'sequence' || kind === 'enum';

/** The table that an object is a part of. */
const partsOfTable = (object: AnyObject): readonly TableName[] =>
  'table' in object && object.table !== undefined ? [named(object.table, object.schema)] : [];

/** What has to be there for an object: told by the server, or else whatever its texts mention. */
const leansOn = (object: AnyObject): readonly string[] => [
  ...partsOfTable(object).flatMap((of) => [table(of), reading(of), shown(of.name)]),
  ...(told(object)?.flatMap(dependency) ?? []),
  ...(told(object) === undefined || hasBody.has(object.kind)
    ? wordsOfObject(object).flatMap((word) => [mentioned(word), shown(word)])
    : []),
];

const told = (object: AnyObject): readonly Dependency[] | undefined =>
  'dependsOn' in object ? object.dependsOn : undefined;

/** Servers do not look into the bodies of routines, which are read when these are made. */
const hasBody: ReadonlySet<string> = new Set(['function', 'procedure']);

const dependency = ({ kind, column: part, ...name }: Dependency): readonly string[] => [
  mentioned(name.name),
  ...(kind === 'primaryKey' ? [uniqueness(nameOf(name))] : []),
  ...(kind !== 'relation'
    ? []
    : part === undefined
      ? [table(nameOf(name))]
      : [table(nameOf(name)), column(nameOf(name), part)]),
];

const claims: ByKind<[], Partial<Claims>> = {
  createObject: ({ object }) => ({
    creates: object.kind === 'schema' ? namespace(object.name) : namesOfObject(object),
    uses: object.kind === 'schema' ? [] : [...namespace(object.schema), ...leansOn(object)],
    releases: partsOfTable(object).map(read),
  }),
  dropObject: ({ object }) => ({
    drops: object.kind === 'schema' ? namespace(object.name) : namesOfObject(object),
    releases:
      object.kind === 'schema'
        ? []
        : [...namespace(object.schema), ...leansOn(object), ...partsOfTable(object).map(read)],
  }),
  alterObject: ({ to }) => (keepsPlace(to) ? {} : { alters: namesOfObject(to), uses: leansOn(to) }),

  createTable: ({ table: whole }) => ({
    creates: [...partsOf(whole), ...namesIn(whole), shown(whole.name), ...parentsOf(whole).map(places)],
    uses: [...outgoing(whole), ...namespace(whole.schema), ...wordsOfTable(whole).map(mentioned), ...familyOf(whole)],
  }),
  dropTable: ({ table: whole }) => ({
    drops: [
      ...partsOf(whole),
      ...namesIn(whole),
      shown(whole.name),
      ...('columns' in whole ? parentsOf(whole).map(places) : []),
    ],
    releases: [
      ...outgoing(whole),
      ...namespace(whole.schema),
      ...('columns' in whole ? wordsOfTable(whole).map(mentioned) : []),
      ...familyOf(whole),
    ],
  }),
  moveTable: ({ table: name, to }) => ({
    creates: [...taken(to ?? undefined, name), shown(name)],
    uses: namespace(to ?? undefined),
  }),
  renameTable: ({ to, schema }) => ({ creates: [...taken(schema, to), shown(to)] }),
  alterTable: ({ from, to, ...on }) => {
    const [was, is] = [from, to].map((options) => ({ ...options, ...tableOf(on) })) as [Table, Table];
    const stays = JSON.stringify(parentsOf(was)) === JSON.stringify(parentsOf(is));
    return {
      uses: [
        table(tableOf(on)),
        ...[to.postgresql?.replicaIdentity, to.postgresql?.clusterOn].flatMap((choice) =>
          choiceOf(choice).flatMap((name) => taken(on.schema, name)),
        ),
        ...(stays ? [] : [...familyOf(is), reading(tableOf(on))]),
      ],
      releases: stays ? [] : [...familyOf(was), ...parentsOf(was).map(places)],
      creates: stays ? [] : parentsOf(is).map(places),
    };
  },

  addColumn: ({ column: added, ...on }) => ({
    creates: [
      ...enumTaken(added),
      column(tableOf(on), added.name),
      body(tableOf(on)),
      ...(added.computed === undefined ? [reading(tableOf(on))] : []),
    ],
    alters: [shown(on.table)],
    uses: [
      table(tableOf(on)),
      ...(added.computed === undefined ? [] : [reading(tableOf(on))]),
      ...wordsOfColumn(added).map(mentioned),
    ],
  }),
  dropColumn: ({ column: dropped, ...on }) => ({
    drops: [
      ...enumTaken(dropped),
      column(tableOf(on), dropped.name),
      columnSomewhere(dropped.name),
      ...('computed' in dropped ? [] : [read(tableOf(on))]),
    ],
    alters: [shown(on.table)],
    uses: [body(tableOf(on))],
    releases: [
      table(tableOf(on)),
      ...('computed' in dropped ? computedFrom(dropped, tableOf(on)) : []),
      ...('type' in dropped ? wordsOfColumn(dropped).map(mentioned) : []),
    ],
  }),
  alterColumn: ({ from, to, ...on }) => ({
    creates: enumTaken(to).filter((name) => !enumTaken(from).includes(name)),
    drops: enumTaken(from).filter((name) => !enumTaken(to).includes(name)),
    alters: [column(tableOf(on), to.name), reading(tableOf(on)), shown(on.table)],
    uses: wordsOfColumn(to).map(mentioned),
    releases: [table(tableOf(on)), ...wordsOfColumn(from).map(mentioned)],
  }),
  renameColumn: (operation) => ({ alters: [shown(operation.table)], uses: [table(tableOf(operation))] }),

  addConstraint: ({ constraint, ...on }) => ({
    // a query may be grouped by the key alone
    ...(constraint.kind === 'primaryKey' ? { alters: [shown(on.table)] } : {}),
    creates: [
      ...(grantsUniqueness(constraint) ? [uniqueness(tableOf(on)), indexes(tableOf(on))] : []),
      ...taken(on.schema, constraint.name),
    ],
    uses: [
      ...needsOf(constraint, tableOf(on)),
      table(tableOf(on)),
      ...(readsAll(constraint) ? [reading(tableOf(on))] : []),
      ...wordsOfConstraint(constraint).map(mentioned),
    ],
  }),
  dropConstraint: ({ constraint, ...on }) => ({
    drops: [
      ...(grantsUniqueness(constraint) ? [uniqueness(tableOf(on)), indexes(tableOf(on))] : []),
      ...taken(on.schema, constraint.name),
    ],
    releases: [
      ...needsOf(constraint, tableOf(on)),
      table(tableOf(on)),
      ...(readsAll(constraint) ? [reading(tableOf(on)), read(tableOf(on))] : []),
      ...('expression' in constraint ? wordsOfConstraint(constraint).map(mentioned) : []),
    ],
  }),
  renameConstraint: ({ from, to, ...on }) => ({ creates: taken(on.schema, to), drops: taken(on.schema, from) }),

  createIndex: ({ index, ...on }) => ({
    creates: [
      indexes(tableOf(on)),
      ...(isUnique(index) ? [uniqueness(tableOf(on))] : []),
      ...taken(on.schema, index.name),
    ],
    uses: [
      ...indexNeeds(index, tableOf(on)),
      table(tableOf(on)),
      reading(tableOf(on)),
      ...wordsOfIndex(index).map(mentioned),
    ],
  }),
  dropIndex: ({ index, ...on }) => ({
    drops: [
      indexes(tableOf(on)),
      ...(isUnique(index) ? [uniqueness(tableOf(on))] : []),
      ...taken(on.schema, index.name),
    ],
    releases: [
      ...indexNeeds(index, tableOf(on)),
      table(tableOf(on)),
      reading(tableOf(on)),
      read(tableOf(on)),
      ...('columns' in index ? wordsOfIndex(index).map(mentioned) : []),
      ...('columns' in index ? columnsOf(index).map(columnSomewhere) : []),
    ],
  }),
  renameIndex: ({ from, to, ...on }) => ({ creates: taken(on.schema, to), drops: taken(on.schema, from) }),

  execute: () => ({}),
  bulkInsert: () => ({}),
  bulkDelete: () => ({}),
  backfill: () => ({}),
  custom: ({ name, payload }) => {
    const {
      place,
      creates = [],
      drops = [],
      uses = [],
      releases = [],
      tables = [],
    } = definitionOf({ name }).order?.(payload) ?? { place: 'last' };
    const reads = tables.flatMap((of) => [table(of), reading(of)]);
    const hadRead = tables.flatMap((of) => [table(of), read(of)]);
    return place === 'first'
      ? { drops, releases: [...releases, ...hadRead, ...reads] }
      : { creates, uses: [...uses, ...reads], releases: tables.map(read) };
  },
};
