import type { Settings } from '../config/settings.ts';
import type { OnVersionChange } from '../runner/version-change.ts';

/** The config's `onVersionApply`, one after the other; undefined where there are none. */
export const versionHooks = ({ onVersionApply }: Settings): OnVersionChange | undefined =>
  onVersionApply.length === 0
    ? undefined
    : async (change) => {
        for (const hook of onVersionApply) await hook(change);
      };
