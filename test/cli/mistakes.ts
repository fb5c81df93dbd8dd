import type { Mistake } from './mistake.ts';
import { mistakesAroundRuns } from './mistakes-around-runs.ts';
import { mistakesInModels } from './mistakes-in-models.ts';
import { mistakesInProjects } from './mistakes-in-projects.ts';
import { mistakesOfUsage } from './mistakes-of-usage.ts';

/** All that need no server. */
export const mistakes: readonly Mistake[] = [
  ...mistakesOfUsage,
  ...mistakesInModels,
  ...mistakesInProjects,
  ...mistakesAroundRuns,
];
