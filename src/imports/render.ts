import { basename } from 'node:path';
import {
  type NewRevision,
  renderJavaScriptRevision,
  renderRevision,
  renderSqlRevision,
} from '../revisions/template.ts';
import type { ForeignCode, ForeignMigration } from './migration.ts';

/** A revision as a whole file. */
export interface RenderedRevision {
  /** The ending of its file. */
  readonly ending: 'sql' | 'ts' | 'js';
  readonly text: string;
}

/**
 * The revision that a migration becomes. Where its SQL is known, that is a script; where only its own tool knows what it does,
 * it is a module that refuses to run, with the old code as a comment, until somebody writes down what it does.
 */
export function renderMigration(migration: ForeignMigration, language: 'ts' | 'js'): RenderedRevision {
  const { up, down, code } = migration;
  const revision = newRevision(migration);
  if (up !== undefined) return { ending: 'sql', text: renderSqlRevision(revision, escaped(up), escaped(down ?? '')) };
  const reason = `imported from ${code?.tool} without its SQL: write here what the code below does`;
  const refusals = { upgrade: reason, ...(down === undefined ? { downgrade: reason } : {}) };
  const downgrade = down === undefined || down === '' ? [] : [{ kind: 'execute', sql: down } as const];
  const render = language === 'ts' ? renderRevision : renderJavaScriptRevision;
  return { ending: language, text: render({ ...revision, refusals }, { upgrade: [], downgrade }) };
}

/** Where a script is known, a way back that is not has to be written first; where only code is known, the code tells. */
const isOneWay = ({ up, down, code }: ForeignMigration): boolean =>
  down === undefined && (up !== undefined || code?.goesBack !== true);

const newRevision = (migration: ForeignMigration): NewRevision => ({
  header: migration.header,
  ...(isOneWay(migration) ? { isOneWay: true } : {}),
  ...(migration.at === undefined ? {} : { at: migration.at, timezone: 'UTC' }),
  ...(migration.code === undefined ? {} : { kept: codeLines(migration.file, migration.code) }),
});

/** A line of the old script that would be taken for the start of a section. */
const escaped = (sql: string): string => sql.replaceAll(/^--(?=[^\S\n]*migrate:)/gim, '-- |');

const codeLines = (file: string, { tool, text }: ForeignCode): readonly string[] => [
  `${basename(file)}, as ${tool} ran it:`,
  '',
  ...text.trim().split(/\r\n?|\n/),
];
