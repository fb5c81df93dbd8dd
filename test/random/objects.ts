import type { Column } from '../../src/schema/column.ts';
import type { SchemaObject } from '../../src/schema/objects/object.ts';
import type { Trigger, TriggerEvent } from '../../src/schema/objects/trigger.ts';
import type { View } from '../../src/schema/objects/view.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { Table } from '../../src/schema/table.ts';
import type { Features } from './features.ts';

/**
 * What an object is to show or do, said of tables that may change: it is written out over what is there, as people adapt
 * their views when they drop a column. What has nothing left to stand on is gone.
 */
export type Recipe = ViewRecipe | TriggerRecipe | PolicyRecipe | FixedRecipe;

export interface ViewRecipe {
  readonly kind: 'view';
  readonly name: string;
  readonly shape: 'all' | 'columns' | 'expression' | 'grouped' | 'joined' | 'counted';
  /** Tables, or views that stand before it. */
  readonly over: string;
  readonly and: string;
  /** Picks columns of what it is over. */
  readonly pick: number;
  readonly stored: boolean;
}

export interface TriggerRecipe {
  readonly kind: 'trigger';
  readonly name: string;
  readonly table: string;
  readonly timing: 'BEFORE' | 'AFTER';
  readonly event: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly pick: number;
  readonly conditional: boolean;
  readonly narrow: boolean;
}

export interface PolicyRecipe {
  readonly kind: 'policy';
  readonly name: string;
  readonly table: string;
  readonly pick: number;
  readonly command: 'SELECT' | 'UPDATE' | 'DELETE';
}

/** An object that leans on no table. */
export interface FixedRecipe {
  readonly kind: 'fixed';
  readonly name: string;
  readonly object: SchemaObject;
}

/** A random schema, and what stands beside its tables. */
export interface RandomSchema extends Schema {
  readonly recipes: readonly Recipe[];
}

/** The schema with the objects that its recipes come to. */
export function withObjects({ recipes, ...schema }: RandomSchema, features: Features): Schema {
  const writer = new ObjectWriter(schema, features);
  const made = recipes.flatMap((recipe) => writer.write(recipe));
  const objects = [...(schema.objects ?? []), ...made, ...writer.alongside];
  return objects.length === 0 ? schema : { ...schema, objects };
}

/** Something that can be read: a table, or a view over one. */
interface Readable {
  readonly name: string;
  readonly columns: readonly Column[];
}

class ObjectWriter {
  readonly #features: Features;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #readable: Map<string, Readable>;
  readonly #alongside = new Map<string, SchemaObject>();

  constructor(schema: Schema, features: Features) {
    this.#features = features;
    this.#tables = new Map(schema.tables.map((table) => [originalName(table), table]));
    this.#readable = new Map(this.#tables);
  }

  /** What the others need. */
  get alongside(): readonly SchemaObject[] {
    return [...this.#alongside.values()];
  }

  write(recipe: Recipe): readonly SchemaObject[] {
    switch (recipe.kind) {
      case 'view':
        return this.#view(recipe);
      case 'trigger':
        return this.#trigger(recipe);
      case 'policy':
        return this.#policy(recipe);
      case 'fixed':
        return [recipe.object];
    }
  }

  #view(recipe: ViewRecipe): readonly SchemaObject[] {
    const over = this.#readable.get(recipe.over);
    const and = this.#readable.get(recipe.and);
    if (over === undefined || and === undefined || this.#readable.has(recipe.name)) return [];
    const { text, columns } = this.#query(recipe, over, and);
    this.#readable.set(recipe.name, { name: recipe.name, columns });
    if (!recipe.stored) return [{ kind: 'view', name: recipe.name, definition: text } satisfies View];
    return [{ kind: 'materializedView', name: recipe.name, definition: text }];
  }

  #query(
    { shape, pick }: ViewRecipe,
    over: Readable,
    and: Readable,
  ): { readonly text: string; readonly columns: readonly Column[] } {
    const { quote } = this.#features;
    const from = quote(over.name);
    const chosen = over.columns.filter((_, at) => at === 0 || (pick + at) % 3 > 0);
    const names = chosen.map(({ name }) => quote(name)).join(', ');
    const first = quote(over.columns[0]?.name ?? 'id');
    switch (shape) {
      case 'all':
        return { text: `SELECT * FROM ${from}`, columns: over.columns };
      case 'columns':
        return { text: `SELECT ${names} FROM ${from} WHERE ${first} > ${pick % 5}`, columns: chosen };
      case 'expression':
        return this.#expressions(over, pick);
      case 'grouped': {
        const key = chosen.find((column) => groupable.includes(column.type.type)) ?? over.columns[0];
        const name = quote(key?.name ?? 'id');
        const text = `SELECT ${name}, count(*) AS times FROM ${from} GROUP BY ${name} HAVING count(*) > ${pick % 3}`;
        return { text, columns: [...(key === undefined ? [] : [key]), integer('times')] };
      }
      case 'joined': {
        const other = quote(and.columns[0]?.name ?? 'id');
        const text = `SELECT one.${first} AS here, other.${other} AS there FROM ${from} one LEFT JOIN ${quote(and.name)} other ON one.${first} = other.${other}`;
        return { text, columns: [integer('here'), integer('there')] };
      }
      case 'counted': {
        const text = `SELECT ${first} AS here, (SELECT count(*) FROM ${quote(and.name)}) AS times FROM ${from}`;
        return { text, columns: [integer('here'), integer('times')] };
      }
    }
  }

