import { type Constraint, type ForeignKey, targetOf } from '../schema/constraint.ts';
import { parentsOf } from '../schema/parents.ts';
import type { Table } from '../schema/table.ts';
import { tableKey } from '../schema/table-name.ts';

export interface Separated {
  readonly table: Table;
  /** The foreign keys that take part in a circle of these tables, in the table's order. */
  readonly late: readonly ForeignKey[];
}

/** Takes out of each table the foreign keys that lead round in a circle among these tables. One to its own table stays. */
export function separateCycles(tables: readonly Table[]): readonly Separated[] {
  const component = components(tables);
  return tables.map((table) => {
    const key = tableKey(table);
    const isLate = (one: Constraint): one is ForeignKey => {
      if (one.kind !== 'foreignKey') return false;
      const target = tableKey(targetOf(one, table));
      return target !== key && component.get(target) === component.get(key);
    };
    const late = (table.constraints ?? []).filter(isLate);
    if (late.length === 0) return { table, late };
    return { table: { ...table, constraints: (table.constraints ?? []).filter((one) => !isLate(one)) }, late };
  });
}

/** Strongly connected components (Tarjan), without recursion: thousands of tables may hang on one another. */
function components(tables: readonly Table[]): ReadonlyMap<string, number> {
  const targets = new Map(
    tables.map((table) => [
      tableKey(table),
      [
        ...(table.constraints ?? []).flatMap((one) =>
          one.kind === 'foreignKey' ? [tableKey(targetOf(one, table))] : [],
        ),
        ...parentsOf(table).map(tableKey),
      ],
    ]),
  );
  const found = new Map<string, { index: number; low: number }>();
  const component = new Map<string, number>();
  const path: string[] = [];
  let next = 0;
  const enter = (key: string): Frame => {
    found.set(key, { index: next, low: next });
    next += 1;
    path.push(key);
    return { key, edges: (targets.get(key) ?? []).values() };
  };
  for (const start of targets.keys()) {
    if (found.has(start)) continue;
    const frames = [enter(start)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const node = found.get(frame.key) as { index: number; low: number };
      const edge = frame.edges.next();
      if (edge.done !== true) {
        const other = found.get(edge.value);
        if (other === undefined && targets.has(edge.value)) frames.push(enter(edge.value));
        else if (other !== undefined && !component.has(edge.value)) node.low = Math.min(node.low, other.index);
        continue;
      }
      frames.pop();
      if (node.low === node.index) {
        for (let key = path.pop(); key !== undefined; key = key === frame.key ? undefined : path.pop()) {
          component.set(key, node.index);
        }
      }
      const parent = frames.at(-1);
      const above = parent === undefined ? undefined : found.get(parent.key);
      if (above !== undefined) above.low = Math.min(above.low, node.low);
    }
  }
  return component;
}

interface Frame {
  readonly key: string;
  readonly edges: Iterator<string>;
}
