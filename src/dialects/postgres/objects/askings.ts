import type { Askings, Shadowings } from './asking.ts';
import { compositeTypeShadowing } from './composite-type.ts';
import { domainAsking, domainShadowing } from './domain.ts';
import { materializedViewAsking, materializedViewShadowing } from './materialized-view.ts';
import { policyAsking } from './policy.ts';
import { rangeTypeShadowing } from './range-type.ts';
import { functionAsking, procedureAsking } from './routine-asking.ts';
import { ruleAsking } from './rule.ts';
import { triggerAsking } from './trigger.ts';
import { viewAsking, viewShadowing } from './view.ts';

/** How the server is asked about objects, by kind. */
export const askings: Askings = {
  view: viewAsking,
  materializedView: materializedViewAsking,
  rule: ruleAsking,
  function: functionAsking,
  procedure: procedureAsking,
  trigger: triggerAsking,
  policy: policyAsking,
  domain: domainAsking,
};

/** How new and changed objects are made for others to lean on while the server is asked, by kind. */
export const shadowings: Shadowings = {
  view: viewShadowing,
  materializedView: materializedViewShadowing,
  domain: domainShadowing,
  compositeType: compositeTypeShadowing,
  rangeType: rangeTypeShadowing,
};
