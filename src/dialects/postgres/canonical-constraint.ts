import { derive } from '../../schema/canonical.ts';
import type { Column } from '../../schema/column.ts';
import {
  type Check,
  type Constraint,
  type Exclusion,
  type ForeignKey,
  type PrimaryKey,
  targetOf,
  type Unique,
} from '../../schema/constraint.ts';
import type { TableName } from '../../schema/table-name.ts';
import { atLeast, type Server } from '../dialect.ts';
import { canonicalIndexOptions, canonicalKeyPart } from './canonical-index.ts';
import { canonicalExpression } from './expression-text.ts';
import { clipIdentifier } from './quoting.ts';

/** A constraint as the server would report it; `columns` are the canonical ones of its table. */
export function canonicalConstraint(
  constraint: Constraint,
  table: TableName,
  columns: readonly Column[],
  server: Server,
): Constraint {
  const common = {
    name: constraint.name === undefined ? undefined : clipIdentifier(constraint.name),
    comment: constraint.comment || undefined,
  };
  switch (constraint.kind) {
    case 'primaryKey':
      return derive(constraint, { ...common, ...keyChange(constraint), mysql: undefined });
    case 'unique':
      return derive(constraint, {
        ...common,
        ...keyChange(constraint),
        nullsNotDistinct: onlyTrue(constraint.nullsNotDistinct),
      });
    case 'check':
      return derive(constraint, { ...common, ...checkChange(constraint, server) });
    case 'foreignKey':
      return derive(constraint, { ...common, ...foreignKeyChange(constraint, table, server) });
    case 'exclusion':
      return derive(constraint, { ...common, ...exclusionChange(constraint, columns) });
  }
}

const keyChange = (key: PrimaryKey | Unique) => ({
  columns: key.columns.map(clipIdentifier),
  include: key.include?.length ? key.include.map(clipIdentifier) : undefined,
  postgresql: canonicalIndexOptions(key),
  sqlite: undefined,
  ...deferral(key),
});

const foreignKeyChange = (key: ForeignKey, table: TableName, server: Server) => ({
  columns: key.columns.map(clipIdentifier),
  references: canonicalTarget(key, table, server),
  onDelete: key.onDelete === 'NO ACTION' ? undefined : key.onDelete,
  onDeleteColumns: key.onDeleteColumns?.length ? key.onDeleteColumns.map(clipIdentifier) : undefined,
  onUpdate: key.onUpdate === 'NO ACTION' ? undefined : key.onUpdate,
  match: key.match === 'SIMPLE' ? undefined : key.match,
  useAlter: undefined,
  ...enforcement(key, server.version),
  ...deferral(key),
});

const checkChange = (check: Check, { version }: Server) => ({
  expression: canonicalExpression(check.expression),
  noInherit: onlyTrue(check.noInherit),
  sqlite: undefined,
  ...enforcement(check, version),
});

function exclusionChange(exclusion: Exclusion, columns: readonly Column[]) {
  const method = exclusion.using?.toLowerCase();
  return {
    elements: exclusion.elements.map(({ operator, ...part }) => {
      const key = canonicalKeyPart(part, columns);
      return { ...(typeof key === 'string' ? { column: key } : key), operator: canonicalOperator(operator) };
    }),
    using: method === 'gist' ? undefined : method,
    where: exclusion.where === undefined ? undefined : canonicalExpression(exclusion.where),
    include: exclusion.include?.length ? exclusion.include.map(clipIdentifier) : undefined,
    postgresql: canonicalIndexOptions(exclusion),
    ...deferral(exclusion),
  };
}

/** An operator of the system may come as `OPERATOR(pg_catalog.=)`. */
const canonicalOperator = (operator: string): string =>
  operator.trim().replace(/^OPERATOR\s*\(\s*pg_catalog\.([^\s)]+)\s*\)$/i, '$1');

/** Since PostgreSQL 18; what is not enforced is never valid either. */
function enforcement(
  { notValid, notEnforced }: Pick<Check, 'notValid' | 'notEnforced'>,
  version: Server['version'],
): Enforcement {
  const loose = atLeast(version, 18) && notEnforced === true;
  return { notValid: loose ? undefined : onlyTrue(notValid), notEnforced: loose ? true : undefined };
}

interface Enforcement {
  readonly notValid: true | undefined;
  readonly notEnforced: true | undefined;
}

function deferral({ deferrable, initially }: Pick<ForeignKey, 'deferrable' | 'initially'>) {
  const deferred = initially === 'DEFERRED';
  return {
    deferrable: deferrable === true || deferred ? (true as const) : undefined,
    initially: deferred ? initially : undefined,
  };
}

const onlyTrue = (value: boolean | undefined): true | undefined => (value === true ? true : undefined);

/** A target in the schema of its own table goes without; one in the default schema, seen from another, says null. */
function canonicalTarget(
  foreignKey: ForeignKey,
  table: TableName,
  { defaultSchema }: Server,
): ForeignKey['references'] {
  const target = targetOf(foreignKey, table);
  const schema = target.schema === defaultSchema ? undefined : target.schema;
  const { columns } = foreignKey.references;
  return {
    table: clipIdentifier(target.name),
    columns: columns.map(clipIdentifier),
    ...(schema === table.schema ? {} : { schema: schema ?? null }),
  };
}
