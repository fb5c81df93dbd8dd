import type { IdentifierLimits } from '../metadata/truncate-name.ts';
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
