import type { Check, Constraint, Deferral, Exclusion, ReferentialAction } from '../../schema/constraint.ts';
import type { Unmodelled } from '../../schema/schema.ts';
import type { Server } from '../dialect.ts';
import type { ConstraintRow, IndexRow, RelationRow } from './catalog.ts';
import { stripParentheses } from './expression-text.ts';
import { reflectIndex } from './reflect-index.ts';
import type { ReportedKind } from './reported-kinds.ts';

const actions: Readonly<Record<string, ReferentialAction>> = {
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
  r: 'RESTRICT',
};

/** A constraint of a table whose columns are given by position; undefined for what is not modelled. */
export function reflectConstraint(
  row: ConstraintRow,
  table: RelationRow,
  columnNames: ReadonlyMap<number, string>,
  index: readonly IndexRow[],
  server: Server,
): Constraint | undefined {
  if (unmodelledKind(row) !== undefined) return undefined;
  const common = { name: row.name, ...(row.comment === null ? {} : { comment: row.comment }) };
  const named = (positions: readonly number[] | null): readonly string[] =>
    (positions ?? []).map((position) => columnNames.get(position) ?? '');
  const columns = named(row.columns);
  const key = { columns, ...(row.temporal ? { withoutOverlaps: true as const } : {}), ...indexFacts(index) };
  switch (row.kind) {
    case 'p':
      return { kind: 'primaryKey', ...common, ...key, ...deferral(row) };
    case 'u':
      return {
        kind: 'unique',
        ...common,
        ...key,
        ...deferral(row),
        ...(row.nulls_not_distinct ? { nullsNotDistinct: true } : {}),
      };
    case 'c':
      return {
        kind: 'check',
        ...common,
        expression: stripParentheses(row.expression ?? ''),
        ...(row.no_inherit ? { noInherit: true } : {}),
        ...enforcement(row),
      };
    case 'x':
      return { kind: 'exclusion', ...common, ...exclusionFacts(index), ...deferral(row) };
    default:
      return {
        kind: 'foreignKey',
        ...common,
        columns,
        references: { table: row.target ?? '', ...targetSchema(row, table, server), columns: row.target_columns ?? [] },
        ...action('onDelete', row.on_delete),
        ...(row.set_columns === null ? {} : { onDeleteColumns: named(row.set_columns) }),
        ...action('onUpdate', row.on_update),
        ...deferral(row),
        ...(row.match === 'f' ? { match: 'FULL' } : {}),
        ...(row.temporal ? { period: true } : {}),
        ...enforcement(row),
      };
  }
}

const deferral = ({ deferrable, deferred }: ConstraintRow): Deferral => ({
  ...(deferrable ? { deferrable } : {}),
  ...(deferred ? { initially: 'DEFERRED' } : {}),
});

/** PostgreSQL 18: what is not enforced is never valid either. */
const enforcement = ({ enforced, validated }: ConstraintRow): Pick<Check, 'notValid' | 'notEnforced'> => ({
  ...(enforced ? (validated ? {} : { notValid: true }) : { notEnforced: true }),
});

/** What the index of a key has beside its columns. */
function indexFacts(rows: readonly IndexRow[]): Pick<Exclusion, 'include' | 'postgresql'> {
  if (rows.length === 0) return {};
  const { include, postgresql } = reflectIndex(rows);
  return { ...(include === undefined ? {} : { include }), ...(postgresql === undefined ? {} : { postgresql }) };
}

function exclusionFacts(rows: readonly IndexRow[]): Pick<Exclusion, 'elements' | 'using' | 'where'> {
  const { columns, using, where } = reflectIndex(rows);
  return {
    elements: columns.map((part, at) => ({
      ...(typeof part === 'string' ? { column: part } : part),
      operator: rows[at]?.operator ?? '=',
    })),
    ...(using === 'gist' ? {} : { using: using ?? 'btree' }),
    ...(where === undefined ? {} : { where }),
    ...indexFacts(rows),
  };
}

const action = <K extends string>(key: K, code: string): { readonly [P in K]?: ReferentialAction } => {
  const found = actions[code];
  return (found === undefined ? {} : { [key]: found }) as { readonly [P in K]?: ReferentialAction };
};

/** Absent in the schema of the table itself; null for the default schema, seen from another. */
function targetSchema(
  { target_schema }: ConstraintRow,
  { schema }: RelationRow,
  { defaultSchema }: Server,
): { readonly schema?: string | null } {
  if (target_schema === null || target_schema === schema) return {};
  return { schema: target_schema === defaultSchema ? null : target_schema };
}

const unmodelledKind = ({ kind }: ConstraintRow): ReportedKind | undefined =>
  kind === 'n' ? 'not null constraint that is not valid' : undefined;

/** What a constraint has beyond what can be said of it. */
export function constraintNotes(row: ConstraintRow): readonly Unmodelled[] {
  const { name, definition } = row;
  const kind = unmodelledKind(row);
  return kind === undefined ? [] : [{ kind, name, ...(definition === null ? {} : { definition }) }];
}
