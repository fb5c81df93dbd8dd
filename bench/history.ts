import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Job, measure, type Usage } from './measure.ts';
import { migrate } from './project.ts';

const reader = fileURLToPath(new URL('./read-files.mjs', import.meta.url));

/** What a command costs beside reading the files of a long history, which it has to do. */
export interface HistoryFigures {
  readonly reading: Usage;
  readonly commands: readonly CommandFigures[];
}

export interface CommandFigures {
  readonly command: string;
  readonly usage: Usage;
  /** Time over that of the same command on one revision, as a multiple of the time that reading takes over an empty process. */
  readonly timesReading: number;
}

const commands = ['heads', 'history', 'current', 'history --graph'] as const;

/**
 * Measures commands that read headers on a chain of so many revisions, all of which are applied. What they do not read a
 * second time is left out on both sides: the program's start on one, that of an empty process on the other.
 */
export async function measureHistory(count: number, runs: number): Promise<HistoryFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'athanor-bench-history-'));
  try {
    const long = writeHistory(join(folder, 'long'), count);
    const short = writeHistory(join(folder, 'short'), 1);
    for (const cwd of [long, short]) await measure({ args: [migrate, 'stamp', 'head'], cwd }, 1);
    const read: Job = { args: [reader, 'migrations'], cwd: long };
    const [reading, empty] = [await measure(read, runs), await measure({ args: ['-e', '0'] }, runs)];
    const figures: CommandFigures[] = [];
    for (const command of commands) {
      const args = [migrate, ...command.split(' ')];
      const usage = await measure({ args, cwd: long }, runs);
      const start = await measure({ args, cwd: short }, runs);
      figures.push({ command, usage, timesReading: (usage.wall - start.wall) / (reading.wall - empty.wall) });
    }
    return { reading, commands: figures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeHistory(folder: string, count: number): string {
  mkdirSync(join(folder, 'migrations'), { recursive: true });
  writeFileSync(join(folder, 'migrate.config.mjs'), "export default { url: 'sqlite:///bench.db' };\n");
  for (let at = 0; at < count; at++) writeFileSync(join(folder, 'migrations', nameOf(at)), revision(at));
  return folder;
}

const idOf = (at: number): string => at.toString(16).padStart(12, '0');
const nameOf = (at: number): string => `2026_11_22_${String(at).padStart(4, '0')}_${idOf(at)}_add_table_${at}.ts`;

/** A revision as autogenerating writes it. */
const revision = (at: number): string => `/** add table ${at} — 2026-11-22 09:14 */
import * as sa from 'athanor';
import type { Operations } from 'athanor';

export const revision = { id: '${idOf(at)}', parents: [${at === 0 ? '' : `'${idOf(at - 1)}'`}], message: 'add table ${at}', labels: [], dependsOn: [] };

export function upgrade(op: Operations) {
  op.createTable({
    table: {
      name: 'table_${at}',
      columns: [
        { name: 'id', type: sa.Integer, nullable: false, autoincrement: true },
        { name: 'name', type: sa.String(200), nullable: false },
        { name: 'user_id', type: sa.Integer, nullable: false },
        { name: 'amount', type: sa.Numeric(10, 2), serverDefault: 0 },
        { name: 'created_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: { function: 'now' } },
      ],
      constraints: [
        { kind: 'primaryKey', name: 'pk_table_${at}', columns: ['id'] },
        { kind: 'foreignKey', name: 'fk_table_${at}_user', columns: ['user_id'], references: { table: 'users', columns: ['id'] } },
      ],
      indexes: [{ name: 'ix_table_${at}_name', columns: ['name'] }],
    },
  });
  op.addColumn({ table: 'users', column: { name: 'table_${at}_count', type: sa.Integer, nullable: false, serverDefault: 0 } });
}

export function downgrade(op: Operations) {
  // Loses data: all values of table_${at}_count
  op.dropColumn({ table: 'users', column: { name: 'table_${at}_count' } });
  // Loses data: all rows of table_${at}
  op.dropTable({ table: { name: 'table_${at}' } });
}
`;
