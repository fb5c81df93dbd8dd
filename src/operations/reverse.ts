import { IrreversibleOperation } from '../errors.ts';
import { objectNameOf } from '../schema/objects/object-name.ts';
import { definitionOf } from './custom-operation.ts';
import { describe } from './describe.ts';
import type { Kind, Operation } from './operation.ts';

const opposites = {
  createObject: 'dropObject',
  dropObject: 'createObject',
  alterObject: 'alterObject',
  createTable: 'dropTable',
  dropTable: 'createTable',
  moveTable: 'moveTable',
  renameTable: 'renameTable',
  alterTable: 'alterTable',
  addColumn: 'dropColumn',
  dropColumn: 'addColumn',
  alterColumn: 'alterColumn',
  renameColumn: 'renameColumn',
  addConstraint: 'dropConstraint',
  dropConstraint: 'addConstraint',
  renameConstraint: 'renameConstraint',
  createIndex: 'dropIndex',
  dropIndex: 'createIndex',
  renameIndex: 'renameIndex',
  execute: 'execute',
  bulkInsert: 'bulkDelete',
  bulkDelete: 'bulkInsert',
  backfill: 'backfill',
  custom: 'custom',
} as const satisfies Record<Kind, Kind>;

/**
 * The operation that takes back what `operation` does. Reversing twice gives the operation again.
 *
 * @throws IrreversibleOperation for a drop that holds only an identity, SQL without `undo`, and a backfill.
 */
export function reverse(operation: Operation): Operation {
  switch (operation.kind) {
    case 'execute': {
      if (operation.undo === undefined) throw irreversible(operation, "give its 'undo'");
      return { kind: 'execute', sql: operation.undo, undo: operation.sql };
    }
    case 'custom': {
      const { reverse: back } = definitionOf(operation);
      if (back === undefined) throw irreversible(operation, "its definition has no 'reverse'");
      return typeof back === 'string' ? { ...operation, name: back } : back(operation.payload);
    }
    case 'backfill':
      throw irreversible(operation, 'the values that were there before are not kept');
    case 'dropTable':
      return 'columns' in operation.table ? turn(operation) : fail(operation);
    case 'dropColumn':
      return 'type' in operation.column ? turn(operation) : fail(operation);
    case 'dropConstraint':
      return 'columns' in operation.constraint ||
        'expression' in operation.constraint ||
        'elements' in operation.constraint
        ? turn(operation)
        : fail(operation);
    case 'dropObject':
      return isWhole(operation.object) ? turn(operation) : fail(operation);
    case 'dropIndex':
      return 'columns' in operation.index ? turn(operation) : fail(operation);
    default:
      return turn(operation);
  }
}

/** Takes back a whole list: every operation reversed, the last one first. */
export const reverseAll = (operations: readonly Operation[]): Operation[] =>
  operations.map((operation) => reverse(operation)).reverse();

function turn(operation: Operation): Operation {
  const kind = opposites[operation.kind];
  if (operation.kind === 'alterColumn') {
    const { using: _, from, to, ...rest } = operation;
    return { ...rest, from: to, to: withoutHints(from, to) };
  }
  if ('from' in operation) return { ...operation, kind, from: operation.to, to: operation.from } as Operation;
  return { ...operation, kind } as Operation;
}

/** A value that was renamed one way is renamed back the other way. */
function withoutHints(
  from: Operation<'alterColumn'>['from'],
  to: Operation<'alterColumn'>['to'],
): Operation<'alterColumn'>['to'] {
  if (to.type.type !== 'Enum' || from.type.type !== 'Enum' || to.type.renamedFrom === undefined) return from;
  const back = Object.entries(to.type.renamedFrom).map(([now, before]) => [before, now]);
  return { ...from, type: { ...from.type, renamedFrom: Object.fromEntries(back) } };
}

/** A schema, a sequence and an extension may have nothing but a name; of anything else that is not the whole. */
function isWhole(object: Operation<'dropObject'>['object']): boolean {
  const { kind } = object;
  if (kind === 'schema' || kind === 'sequence' || kind === 'extension') return true;
  const identity = objectNameOf(object);
  return Object.keys(object).some((key) => !(key in identity));
}

const fail = (operation: Operation): never => {
  throw irreversible(operation, 'the file names only what was dropped, not what it was');
};

const irreversible = (operation: Operation, why: string): IrreversibleOperation =>
  new IrreversibleOperation(`cannot reverse: ${describe(operation).summary}`, { hint: why });
