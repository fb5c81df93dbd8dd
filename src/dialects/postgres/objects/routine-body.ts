import type { Operation } from '../../../operations/operation.ts';
import type { SchemaObject } from '../../../schema/objects/object.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import type { Statement } from '../../dialect.ts';
import { mentions } from '../expression-text.ts';

/**
 * The statements that make a routine, which the server does not read the body of where that mentions what a later operation
 * makes. https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-CHECK-FUNCTION-BODIES
 */
export const withoutBodyChecks = (
  object: SchemaObject,
  statements: readonly Statement[],
  rest: readonly Operation[],
): readonly Statement[] =>
  statements.length > 0 && mentionsLater(object, rest)
    ? [{ sql: 'SET check_function_bodies = off' }, ...statements, { sql: 'RESET check_function_bodies' }]
    : statements;

function mentionsLater(object: SchemaObject, rest: readonly Operation[]): boolean {
  if (object.kind !== 'function' && object.kind !== 'procedure') return false;
  const made = rest.flatMap(namesMade);
  if (made.length === 0) return false;
  const words = mentions(sqlOn('postgresql', object.body) ?? '');
  return made.some((name) => words.has(name));
}

function namesMade(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'createTable':
      return [operation.table.name];
    case 'createObject':
      return [operation.object.name];
    case 'alterObject':
      return [operation.to.name];
    case 'addColumn':
      return [operation.column.name];
    case 'alterColumn':
      return [operation.to.name];
    case 'renameTable':
    case 'renameColumn':
      return [operation.to];
    default:
      return [];
  }
}
