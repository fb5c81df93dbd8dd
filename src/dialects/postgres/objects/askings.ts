import type { Askings, Shadowings } from './asking.ts';
import { materializedViewAsking, materializedViewShadowing } from './materialized-view.ts';
import { ruleAsking } from './rule.ts';
import { viewAsking, viewShadowing } from './view.ts';

/** How the server is asked about objects, by kind. */
export const askings: Askings = {
  view: viewAsking,
  materializedView: materializedViewAsking,
  rule: ruleAsking,
};

/** How new and changed objects are made for others to lean on while the server is asked, by kind. */
export const shadowings: Shadowings = {
  view: viewShadowing,
  materializedView: materializedViewShadowing,
};
