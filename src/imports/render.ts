import { call, print } from '../revisions/layout.ts';
import { textLiteral } from '../revisions/literal.ts';
import type { NewRevision } from '../revisions/template.ts';
import { renderJavaScriptRevision, renderRevision, renderSqlRevision } from '../revisions/template.ts';
import type { ForeignMigration } from './migration.ts';

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
  const text = migration.up === undefined ? renderModule(migration, language) : renderScript(migration, migration.up);
  return { ending: migration.up === undefined ? language : 'sql', text: dated(text, migration) };
}

const newRevision = ({ header, at = new Date(0) }: ForeignMigration): NewRevision => ({ header, at, timezone: 'UTC' });

/** A revision whose date nobody knows has none. */
const dated = (text: string, { at }: ForeignMigration): string =>
  at === undefined ? text.replace(/ — \d{4}-\d\d-\d\d \d\d:\d\d(?= \*\/|$)/m, '') : text;

function renderScript(migration: ForeignMigration, up: string): string {
  const whole = renderSqlRevision(newRevision(migration), escaped(up), escaped(migration.down ?? ''));
  const script = migration.down === undefined ? whole.replace(/\n-- migrate:down\n$/, '') : whole;
  const start = script.indexOf('-- migrate:up\n');
  return `${script.slice(0, start)}${codeComment(migration, '-- | ')}${script.slice(start)}`;
}

/** A line of the old script that would be taken for the start of a section. */
const escaped = (sql: string): string => sql.replaceAll(/^--(?=[^\S\n]*migrate:)/gim, '-- |');

function renderModule(migration: ForeignMigration, language: 'ts' | 'js'): string {
  const render = language === 'ts' ? renderRevision : renderJavaScriptRevision;
  const whole = render(newRevision(migration)).replaceAll(
    /^(export function (upgrade|downgrade)\(\w+(?:: Operations)?\) )\{\}$/gm,
    (_, head: string, direction: 'upgrade' | 'downgrade') => `${head}${bodyOf(migration, direction)}`,
  );
  const goesBack = migration.down !== undefined || migration.code?.goesBack !== false;
  const module = goesBack ? whole : whole.replace(/\n(?:\/\*\*[^\n]*\n)?export function downgrade\([\s\S]*$/, '');
  return `${module}\n${codeComment(migration, '// ').trimEnd()}\n`;
}

function bodyOf({ code, down }: ForeignMigration, direction: 'upgrade' | 'downgrade'): string {
  if (direction === 'downgrade' && down === '') return '{}';
  const what = `imported from ${code?.tool} without its SQL: write here what the code below does`;
  return `{\n  throw ${print(call('new Error', [textLiteral(what)]), 2, 8, 1)};\n}`;
}

function codeComment({ code, file }: ForeignMigration, prefix: string): string {
  if (code === undefined) return '';
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const lines = [`${name}, as ${code.tool} ran it:`, '', ...code.text.trim().split(/\r\n?|\n/)];
  return `${lines.map((line) => `${prefix}${line}`.trimEnd()).join('\n')}\n\n`;
}
