import type { Constraint, ReferentialAction } from '../../schema/constraint.ts';
import type { Unmodelled } from '../../schema/schema.ts';
import type { Server } from '../dialect.ts';
import type { ConstraintRow, RelationRow } from './catalog.ts';
import { onConstraint } from './comments-again.ts';
import { stripParentheses } from './expression-text.ts';

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
  server: Server,
): Constraint | undefined {
  if (unmodelledKind(row) !== undefined) return undefined;
  const { name } = row;
  const columns = (row.columns ?? []).map((position) => columnNames.get(position) ?? '');
  const notValid = row.validated ? {} : { notValid: true };
  const deferral = {
    ...(row.deferrable ? { deferrable: true } : {}),
    ...(row.deferred ? { initially: 'DEFERRED' as const } : {}),
  };
  switch (row.kind) {
    case 'p':
      return { kind: 'primaryKey', name, columns, ...deferral };
    case 'u':
      return {
        kind: 'unique',
        name,
        columns,
        ...deferral,
        ...(row.nulls_not_distinct ? { nullsNotDistinct: true } : {}),
      };
    case 'c':
      return {
        kind: 'check',
        name,
        expression: stripParentheses(row.expression ?? ''),
        ...(row.no_inherit ? { noInherit: true } : {}),
        // PostgreSQL 18: what is not enforced is never valid either
        ...(row.enforced ? notValid : { notEnforced: true }),
      };
    default:
      return {
        kind: 'foreignKey',
        name,
        columns,
        references: { table: row.target ?? '', ...targetSchema(row, table, server), columns: row.target_columns ?? [] },
        ...action('onDelete', row.on_delete),
        ...action('onUpdate', row.on_update),
        ...deferral,
        ...(row.match === 'f' ? { match: 'FULL' } : {}),
        ...notValid,
      };
  }
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

function unmodelledKind({ kind, temporal, enforced }: ConstraintRow): string | undefined {
  if (kind === 'x') return 'exclusion constraint';
  if (kind === 'n') return 'not null constraint that is not valid';
  if (temporal) return 'temporal constraint';
  return kind === 'f' && !enforced ? 'foreign key that is not enforced' : undefined;
}

/** What a constraint has beyond what can be said of it. */
export function constraintNotes(row: ConstraintRow): readonly Unmodelled[] {
  const { name, definition } = row;
  const defined = definition === null ? {} : { definition };
  const kind = unmodelledKind(row);
  if (kind !== undefined) return [{ kind, name, ...defined }];
  return [
    ...(row.has_included ? [{ kind: 'columns included in a constraint', name, ...defined }] : []),
    ...(row.set_columns ? [{ kind: 'columns set by a foreign key', name, ...defined }] : []),
    ...(row.comment === null ? [] : [{ kind: onConstraint, name, definition: row.comment }]),
  ];
}
