import type { Column } from '../../src/schema/column.ts';
import type { Table } from '../../src/schema/table.ts';
import type { Features } from './features.ts';
import { foreignKeysTo, freeColumns, mutate } from './mutate.ts';
import { originalName, type RandomSchema, type Recipe, type TriggerRecipe, type ViewRecipe } from './objects.ts';
import type { Random } from './random.ts';
import { randomSchema } from './schema.ts';

/** A schema with objects beside its tables: each of the kinds that the database has. */
export function randomSchemaWithObjects(random: Random, features: Features): RandomSchema {
  let schema: RandomSchema = { ...randomSchema(random, features), recipes: [] };
  for (let count = random.below(5); count > 0; count -= 1) schema = addRecipe(random, features, schema);
  return schema;
}

/** One step from a schema with objects to a similar one: half of all steps are about tables, as before. */
export function mutateWithObjects(random: Random, features: Features, schema: RandomSchema): RandomSchema {
  if (random.chance(0.5)) return { ...mutate(random, features, schema), recipes: schema.recipes };
  return random.pick(mutations)(random, features, schema);
}

type Mutation = (random: Random, features: Features, schema: RandomSchema) => RandomSchema;

const names = ['overview', 'active users', 'Select', "o'view", 'totals_2'];

const addRecipe: Mutation = (random, features, schema) => {
  const recipe = random.pick(features.recipes)(random, features, schema);
  const isKnown =
    recipe === undefined || schema.recipes.some((one) => one.kind === recipe.kind && one.name === recipe.name);
  return isKnown ? schema : { ...schema, recipes: [...schema.recipes, recipe] };
};

export const randomView = (
  random: Random,
  features: Features,
  { tables, recipes }: RandomSchema,
): Recipe | undefined => {
  const readable = [
    ...tables.map(originalName),
    ...tables.map(originalName),
    ...recipes.flatMap((one) => (one.kind === 'view' ? [one.name] : [])),
  ];
  if (readable.length === 0) return undefined;
  const stored = features.materializedViews && random.chance(0.2);
  return { kind: 'view', name: random.pick(names), ...randomQuery(random, readable), stored };
};

const shapes = ['all', 'columns', 'columns', 'expression', 'grouped', 'joined', 'counted'] as const;

const randomQuery = (
  random: Random,
  readable: readonly string[],
): Pick<ViewRecipe, 'shape' | 'over' | 'and' | 'pick'> => ({
  shape: random.pick(shapes),
  over: random.pick(readable),
  and: random.pick(readable),
  pick: random.below(60),
});

export const randomTrigger = (
  random: Random,
  _features: Features,
  { tables }: RandomSchema,
): TriggerRecipe | undefined =>
  tables.length === 0
    ? undefined
    : {
        kind: 'trigger',
        name: random.pick(['touch it', 'Audit', "o'trigger"]),
        table: originalName(random.pick(tables)),
        timing: random.chance(0.5) ? 'BEFORE' : 'AFTER',
        event: random.pick(['INSERT', 'UPDATE', 'DELETE'] as const),
        pick: random.below(60),
        conditional: random.chance(0.4),
        narrow: random.chance(0.4),
      };

export const randomPolicy = (random: Random, _features: Features, { tables }: RandomSchema): Recipe | undefined =>
  tables.length === 0
    ? undefined
    : {
        kind: 'policy',
        name: random.pick(['theirs only', 'Own']),
        table: originalName(random.pick(tables)),
        pick: random.below(60),
        command: random.pick(['SELECT', 'UPDATE', 'DELETE'] as const),
      };

export const randomFixed = (random: Random, { fixed }: Features): Recipe | undefined => {
  if (fixed.length === 0) return undefined;
  const object = random.pick(random.pick(fixed));
  return { kind: 'fixed', name: `${object.kind} ${object.name}`, object };
};

const replaceRecipe = (schema: RandomSchema, chosen: Recipe, recipe: Recipe): RandomSchema => ({
  ...schema,
  recipes: schema.recipes.map((one) => (one === chosen ? recipe : one)),
});

/** Does something else than before under the same name. */
const changeRecipe: Mutation = (random, { fixed }, schema) => {
  if (schema.recipes.length === 0) return schema;
  const chosen = random.pick(schema.recipes);
  switch (chosen.kind) {
    case 'view': {
      const before = schema.recipes.slice(0, schema.recipes.indexOf(chosen));
      const views = before.flatMap((one) => (one.kind === 'view' ? [one.name] : []));
      const readable = [...schema.tables.map(originalName), ...views];
      return replaceRecipe(
        schema,
        chosen,
        readable.length === 0 ? chosen : { ...chosen, ...randomQuery(random, readable) },
      );
    }
    case 'trigger':
      return replaceRecipe(schema, chosen, { ...chosen, pick: random.below(60), conditional: random.chance(0.5) });
    case 'policy':
      return replaceRecipe(schema, chosen, { ...chosen, pick: random.below(60) });
    case 'fixed': {
      const versions = fixed.find((list) => list.includes(chosen.object)) ?? [chosen.object];
      return replaceRecipe(schema, chosen, { ...chosen, object: random.pick(versions) });
    }
  }
};

/** The views over it go with it. */
const dropRecipe: Mutation = (random, _features, schema) => {
  if (schema.recipes.length === 0) return schema;
  const gone = random.pick(schema.recipes);
  return { ...schema, recipes: schema.recipes.filter((one) => one !== gone) };
};

/** A column that only objects read. */
const renameColumn: Mutation = (random, _features, schema) => {
  const table = schema.tables.length === 0 ? undefined : random.pick(schema.tables);
  const free = table === undefined ? [] : freeColumns(table, schema).filter((column) => isOld(column.name));
  if (table === undefined || free.length === 0) return schema;
  const column = random.pick(free);
  const renamed: Column = { ...column, name: `${column.name} now`, renamedFrom: column.name };
  return replaceTable(schema, table, {
    ...table,
    columns: table.columns.map((one) => (one === column ? renamed : one)),
  });
};

/** A table that no other points at. */
const renameTable: Mutation = (random, _features, schema) => {
  const free = schema.tables.filter(
    (table) =>
      isOld(table.name) &&
      table.renamedFrom === undefined &&
      !schema.tables.some((other) => foreignKeysTo(other, table).length > 0),
  );
  if (free.length === 0) return schema;
  const table = random.pick(free);
  return replaceTable(schema, table, { ...table, name: `${table.name} now`, renamedFrom: table.name });
};

/** What is new since the start, or has its second name already, has no name to come from. */
const isOld = (name: string): boolean => !/ now$/.test(name) && !recent.has(name);
const recent = new Set([
  'audit log',
  'Comments',
  'user',
  'ledger',
  'added',
  'Extra Column',
  'where',
  'ein"fach',
  'c%s',
  'doubled',
]);

const replaceTable = (schema: RandomSchema, before: Table, after: Table): RandomSchema => ({
  ...schema,
  tables: schema.tables.map((table) => (table === before ? after : table)),
});

const mutations: readonly Mutation[] = [
  addRecipe,
  addRecipe,
  changeRecipe,
  changeRecipe,
  dropRecipe,
  renameColumn,
  renameTable,
];
