import type { IdentifierLimits } from '../metadata/truncate-name.ts';
import { targetOf } from '../schema/constraint.ts';
import type { Schema } from '../schema/schema.ts';
import { type TableName, tableKey } from '../schema/table-name.ts';
import type { Spelling } from '../source/literal.ts';
import type { ModelPlan } from './plan.ts';
import type { Relationships } from './relationships.ts';

/** What everything that is written has in common. */
export interface SourceScope {
  readonly plan: ModelPlan;
  readonly relationships: Relationships;
  readonly spelling: Spelling;
  readonly limits: IdentifierLimits;
  /** How source text names the metadata: `Base.metadata`. */
  readonly metadata: string;
  /** Tables that are declared, by their keys. */
  readonly declared: ReadonlySet<string>;
}

/** A foreign key whose table is not written, which no model can declare. */
export interface DanglingKey {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly target: TableName;
}

/** The foreign keys that lead out of a schema. */
export const danglingKeys = ({ tables }: Schema): readonly DanglingKey[] => {
  const declared = new Set(tables.map(tableKey));
  return tables.flatMap((table) =>
    (table.constraints ?? []).flatMap((key) => {
      if (key.kind !== 'foreignKey') return [];
      const target = targetOf(key, table);
      return declared.has(tableKey(target)) ? [] : [{ table, columns: key.columns, target }];
    }),
  );
};
