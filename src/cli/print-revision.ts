import { relative } from 'node:path';
import type { PlacedRevision } from '../commands/place.ts';
import type { Revision } from '../revisions/revision.ts';
import type { Paint } from './paint.ts';
import { sanitise, sanitiseLine } from './sanitise.ts';

/** Alembic's line: `9f31c0ffee00 -> ab12cd34ef56 (billing) (head), add users`. */
export function revisionLine(revision: PlacedRevision, paint: Paint): string {
  const { parents, dependsOn, message } = revision;
  const from = parents.length === 0 ? '<base>' : parents.join(', ');
  const needs = dependsOn.length === 0 ? '' : ` (${dependsOn.join(', ')})`;
  const said = message === '' ? '' : `, ${sanitiseLine(message)}`;
  return `${from}${needs} -> ${revisionName(revision, paint)}${said}`;
}

/** A revision by itself: `ab12cd34ef56 (billing) (head)`. */
export function revisionName(revision: PlacedRevision, paint: Paint): string {
  const { branches } = revision;
  const labels = branches.length === 0 ? '' : ` (${branches.map(sanitiseLine).join(', ')})`;
  return `${paint.id(revision.id)}${labels}${inBrackets(marksOf(revision))}`;
}

const inBrackets = (marks: readonly string[]): string => marks.map((mark) => ` (${mark})`).join('');

/** A revision beside the drawing of its history: `ab12cd34ef56 (billing, head, current) add users`. */
export function graphText(revision: PlacedRevision, paint: Paint): string {
  const { id, labels, dependsOn, message, isHead, isImplied, isCurrent } = revision;
  const marks = [
    ...labels.map((label) => paint.strong(sanitiseLine(label))),
    ...(isHead ? [paint.careful(headMark(isImplied))] : []),
    ...(isCurrent === true ? [paint.good('current')] : []),
  ];
  const needs = dependsOn.length === 0 ? '' : paint.faint(` [needs ${dependsOn.join(', ')}]`);
  return `${paint.id(id)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`} ${sanitiseLine(message)}${needs}`.trimEnd();
}

/** Everything of a revision, for `-v` and `show`. */
export function revisionBlock(revision: PlacedRevision, paint: Paint, cwd: string): string {
  const {
    id,
    parents,
    dependsOn,
    path,
    createdAt,
    message,
    branches,
    followers,
    isBranchPoint,
    replaces = [],
  } = revision;
  return [
    `Rev: ${paint.id(id)}${inBrackets(marksOf(revision))}`,
    parents.length > 1 ? `Merges: ${parents.join(', ')}` : `Parent: ${parents[0] ?? '<base>'}`,
    ...(dependsOn.length === 0 ? [] : [`Also depends on: ${dependsOn.join(', ')}`]),
    ...(replaces.length === 0 ? [] : [`Replaces: ${replaces.join(', ')}`]),
    ...(isBranchPoint ? [`Branches into: ${followers.join(', ')}`] : []),
    ...(branches.length === 0 ? [] : [`Branch names: ${branches.map(sanitiseLine).join(', ')}`]),
    `Path: ${sanitise(relative(cwd, path))}`,
    ...(createdAt === undefined ? [] : [`Created: ${sanitiseLine(createdAt)}`]),
    '',
    `    ${sanitiseLine(message)}`,
    '',
  ].join('\n');
}

/** What is said of its place in the history. */
function marksOf({ isHead, isImplied, isCurrent, isBranchPoint, isMergePoint }: PlacedRevision): readonly string[] {
  if (!isHead && !isBranchPoint && !isMergePoint && isCurrent !== true) return none;
  const marks = [
    isHead ? headMark(isImplied) : '',
    isCurrent === true ? 'current' : '',
    isBranchPoint ? 'branchpoint' : '',
    isMergePoint ? 'mergepoint' : '',
  ];
  return marks.filter(Boolean);
}

const none: readonly string[] = [];

const headMark = (isImplied: boolean): string => (isImplied ? 'effective head' : 'head');

/** Where the file is, seen from here. */
export const pathOf = ({ path }: Pick<Revision, 'path'>, cwd: string): string => sanitise(relative(cwd, path) || path);
