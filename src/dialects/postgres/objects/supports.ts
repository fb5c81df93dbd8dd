import type { ObjectSupports } from '../../ansi/object-support.ts';
import { aggregateSupport } from './aggregate.ts';
import { compositeTypeSupport } from './composite-type.ts';
import { domainSupport } from './domain.ts';
import { enumSupport } from './enum.ts';
import { eventTriggerSupport } from './event-trigger.ts';
import { extensionSupport } from './extension.ts';
import { materializedViewSupport } from './materialized-view.ts';
import { policySupport } from './policy.ts';
import { rangeTypeSupport } from './range-type.ts';
import { routineSupport } from './routine.ts';
import { ruleSupport } from './rule.ts';
import { schemaSupport } from './schema.ts';
import { sequenceSupport } from './sequence.ts';
import { triggerSupport } from './trigger.ts';
import { viewSupport } from './view.ts';

/** The kinds of objects beside tables that PostgreSQL has. */
export const supports: ObjectSupports = {
  schema: schemaSupport,
  sequence: sequenceSupport,
  view: viewSupport,
  materializedView: materializedViewSupport,
  rule: ruleSupport,
  function: routineSupport,
  procedure: routineSupport,
  aggregate: aggregateSupport,
  trigger: triggerSupport,
  eventTrigger: eventTriggerSupport,
  policy: policySupport,
  domain: domainSupport,
  compositeType: compositeTypeSupport,
  rangeType: rangeTypeSupport,
  enum: enumSupport,
  extension: extensionSupport,
};
