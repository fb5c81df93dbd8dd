import type { Settings } from '../config/settings.ts';
import type { OnVersionChange, VersionChange } from '../runner/version-change.ts';

/** The config's `onVersionApply`, one after the other; undefined where there are none. */
export const versionHooks = ({ onVersionApply }: Settings): OnVersionChange | undefined =>
  onVersionApply.length === 0
    ? undefined
    : async (change) => {
        for (const hook of onVersionApply) await hook(change);
      };

/** The statements that they run along with a change, for a script. */
export async function hookStatements(
  settings: Settings,
  change: Omit<VersionChange, 'execute'>,
): Promise<readonly string[]> {
  const statements: string[] = [];
  await versionHooks(settings)?.({ ...change, execute: async (sql) => void statements.push(sql) });
  return statements;
}
