import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A schema that no tool is partial to, as JSON: ten columns a table, keys, indexes, a check, defaults and comments. */
export interface BenchSchema {
  readonly tables: readonly BenchTable[];
}

export interface BenchTable {
  readonly name: string;
  readonly comment: string;
  readonly columns: readonly BenchColumn[];
  readonly primaryKey: { readonly name: string; readonly columns: readonly string[] };
  readonly foreignKeys: readonly BenchForeignKey[];
  readonly indexes: readonly { readonly name: string; readonly columns: readonly string[]; readonly unique: boolean }[];
  readonly checks: readonly { readonly name: string; readonly expr: string }[];
}

export interface BenchColumn {
  readonly name: string;
  /** `bigint`, `varchar(32)`, `numeric(12,2)`, … */
  readonly type: string;
  readonly nullable: boolean;
  readonly default: null | { readonly literal: string | number | boolean } | { readonly now: true };
  readonly comment: string | null;
}

interface BenchForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly refTable: string;
  readonly refColumns: readonly string[];
  readonly onDelete: 'CASCADE';
}

/** The schema of that many tables; out of `ATHANOR_BENCH_DIR` where that is set, so that tools can be put side by side. */
export function benchSchema(count: number): BenchSchema {
  const folder = process.env.ATHANOR_BENCH_DIR;
  if (folder === undefined) return { tables: Array.from({ length: count }, (_, at) => benchTable(at)) };
  return JSON.parse(readFileSync(join(folder, `bench-schema-${count}.json`), 'utf8')) as BenchSchema;
}

const subjects = [
  'account',
  'basket',
  'carrier',
  'delivery',
  'employee',
  'folder',
  'garage',
  'hotel',
  'invoice',
  'journal',
];

const column = (
  name: string,
  type: string,
  value: BenchColumn['default'] = null,
  comment: string | null = null,
): BenchColumn => ({ name, type, nullable: value === null, default: value, comment });

/** What the second half of a table's columns is taken from, in turn. */
const varied: readonly BenchColumn[] = [
  column('remark', 'text'),
  column('amount', 'numeric(12,2)', { literal: 0 }),
  column('enabled', 'boolean', { literal: true }),
  column('share', 'double'),
  column('day', 'date'),
  column('document', 'json'),
  column('key', 'uuid'),
  column('language', 'char(2)', { literal: 'en' }),
  column('level', 'smallint', { literal: 1 }),
  column('count', 'bigint', { literal: 0 }),
  column('phase', 'varchar(16)', { literal: 'new' }),
  column('seen_at', 'timestamp'),
  column('title', 'varchar(80)'),
];

const nameAt = (at: number): string => `${subjects[at % subjects.length]}_${String(at).padStart(5, '0')}`;

function benchTable(at: number): BenchTable {
  const name = nameAt(at);
  const columns = [
    { ...column('id', 'bigint'), nullable: false },
    column('parent_id', 'bigint'),
    { ...column('code', 'varchar(32)', null, `what people call ${name}`), nullable: false },
    column('quantity', 'integer', { literal: 0 }),
    column('created_at', 'timestamp', { now: true }),
    ...Array.from({ length: 5 }, (_, turn) => variedColumn(at, turn)),
  ];
  return {
    name,
    comment: `number ${at} of the benchmark`,
    columns,
    primaryKey: { name: `pk_${name}`, columns: ['id'] },
    foreignKeys: at === 0 ? [] : [parentOf(at, name)],
    indexes: [
      { name: `uq_${name}_code`, columns: ['code'], unique: true },
      { name: `ix_${name}_parent_id`, columns: ['parent_id'], unique: false },
    ],
    checks: [{ name: `ck_${name}_quantity`, expr: 'quantity >= 0' }],
  };
}

function variedColumn(at: number, turn: number): BenchColumn {
  const chosen = varied[(at * 7 + turn * 4) % varied.length] ?? column('remark', 'text');
  return { ...chosen, name: `${chosen.name}_${turn}`, comment: turn === 0 ? `a ${chosen.name}` : null };
}

/** A foreign key to some table before this one. */
const parentOf = (at: number, name: string): BenchForeignKey => ({
  name: `fk_${name}_parent`,
  columns: ['parent_id'],
  refTable: nameAt((at * 6151 + 29) % at),
  refColumns: ['id'],
  onDelete: 'CASCADE',
});
