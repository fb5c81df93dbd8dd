import type { Operation } from '../operations/operation.ts';
import { originOf } from '../schema/canonical.ts';
import type { Column } from '../schema/column.ts';
import { equal } from '../schema/equal.ts';
import type { Table } from '../schema/table.ts';
import { matchByKey, matchByShape } from './match.ts';
import { wordsOfColumn, wordsOfConstraint, wordsOfIndex } from './words.ts';

type On = { readonly table: string; readonly schema?: string };

/**
 * Checks, indexes and defaults that stay as they are but call a routine that is dropped and created again: they are taken
 * away before and put back after, as no server drops a routine under them. A generated column is left to the server, which
 * refuses: its values would have to be computed anew.
 *
 * @param kept the tables of both sides
 * @param changes everything that happens, routines among it
 */
export function releaseRoutines(
  kept: readonly { readonly from: Table; readonly to: Table }[],
  changes: readonly Operation[],
): Operation[] {
  const again = routinesMadeAgain(changes);
  if (again.size === 0) return [];
  const calls = (words: readonly string[]): boolean => words.some((word) => again.has(word));
  return kept.flatMap(({ from, to }) => {
    const at: On = to.schema === undefined ? { table: to.name } : { table: to.name, schema: to.schema };
    return [
      ...matchByShape(from.constraints ?? [], to.constraints ?? [])
        .kept.filter((pair) => calls(wordsOfConstraint(pair.from)))
        .flatMap((pair): Operation[] => {
          const { name } = originOf(pair.from);
          const constraint = { ...originOf(pair.to), ...(name === undefined ? {} : { name }) };
          return [
            { kind: 'dropConstraint', ...at, constraint: originOf(pair.from) },
            { kind: 'addConstraint', ...at, constraint },
          ];
        }),
      ...matchByShape(from.indexes ?? [], to.indexes ?? [])
        .kept.filter((pair) => calls(wordsOfIndex(pair.from)))
        .flatMap((pair): Operation[] => [
          { kind: 'dropIndex', ...at, index: originOf(pair.from) },
          { kind: 'createIndex', ...at, index: originOf(pair.to) },
        ]),
      ...matchByKey(from.columns, to.columns, ({ name }) => name)
        .kept.filter((pair) => equal(pair.from, pair.to) && pair.from.computed === undefined)
        .filter((pair) => pair.from.serverDefault !== undefined && calls(wordsOfColumn(pair.from)))
        .flatMap((pair): Operation[] => [
          { kind: 'alterColumn', ...at, from: originOf(pair.from), to: withoutDefault(originOf(pair.from)) },
          { kind: 'alterColumn', ...at, from: withoutDefault(originOf(pair.to)), to: originOf(pair.to) },
        ]),
    ];
  });
}

function routinesMadeAgain(changes: readonly Operation[]): ReadonlySet<string> {
  const names = (kind: 'dropObject' | 'createObject'): ReadonlySet<string> =>
    new Set(
      changes.flatMap((one) =>
        one.kind === kind && (one.object.kind === 'function' || one.object.kind === 'aggregate')
          ? [one.object.name]
          : [],
      ),
    );
  const created = names('createObject');
  return new Set([...names('dropObject')].filter((name) => created.has(name)));
}

const withoutDefault = ({ serverDefault: _, ...column }: Column): Column => column;
