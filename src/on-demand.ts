// The commands as functions, each documented where it is written. Configs, models and programs that import the API pay for
// loading those that they call.

export const accept = whenCalled(() => import('./commands/accept.ts'), 'accept');
export const branches = whenCalled(() => import('./commands/branches.ts'), 'branches');
export const check = whenCalled(() => import('./commands/check.ts'), 'check');
export const connect = whenCalled(() => import('./commands/metadata-engine.ts'), 'connect');
export const current = whenCalled(() => import('./commands/current.ts'), 'current');
export const databaseNames = whenCalled(() => import('./commands/database-names.ts'), 'databaseNames');
export const diff = whenCalled(() => import('./commands/diff.ts'), 'diff');
export const downgrade = whenCalled(() => import('./commands/downgrade.ts'), 'downgrade');
export const downgradeScript = whenCalled(() => import('./commands/offline.ts'), 'downgradeScript');
export const edit = whenCalled(() => import('./commands/edit.ts'), 'edit');
export const ensureVersion = whenCalled(() => import('./commands/ensure-version.ts'), 'ensureVersion');
export const ensureVersionScript = whenCalled(() => import('./commands/ensure-version.ts'), 'ensureVersionScript');
export const heads = whenCalled(() => import('./commands/heads.ts'), 'heads');
export const history = whenCalled(() => import('./commands/history.ts'), 'history');
export const importHistory = whenCalled(() => import('./commands/import.ts'), 'importHistory');
export const init = whenCalled(() => import('./commands/init.ts'), 'init');
export const merge = whenCalled(() => import('./commands/merge.ts'), 'merge');
export const models = whenCalled(() => import('./commands/models.ts'), 'models');
export const rangeScript = whenCalled(() => import('./commands/offline.ts'), 'rangeScript');
export const readLog = whenCalled(() => import('./commands/history.ts'), 'readLog');
export const reflect = whenCalled(() => import('./commands/reflect.ts'), 'reflect');
export const revision = whenCalled(() => import('./commands/revision.ts'), 'revision');
export const show = whenCalled(() => import('./commands/show.ts'), 'show');
export const squash = whenCalled(() => import('./commands/squash.ts'), 'squash');
export const stamp = whenCalled(() => import('./commands/stamp.ts'), 'stamp');
export const stampScript = whenCalled(() => import('./commands/stamp-script.ts'), 'stampScript');
export const status = whenCalled(() => import('./commands/status.ts'), 'status');
export const tryDowngrade = whenCalled(() => import('./commands/downgrade.ts'), 'tryDowngrade');
export const tryUpgrade = whenCalled(() => import('./commands/upgrade.ts'), 'tryUpgrade');
export const upgrade = whenCalled(() => import('./commands/upgrade.ts'), 'upgrade');
export const upgradeScript = whenCalled(() => import('./commands/offline.ts'), 'upgradeScript');

/** An asynchronous function of a module that is loaded, with all that it needs, when the function is first called. */
function whenCalled<Module, Name extends keyof Module>(load: () => Promise<Module>, name: Name): Module[Name] {
  const call = async (...given: readonly unknown[]): Promise<unknown> => {
    const found = (await load())[name] as (...given: readonly unknown[]) => Promise<unknown>;
    return found(...given);
  };
  return call as Module[Name];
}