  #expressions(over: Readable, pick: number): { readonly text: string; readonly columns: readonly Column[] } {
    const { quote } = this.#features;
    const first = over.columns[0] ?? integer('id');
    const numeric = over.columns.filter(({ type }) => numbers.includes(type.type)).at(-1);
    const strings = over.columns.filter(({ type }) => type.type === 'String').at(-1);
    const parts = [
      `${quote(first.name)} AS ${quote('the id')}`,
      ...(numeric === undefined ? [] : [`${quote(numeric.name)} * 2 + ${pick % 4} AS twice`]),
      ...(strings === undefined ? [] : [`upper(${quote(strings.name)}) AS loud`]),
      `CASE WHEN ${quote(first.name)} > 2 THEN 'many' ELSE 'it''s few' END AS amount`,
    ];
    const columns = [
      { ...first, name: 'the id' },
      ...(numeric === undefined ? [] : [{ name: 'twice', type: { type: 'Double' } } as const]),
      ...(strings === undefined ? [] : [{ name: 'loud', type: { type: 'Text' } } as const]),
      { name: 'amount', type: { type: 'Text' } } as const,
    ];
    return { text: `SELECT ${parts.join(', ')} FROM ${quote(over.name)}`, columns };
  }

  #trigger(recipe: TriggerRecipe): readonly SchemaObject[] {
    const table = this.#tables.get(recipe.table);
    if (table === undefined) return [];
    const { quote, triggers } = this.#features;
    const column = columnAt(table, recipe.pick);
    const row = recipe.event === 'DELETE' ? 'OLD' : 'NEW';
    const events: readonly TriggerEvent[] =
      recipe.event === 'UPDATE' && recipe.narrow && triggers.columns ? [{ update: [column.name] }] : [recipe.event];
    if (triggers.call !== undefined) this.#alongside.set('touch', triggers.call);
    const trigger: Trigger = {
      kind: 'trigger',
      name: recipe.name,
      table: table.name,
      timing: recipe.timing,
      events,
      ...(triggers.call === undefined ? {} : { forEach: 'ROW' }),
      ...(recipe.conditional && triggers.when ? { when: `${row}.${quote('id')} > ${recipe.pick % 7}` } : {}),
      body: triggers.body(`${row}.${quote(column.name)}`, quote(table.name), recipe.pick),
    };
    return [trigger];
  }

  #policy({ name, command, pick, ...recipe }: PolicyRecipe): readonly SchemaObject[] {
    const table = this.#tables.get(recipe.table);
    if (table === undefined) return [];
    const using = `${this.#features.quote(columnAt(table, pick).name)} IS NOT NULL`;
    return [{ kind: 'policy', name, table: table.name, command, using }];
  }
}

/** What a recipe calls a table, which may have got another name since. */
export const originalName = ({ name, renamedFrom }: Pick<Table, 'name' | 'renamedFrom'>): string => renamedFrom ?? name;

const columnAt = ({ columns }: Table, pick: number): Column => columns[pick % columns.length] as Column;
const integer = (name: string): Column => ({ name, type: { type: 'BigInteger' } });
const numbers = ['SmallInteger', 'Integer', 'BigInteger', 'Numeric', 'Double'];
const groupable = ['SmallInteger', 'Integer', 'BigInteger', 'Numeric', 'Boolean', 'String', 'Date', 'DateTime', 'Uuid'];
