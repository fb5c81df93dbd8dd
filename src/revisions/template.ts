import type { Operation } from '../operations/operation.ts';
import { array, call, type Layout, object, pair, print } from '../source/layout.ts';
import { textLiteral } from '../source/literal.ts';
import { defaultRendering, type Rendering } from '../source/rendering.ts';
import { momentLabel } from './file-name.ts';
import { type RenderedBody, renderBody } from './render.ts';
import type { RevisionHeader } from './revision.ts';

/** What a new revision file says of itself. */
export interface NewRevision {
  readonly header: Omit<RevisionHeader, 'createdAt'>;
  /** Absent where nobody knows when it was written. */
  readonly at?: Date;
  /** An IANA name; absent means the computer's time zone. */
  readonly timezone?: string;
  /** How it is written; absent means as usual. */
  readonly rendering?: Rendering;
  /** It has no downgrade: taking it back is refused. */
  readonly isOneWay?: true;
  /** Why one or both directions cannot be run, until somebody writes down what they do. */
  readonly refusals?: { readonly upgrade?: string; readonly downgrade?: string };
  /** Lines that are kept in the file as a comment. */
  readonly kept?: readonly string[];
  /** Import lines that it has beside those that it needs. */
  readonly imports?: readonly string[];
}

/** What a revision does, and how it is taken back. */
export interface Directions {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
}

const nothing: Directions = { upgrade: [], downgrade: [] };

/** A revision in TypeScript, as a whole file. Without operations it is a form to fill in. */
export function renderRevision(revision: NewRevision, directions: Directions = nothing): string {
  const { upgrade, downgrade, imports } = bodiesOf(revision, directions);
  const parameter = (body: RenderedBody): string => `${parameterName(revision, body)}: Operations`;
  const lines = [...imports.vocabulary, "import type { Operations } from 'athanor';", ...imports.others];
  return [
    `/** ${title(revision)} */\n${lines.join('\n')}\n`,
    `${headerSource(revision)}\n`,
    renderFunction('upgrade', parameter(upgrade), upgrade),
    ...(revision.isOneWay === true ? [] : [renderFunction('downgrade', parameter(downgrade), downgrade)]),
    ...keptLines(revision, '// '),
  ].join('\n');
}

/** A revision in JavaScript, as a whole file; editors know its types by a comment. */
export function renderJavaScriptRevision(revision: NewRevision, directions: Directions = nothing): string {
  const { upgrade, downgrade, imports } = bodiesOf(revision, directions);
  const lines = [...imports.vocabulary, ...imports.others];
  const { operations: op } = revision.rendering ?? defaultRendering;
  const types = `/** @param {import('athanor').Operations} ${op} */\n`;
  return [
    `/** ${title(revision)} */\n${lines.map((line) => `${line}\n`).join('')}${lines.length === 0 ? '' : '\n'}${headerSource(revision)}\n`,
    `${types}${renderFunction('upgrade', op, upgrade)}`,
    ...(revision.isOneWay === true ? [] : [`${types}${renderFunction('downgrade', op, downgrade)}`]),
    ...keptLines(revision, '// '),
  ].join('\n');
}

/** A revision in SQL, as a whole file. */
export function renderSqlRevision(revision: NewRevision, up = '', down = ''): string {
  const section = (marker: string, sql: string): string =>
    `-- migrate:${marker}\n${sql === '' ? '' : `${sql.trim()}\n`}`;
  const header = print(headerLayout(revision), 0, 0, 0).replaceAll('\n', '\n-- ');
  // A message that starts so would be taken for the header.
  const comment = title(revision).replace(/^revision\s*:/, 'revision');
  const kept = keptLines(revision, '-- | ').map((lines) => `${lines}\n`);
  const sections = [section('up', up), ...(revision.isOneWay === true ? [] : [section('down', down)])];
  return `-- ${comment}\n-- revision: ${header}\n\n${kept.join('')}${sections.join('\n')}`;
}

/** One comment, or none. In SQL its lines are marked, so that none is taken for the start of a section. */
const keptLines = ({ kept }: NewRevision, prefix: string): readonly string[] =>
  kept === undefined ? [] : [kept.map((line) => `${`${prefix}${line}`.trimEnd()}\n`).join('')];

interface Bodies {
  readonly upgrade: RenderedBody;
  readonly downgrade: RenderedBody;
  /** Import lines: that of the vocabulary, where it is used, and those that the config asks for. */
  readonly imports: { readonly vocabulary: readonly string[]; readonly others: readonly string[] };
}

function bodiesOf(
  { rendering = defaultRendering, imports = [], refusals = {} }: NewRevision,
  { upgrade, downgrade }: Directions,
): Bodies {
  const bodies = {
    upgrade: refusal(refusals.upgrade) ?? renderBody(upgrade, rendering),
    downgrade: refusal(refusals.downgrade) ?? renderBody(downgrade, rendering),
  };
  const usesVocabulary = bodies.upgrade.usesVocabulary || bodies.downgrade.usesVocabulary;
  const others = [...rendering.imports, ...imports, ...bodies.upgrade.imports, ...bodies.downgrade.imports];
  return {
    ...bodies,
    imports: {
      vocabulary: usesVocabulary ? [`import * as ${rendering.vocabulary} from 'athanor';`] : [],
      others: [...new Set(others)],
    },
  };
}

const refusal = (reason: string | undefined): RenderedBody | undefined =>
  reason === undefined
    ? undefined
    : {
        source: `  throw ${print(call('new Error', [textLiteral(reason)]), 2, 8, 1)};\n`,
        usesVocabulary: false,
        imports: [],
      };

const renderFunction = (name: string, parameter: string, { source }: RenderedBody): string =>
  `export function ${name}(${parameter}) {${source === '' ? '' : `\n${source}`}}\n`;

/** A merge is complete without operations; anything else that is empty is to be filled in. */
const parameterName = (
  { header, rendering: { operations } = defaultRendering }: NewRevision,
  { source }: RenderedBody,
): string => (source === '' && header.parents.length > 1 ? `_${operations}` : operations);

const declaration = 'export const revision = ';

const headerSource = (revision: NewRevision): string =>
  `${declaration}${print(headerLayout(revision), 0, declaration.length, 1)};`;

function headerLayout({ header: { id, parents, message, labels, dependsOn, replaces } }: NewRevision): Layout {
  const names = (items: readonly string[]): Layout => array(items.map(textLiteral));
  return object([
    pair('id', textLiteral(id)),
    pair('parents', names(parents)),
    pair('message', textLiteral(message)),
    pair('labels', names(labels)),
    pair('dependsOn', names(dependsOn)),
    ...(replaces === undefined ? [] : [pair('replaces', names(replaces))]),
  ]);
}

function title({ header, at, timezone }: NewRevision): string {
  const message = header.message
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .replaceAll('*/', '*\\/')
    .trim();
  const said = message === '' ? 'empty message' : message;
  return at === undefined ? said : `${said} — ${momentLabel(at, timezone)}`;
}
