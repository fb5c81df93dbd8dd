import { type NamingScope, nameFor, type PartToName } from '../metadata/naming.ts';
import type { NamingConvention } from '../metadata/table.ts';
import { type IdentifierLimits, unlimited } from '../metadata/truncate-name.ts';
import { type Constraint, columnsOfConstraint } from '../schema/constraint.ts';
import type { Table } from '../schema/table.ts';
import { columnsOf, type Index } from '../schema/table-index.ts';
import { nameOf } from '../schema/table-name.ts';

/** The patterns that people and tools name constraints by, for each kind, the first of equals first. */
const patterns = {
  ix: [
    'ix_%(column_0_label)s',
    'ix_%(column_0_N_label)s',
    'ix_%(table_name)s_%(column_0_name)s',
    'ix_%(table_name)s_%(column_0_N_name)s',
    'idx_%(table_name)s_%(column_0_N_name)s',
    'idx_%(column_0_N_name)s',
    '%(table_name)s_%(column_0_N_name)s_idx',
    '%(table_name)s_%(column_0_N_name)s_index',
    'index_%(table_name)s_on_%(column_0_N_name)s',
    'IX_%(table_name)s_%(column_0_N_name)s',
    'IDX_%(table_name)s_%(column_0_N_name)s',
    '%(table_name)s_%(column_0_N_name)s',
    '%(column_0_N_name)s',
  ],
  uq: [
    'uq_%(table_name)s_%(column_0_name)s',
    'uq_%(table_name)s_%(column_0_N_name)s',
    '%(table_name)s_%(column_0_N_name)s_key',
    '%(table_name)s_%(column_0_N_name)s_unique',
    '%(table_name)s_%(column_0_N_name)s_uniq',
    'unique_%(table_name)s_%(column_0_N_name)s',
    'uk_%(table_name)s_%(column_0_N_name)s',
    'UQ_%(table_name)s_%(column_0_N_name)s',
    '%(column_0_name)s',
    '%(column_0_N_name)s',
  ],
  ck: [
    'ck_%(table_name)s_%(constraint_name)s',
    '%(table_name)s_%(constraint_name)s_check',
    'chk_%(table_name)s_%(constraint_name)s',
    'CK_%(table_name)s_%(constraint_name)s',
    '%(table_name)s_chk_%(constraint_name)s',
  ],
  fk: [
    'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    'fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s',
    '%(table_name)s_%(column_0_N_name)s_fkey',
    'fk_%(table_name)s_%(column_0_N_name)s',
    'fk_%(table_name)s_%(referred_table_name)s',
    '%(table_name)s_%(column_0_N_name)s_foreign',
    '%(table_name)s_%(column_0_N_name)s_fk',
    '%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s_%(referred_column_0_N_name)s_fk',
    'FK_%(table_name)s_%(column_0_N_name)s',
    'FK_%(table_name)s_%(referred_table_name)s_%(column_0_N_name)s',
    'fk_%(column_0_N_name)s',
  ],
  pk: ['pk_%(table_name)s', '%(table_name)s_pkey', '%(table_name)s_pk', 'PK_%(table_name)s', '%(table_name)s_primary'],
  ex: ['ex_%(table_name)s_%(column_0_N_name)s', '%(table_name)s_%(column_0_N_name)s_excl'],
} as const;

type Key = keyof typeof patterns;

const keyOf: Readonly<Record<PartToName['kind'], Key>> = {
  index: 'ix',
  unique: 'uq',
  check: 'ck',
  foreignKey: 'fk',
  primaryKey: 'pk',
  exclusion: 'ex',
};

/** A constraint or index with what its name is made from. */
export interface NamedThing extends Omit<PartToName, 'name'> {
  readonly name: string | undefined;
}

/** A constraint as the naming convention sees it. */
export const constraintThing = (constraint: Constraint): NamedThing => ({
  kind: constraint.kind,
  name: constraint.name,
  columns: columnsOfConstraint(constraint),
  ...(constraint.kind === 'foreignKey' ? { references: constraint.references } : {}),
});

/** An index as the naming convention sees it. */
export const indexThing = (index: Index): NamedThing => ({
  kind: 'index',
  name: index.name,
  columns: columnsOf(index),
});

/** The table whose parts are named by a convention. */
export const namingScope = (
  convention: NamingConvention,
  table: Table,
  limits: IdentifierLimits = unlimited,
): NamingScope => ({ convention, limits, table: nameOf(table), declaredAt: () => undefined });

/** The name that a thing must be given under a convention: what is to be written, final or not; nothing where it is implied. */
export type GivenName = { readonly name?: string; readonly isFinal?: true };

/** What has to be said of the name of a thing, so that under the convention of the scope it has exactly that name. */
export function givenName(thing: NamedThing, scope: NamingScope): GivenName {
  const { name } = thing;
  if (name === undefined) return {};
  const pattern = scope.convention[keyOf[thing.kind]];
  if (typeof pattern !== 'string') return { name };
  if (!pattern.includes('%(constraint_name)s')) return impliedName(thing, scope) === name ? {} : { name };
  const [before = '', after = ''] = nameFor({ ...thing, name: mark }, scope)?.split(mark) ?? [];
  const inner = name.slice(before.length, name.length - after.length);
  const fits = inner !== '' && nameFor({ ...thing, name: inner }, scope) === name;
  return fits ? { name: inner } : { name, isFinal: true };
}

const mark = '\u0000';

/** The name that the convention makes by itself; an index of expressions alone must be given one. */
const impliedName = (thing: NamedThing, scope: NamingScope): string | undefined =>
  thing.kind === 'index' && thing.columns.length === 0 ? undefined : nameFor({ ...thing, name: undefined }, scope);

/**
 * The naming convention under which the most names need not be written. A kind of which something has no name has no
 * pattern: that would give it one.
 */
export function detectConvention(tables: readonly Table[], limits: IdentifierLimits): NamingConvention {
  const things = tables.flatMap((table) =>
    [...(table.constraints ?? []).map(constraintThing), ...(table.indexes ?? []).map(indexThing)].map((thing) => ({
      table,
      thing,
    })),
  );
  const found = (Object.keys(patterns) as Key[]).flatMap((key) => {
    const own = things.filter(({ thing }) => keyOf[thing.kind] === key);
    const pattern = own.some(({ thing }) => thing.name === undefined) ? undefined : bestPattern(key, own, limits);
    return pattern === undefined ? [] : [[key, pattern] as const];
  });
  const convention: NamingConvention = Object.fromEntries(found);
  return convention.ix === undefined ? { ix: patterns.ix[0], ...convention } : convention;
}

interface OwnedThing {
  readonly table: Table;
  readonly thing: NamedThing;
}

function bestPattern(key: Key, things: readonly OwnedThing[], limits: IdentifierLimits): string | undefined {
  let best: { readonly pattern: string; readonly count: number } | undefined;
  for (const pattern of patterns[key]) {
    const spared = things.filter(({ table, thing }) => isSpared(thing, namingScope({ [key]: pattern }, table, limits)));
    if (spared.length > (best?.count ?? 0)) best = { pattern, count: spared.length };
  }
  // A name that a pattern with its own name in it does not fit has to be marked as final, which is longer than no pattern.
  return key === 'ck' && best !== undefined && best.count * 2 <= things.length ? undefined : best?.pattern;
}

const isSpared = (thing: NamedThing, scope: NamingScope): boolean => {
  const { name, isFinal } = givenName(thing, scope);
  return thing.kind === 'check' ? isFinal !== true : name === undefined;
};
