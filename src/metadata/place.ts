import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line of somebody's code. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Finds the place when it is asked for. */
export type FindPlace = () => Place | undefined;

const ownFolder = import.meta.url.slice(0, import.meta.url.lastIndexOf('/') + 1);
const ownPath = fileURLToPath(ownFolder);
const depth = 12;
/** `at name (file:line:column)` or `at file:line:column`. */
const framePattern = /^\s*at (?:.*? \((.+):(\d+):\d+\)|(?:async )?(.+):(\d+):\d+)$/;

/**
 * Remembers who called into this layer. Taking the stack is cheap; it is turned into text and read only when an error wants
 * to say where something was declared.
 */
export function callingPlace(): FindPlace {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = depth;
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, callingPlace);
  Error.stackTraceLimit = stackTraceLimit;
  return () => firstCallerOutside(trace.stack ?? '');
}

/** The first frame outside this folder. */
function firstCallerOutside(stack: string): Place | undefined {
  for (const frame of stack.split('\n').slice(1)) {
    const [, called, line, bare, bareLine] = framePattern.exec(frame) ?? [];
    const location = called ?? bare ?? '';
    if (location === '' || location.startsWith('node:')) continue;
    if (location.startsWith(ownFolder) || location.startsWith(ownPath)) continue;
    return { file: forPeople(location), line: Number(line ?? bareLine) };
  }
  return undefined;
}

/** As seen from the working directory, where the file is inside it. */
function forPeople(location: string): string {
  const path = location.startsWith('file://') ? fileURLToPath(location) : location;
  const fromHere = relative(process.cwd(), path);
  return fromHere === '' || fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
}

/** `src/models.ts:12`, or nothing where it is not known. */
export const placeLabel = (place: Place | undefined): string =>
  place === undefined ? '' : `${place.file}:${place.line}`;
