import type { DirectivesContext, RevisionDirectives } from '../config/hooks.ts';
import type { Settings } from '../config/settings.ts';
import { ConfigError } from '../errors.ts';

const lists = ['parents', 'labels', 'dependsOn', 'upgrade', 'downgrade', 'imports'] as const;

/**
 * What the config's `processRevisionDirectives` make of a revision; null where one of them wants nothing to be written.
 *
 * @throws ConfigError
 */
export async function processDirectives(
  { processRevisionDirectives, file }: Settings,
  directives: RevisionDirectives,
  context: DirectivesContext,
): Promise<RevisionDirectives | null> {
  let current = directives;
  for (const hook of processRevisionDirectives) {
    const result: unknown = await hook(current, context);
    if (result === null) return null;
    if (!areDirectives(result)) {
      throw new ConfigError("'processRevisionDirectives' returned no revision", {
        file,
        hint: 'return what it was given, a changed copy of that, or null to write nothing',
      });
    }
    current = result;
  }
  return current;
}

const areDirectives = (value: unknown): value is RevisionDirectives =>
  typeof value === 'object' &&
  value !== null &&
  lists.every((key) => Array.isArray((value as Partial<RevisionDirectives>)[key]));
