import { compare } from '../../../src/commands/compare.ts';
import type { Dialect } from '../../../src/dialects/dialect.ts';
import { UnsupportedOperation } from '../../../src/errors.ts';
import { toSchema } from '../../../src/metadata/to-schema.ts';
import { applyAll } from '../../../src/operations/apply.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { reverseAll } from '../../../src/operations/reverse.ts';
import { renderRevision } from '../../../src/revisions/template.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { ChangeCase } from './change-case.ts';

/** What a case comes to where no server is asked. */
export interface OfflinePlan {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** Both directions as a script. */
  readonly sql: string;
}

/** Compares, reverses and compiles a case for the newest version of a database, from what is declared alone. */
export async function planOffline(dialect: Dialect, change: ChangeCase): Promise<OfflinePlan> {
  const before = toSchema(change.from, dialect.capabilities);
  const after = toSchema(change.to, dialect.capabilities);
  const { operations: upgrade } = await compare({ dialect, server: dialect.offlineServer, before, after });
  const downgrade = reverseAll(upgrade);
  const sql = [
    '-- upgrade',
    ...statements(dialect, upgrade, before),
    '',
    '-- downgrade',
    ...statements(dialect, downgrade, applyAll(upgrade, before)),
    '',
  ];
  return { upgrade, downgrade, sql: sql.join('\n') };
}

/** A refusal belongs to what is known of a case: where only the server knows a name, there is none offline. */
function statements(dialect: Dialect, operations: readonly Operation[], before: Schema): readonly string[] {
  try {
    const around = dialect.prepare(operations, 'none');
    const compiled = [...around.before, ...dialect.compile(operations, before, dialect.offlineServer), ...around.after];
    return compiled.map(({ sql, transaction }) => `${transaction === 'outside' ? '-- on its own:\n' : ''}${sql};`);
  } catch (error) {
    if (error instanceof UnsupportedOperation) return [`-- refused: ${error.message}`];
    throw error;
  }
}

/** The revision that autogenerate would write for a case, but for its id and moment. */
export const revisionOf = (change: ChangeCase, { upgrade, downgrade }: OfflinePlan): string =>
  renderRevision(
    {
      header: { id: '0123456789ab', parents: [], message: change.name, labels: [], dependsOn: [] },
      at: new Date(Date.UTC(2026, 0, 1)),
      timezone: 'UTC',
    },
    { upgrade, downgrade },
  );
