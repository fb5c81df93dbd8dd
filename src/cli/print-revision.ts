import { relative } from 'node:path';
import type { Revision } from '../revisions/revision.ts';
import type { Paint } from './paint.ts';
import { sanitise, sanitiseLine } from './sanitise.ts';

/** What is said of a revision beside its header: `head`, `current`, `branchpoint`. */
export type Marks = readonly string[];

/** Alembic's line: `9f31c0ffee00 -> ab12cd34ef56 (head), add users`. */
export function revisionLine(revision: Revision, marks: Marks, paint: Paint): string {
  const { id, parents, dependsOn, message } = revision;
  const from = parents.length === 0 ? '<base>' : parents.join(', ');
  const needs = dependsOn.length === 0 ? '' : ` (${dependsOn.join(', ')})`;
  const said = message === '' ? '' : `, ${sanitiseLine(message)}`;
  return `${from}${needs} -> ${paint.id(id)}${labelsOf(revision)}${marksOf(marks)}${said}`;
}

/** A revision by itself: `ab12cd34ef56 (head)`. */
export const revisionName = (revision: Revision, marks: Marks, paint: Paint): string =>
  `${paint.id(revision.id)}${labelsOf(revision)}${marksOf(marks)}`;

/** Everything of a revision, for `-v`. */
export function revisionBlock(revision: Revision, marks: Marks, paint: Paint, cwd: string): string {
  const { id, parents, dependsOn, labels, path, createdAt, message } = revision;
  return [
    `Rev: ${paint.id(id)}${marksOf(marks)}`,
    parents.length > 1 ? `Merges: ${parents.join(', ')}` : `Parent: ${parents[0] ?? '<base>'}`,
    ...(dependsOn.length === 0 ? [] : [`Also depends on: ${dependsOn.join(', ')}`]),
    ...(labels.length === 0 ? [] : [`Branch names: ${labels.map(sanitiseLine).join(', ')}`]),
    `Path: ${sanitise(relative(cwd, path))}`,
    ...(createdAt === undefined ? [] : [`Created: ${sanitiseLine(createdAt)}`]),
    '',
    `    ${sanitiseLine(message)}`,
    '',
  ].join('\n');
}

const labelsOf = ({ labels }: Revision): string =>
  labels.length === 0 ? '' : ` (${labels.map(sanitiseLine).join(', ')})`;

const marksOf = (marks: Marks): string => marks.map((mark) => ` (${mark})`).join('');
