import { definitionOf } from '../operations/custom-operation.ts';
import { describe } from '../operations/describe.ts';
import type { Hazard } from '../operations/description.ts';
import type { Operation } from '../operations/operation.ts';
import type { Column } from '../schema/column.ts';
import { objectNameOf } from '../schema/objects/object-name.ts';
import type { Table } from '../schema/table.ts';
import { nameOf } from '../schema/table-name.ts';
import { call, type Layout, print } from '../source/layout.ts';
import { Spelling } from '../source/literal.ts';
import { defaultRendering, type Rendering } from '../source/rendering.ts';

/** The body of a function that records operations. */
export interface RenderedBody {
  /** Lines indented by two, each with its line end; nothing where there are no operations. */
  readonly source: string;
  /** Types, SQL or functions stand in it, so that the file has to import `sa`. */
  readonly usesVocabulary: boolean;
  /** The import lines that parts written in other words need. */
  readonly imports: readonly string[];
}

/**
 * Operations as source text: one call of `op` each, deterministic, formatted as a person's code. A comment above an operation
 * says what data it loses, or which rows make it fail.
 */
export function renderBody(operations: readonly Operation[], rendering: Rendering = defaultRendering): RenderedBody {
  const spelling = new Spelling(rendering);
  const source = operations
    .map((operation) => {
      const layout = spelling.item({ kind: 'operation', value: operation }) ?? callOf(operation, spelling, rendering);
      return `${hazardComments(operation)}  ${print(layout, 2, 2, 1)};\n`;
    })
    .join('');
  return { source, usesVocabulary: spelling.usesVocabulary, imports: [...spelling.imports] };
}

function callOf(operation: Operation, spelling: Spelling, { operations: op }: Rendering): Layout {
  const { kind, ...payload } = asWritten(operation);
  if (operation.kind !== 'custom') return call(`${op}.${kind}`, [spelling.literal(payload)]);
  const { asWritten: written = (whole) => whole } = definitionOf(operation);
  return call(`${op}.${operation.name}`, [spelling.literal(written(operation.payload))]);
}

const hazardComments = (operation: Operation): string =>
  describe(operation)
    .hazards.map((hazard) => `  // ${hazardText(hazard)}\n`)
    .join('');

const hazardText = ({ kind, reason }: Hazard): string =>
  `${kind === 'data-loss' ? 'Loses data' : 'May fail'}: ${reason.replaceAll(/[\s\p{C}]+/gu, ' ')}`.trimEnd();

/**
 * An operation as a file holds it: a drop says only what it drops (its opposite holds the definition), and what is the
 * default, or a hint that has been followed, is left out.
 */
export function asWritten(operation: Operation): Operation {
  switch (operation.kind) {
    case 'dropTable':
      return { ...operation, table: nameOf(operation.table) };
    case 'dropColumn':
      return { ...operation, column: { name: operation.column.name } };
    case 'dropIndex': {
      const { name } = operation.index;
      return name === undefined ? operation : { ...operation, index: { name } };
    }
    case 'dropConstraint': {
      const { kind, name } = operation.constraint;
      return name === undefined ? operation : { ...operation, constraint: { kind, name } };
    }
    case 'dropObject':
      // without its text it would not be known which databases have it
      return hasTextByDatabase(operation.object)
        ? operation
        : { ...operation, object: objectNameOf(operation.object) as typeof operation.object };
    case 'createObject': {
      const { renamedFrom: _, ...object } = { renamedFrom: undefined, ...operation.object };
      return { ...operation, object: object as typeof operation.object };
    }
    case 'createTable':
      return { ...operation, table: tableAsWritten(operation.table) };
    case 'addColumn':
      return { ...operation, column: newColumnAsWritten(operation.column) };
    case 'alterColumn':
      return { ...operation, from: columnAsWritten(operation.from), to: columnAsWritten(operation.to) };
    default:
      return operation;
  }
}

const hasTextByDatabase = (object: Operation<'dropObject'>['object']): boolean =>
  ('definition' in object && typeof object.definition === 'object') ||
  ('body' in object && typeof object.body === 'object');

function tableAsWritten({ renamedFrom: _, movedFrom: _m, ...table }: Table): Table {
  return { ...table, columns: table.columns.map(newColumnAsWritten) };
}

/** No row has an old value of an enum that is new itself. */
function newColumnAsWritten(column: Column): Column {
  const written = columnAsWritten(column);
  if (written.type.type !== 'Enum' || !('renamedFrom' in written.type)) return written;
  const { renamedFrom: _, ...type } = written.type;
  return { ...written, type };
}

function columnAsWritten({ renamedFrom: _, nullable, ...column }: Column): Column {
  return nullable === false ? { ...column, nullable } : column;
}
