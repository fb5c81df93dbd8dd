import { UnsupportedOperation } from '../../errors.ts';
import { apply } from '../../operations/apply.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Schema, Unmodelled } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { Server, Statement } from '../dialect.ts';
import { alterations } from './alteration.ts';
import { Assertions } from './assertions.ts';
import { afterStatement, dependentOf, dependentsIn, triggersOf } from './dependents.ts';
import { mentionsName } from './expression.ts';
import { plainOperations, type TableOperation } from './plain-operation.ts';
import { foldName, quoteIdentifier as quote, sameName } from './quote.ts';
import { rebuild } from './rebuild.ts';
import { textInDoubleQuotes } from './reflect.ts';
import {
  beforeRenaming,
  extendChange,
  freeName,
  type NamedTable,
  needsRows,
  startChange,
  type TableChange,
} from './table-change.ts';
import { createIndexSql, createTableSql } from './table-spelling.ts';
import { spreadChecks } from './value-check.ts';

/** A name that SQLite has changed in views and triggers, whose statements we have only as they were. */
interface Renamed {
  readonly table: string;
  readonly name: string;
}

/** A change of a table, and the table that is to come out in the end. */
interface Plan extends NamedTable {
  readonly base: Table;
  readonly target: Table;
}

const isRenaming = ({ renames, base, target }: Plan): boolean => renames.length > 0 || base.name !== target.name;

/**
 * The database while a list of operations is compiled: the tables as they are to be, and what of that is still to be done.
 * Tables are held with all checks among their constraints, which is how SQLite has them.
 */
export class DatabaseChange {
  readonly before: readonly Table[];
  readonly assertions = new Assertions();
  /** The present names of the tables that were there before, by their folded old ones. */
  readonly names: Map<string, string>;
  /** Tables that were rebuilt or dropped, folded. */
  readonly touched = new Set<string>();
  readonly #renamed: Renamed[] = [];
  /** Tables with text in double quotes, folded. */
  readonly #quoted: Set<string>;
  #pending: ReadonlyMap<string, TableChange> = new Map();
  #schema: Schema;
  #unmodelled: readonly Unmodelled[];
  #operation = 0;
  readonly #server: Server;

  constructor(schema: Schema, server: Server) {
    this.before = schema.tables.map(spreadChecks);
    this.names = new Map(this.before.map(({ name }) => [foldName(name), name]));
    this.#schema = { tables: this.before };
    this.#server = server;
    this.#unmodelled = dependentsIn(schema, server);
    const quoted = this.#unmodelled.filter(({ kind }) => kind === textInDoubleQuotes);
    this.#quoted = new Set(quoted.map(({ name }) => foldName(name)));
  }

  get tables(): readonly Table[] {
    return this.#schema.tables;
  }

  get unmodelled(): readonly Unmodelled[] {
    return this.#unmodelled;
  }

  /** Says which operation comes now. */
  begin(operation: number): void {
    this.#operation = operation;
  }

  createTable(operation: Operation<'createTable'>): readonly Statement[] {
    const table = spreadChecks(operation.table);
    this.#schema = apply({ ...operation, table }, this.#schema);
    this.#pending = new Map(this.#pending).set(table.name, startChange(undefined, this.#operation));
    return [];
  }

  dropTable(operation: Operation<'dropTable'>): readonly Statement[] {
    const { name } = operation.table;
    this.#schema = apply(operation, this.#schema);
    const change = this.#pending.get(name);
    this.#pending = new Map([...this.#pending].filter(([other]) => other !== name));
    if (change !== undefined && change.base === undefined) return [];
    const base = change?.base?.name ?? name;
    this.touched.add(foldName(name)).add(foldName(base));
    this.#unmodelled = this.#unmodelled.filter((one) => !triggersOf([one], base).includes(one));
    for (const [old, now] of this.names) if (now === base) this.names.delete(old);
    return [{ sql: `DROP TABLE ${quote(base)}` }];
  }

  renameTable(operation: Operation<'renameTable'>): readonly Statement[] {
    const { from, to } = operation;
    const isTaken = [...this.#pending].some(([name, { base }]) => name !== from && base?.name === to);
    const settled = isTaken ? this.settle() : [];
    const table = this.#table(from);
    this.#retarget(operation, from);
    this.#schema = apply(operation, this.#schema);
    if (table !== undefined && !this.#pending.has(from)) this.#set(from, startChange(table, this.#operation));
    this.#pending = new Map([...this.#pending].map(([name, change]) => [name === from ? to : name, change]));
    return settled;
  }

  /** Notes a change of one table, to be made later. */
  change(operation: TableOperation): readonly Statement[] {
    const { table: name } = operation;
    const settled = this.#needsRows(operation) ? this.settle() : [];
    const table = this.#table(name);
    const dropped = table === undefined ? [] : this.#dropIndexes(operation, table);
    if (operation.kind === 'renameColumn') this.#retarget(operation, name);
    for (const plain of table === undefined ? [operation] : plainOperations(operation, table)) {
      const change = this.#pending.get(name) ?? startChange(table, this.#operation);
      this.#schema = apply(plain, this.#schema);
      this.#set(name, extendChange(change, plain, this.#operation));
    }
    return [...settled, ...dropped];
  }

  /** A view, a trigger or a virtual table that is there from now on: what it may read has to be as it is to be. */
  createObject({ object }: Operation<'createObject'>): readonly Statement[] {
    const made = dependentOf(object, this.#server);
    if (made.length === 0) return [];
    const settled = this.settle();
    this.#unmodelled = [...this.#unmodelled, ...made];
    return settled;
  }

  dropObject({ object }: Operation<'dropObject'>): void {
    this.#unmodelled = this.#unmodelled.filter((one) => one.kind !== object.kind || !sameName(one.name, object.name));
  }

  /** Views and triggers made or dropped by hand. */
  note(statements: readonly Statement[]): readonly Statement[] {
    this.#unmodelled = statements.reduce((known, { sql }) => afterStatement(known, sql), this.#unmodelled);
    return statements;
  }

  /**
   * Does what is still to be done: first the changes in the old names, for which the statements of triggers still hold; then
   * the renames, in which SQLite takes views, triggers and other tables along; then new tables, whose names are free by then.
   */
  settle(): readonly Statement[] {
    const plans = [...this.#pending].flatMap(([name, change]) => this.#plan(name, change));
    const created = [...this.#pending].filter(([, { base }]) => base === undefined);
    this.#pending = new Map();
    const taken = plans.length === 0 ? new Set<string>() : this.#namesInUse();
    const changed = [
      ...this.#quotedTables(plans).map((plan) => ({ plan, made: this.#rebuild(plan, taken) })),
      ...plans.map((plan) => ({ plan, made: this.#change(plan, taken) })),
    ];
    return [
      ...changed.flatMap(({ plan, made }) => made.map((one) => ({ operation: plan.change.operation, ...one }))),
      ...plans.flatMap((plan) => statements(this.#rename(plan), plan.change)),
      ...created.flatMap(([name, change]) => {
        const table = this.#table(name);
        return table === undefined ? [] : statements(createSql(table), change);
      }),
    ];
  }

  #plan(name: string, change: TableChange): readonly Plan[] {
    const target = this.#table(name);
    const { base } = change;
    return target === undefined || base === undefined
      ? []
      : [{ ...beforeRenaming(target, change, base), base, target }];
  }

  /**
   * Tables to rebuild before a rename, for which SQLite reads the whole schema: built as the driver builds it, it takes text
   * in double quotes for a missing column then. https://www.sqlite.org/quirks.html#dblquote
   */
  #quotedTables(plans: readonly Plan[]): readonly Plan[] {
    if (!plans.some(isRenaming)) return [];
    return this.tables
      .filter(({ name }) => this.#quoted.has(foldName(name)) && !plans.some(({ base }) => base.name === name))
      .flatMap((table) => this.#plan(table.name, startChange(table, this.#operation)));
  }

  #table(name: string): Table | undefined {
    return this.#schema.tables.find((table) => table.name === name);
  }

  #set(name: string, change: TableChange): void {
    this.#pending = new Map(this.#pending).set(name, change);
  }

  #needsRows(operation: TableOperation): boolean {
    const table = this.#table(operation.table);
    const change = this.#pending.get(operation.table);
    if (operation.kind !== 'alterColumn' || table === undefined) return false;
    return change !== undefined && needsRows(change, operation, table);
  }

  /** An index is dropped at once: its name is the database's, not the table's, and may be wanted elsewhere. */
  #dropIndexes(operation: TableOperation, table: Table): readonly Statement[] {
    if (operation.kind !== 'dropIndex' || operation.index.name === undefined) return [];
    const { name } = operation.index;
    const change = this.#pending.get(table.name) ?? startChange(table, this.#operation);
    const { base } = change;
    if (base === undefined || !base.indexes?.some((index) => index.name === name)) return [];
    const indexes = base.indexes.filter((index) => index.name !== name);
    this.#set(table.name, { ...change, base: { ...base, indexes } });
    return [{ sql: `DROP INDEX ${quote(name)}` }];
  }

  /** The tables of changes that were begun point at what is renamed by its new name, as they will when it is. */
  #retarget(operation: Operation<'renameTable' | 'renameColumn'>, name: string): void {
    const renamed = this.#table(name);
    if (renamed === undefined) return;
    this.#pending = new Map(
      [...this.#pending].map(([other, change]) => {
        if (other === name || change.base === undefined) return [other, change];
        const [, base] = apply(operation, { tables: [renamed, { ...change.base, name: '' }] }).tables;
        return [other, base === undefined ? change : { ...change, base: { ...base, name: change.base.name } }];
      }),
    );
  }

  #change(plan: Plan, taken: Set<string>): readonly Statement[] {
    const { base, table: wanted, change } = plan;
    const altered = alterations(base, wanted, change);
    const isRead = altered?.dropsColumns === true && this.#quoted.size > 0;
    const mustBePlain = isRenaming(plan) && this.#quoted.has(foldName(base.name));
    return altered === undefined || isRead || mustBePlain
      ? this.#rebuild(plan, taken)
      : statements(altered.sql, change);
  }

  #rebuild({ base, table: wanted, change }: Plan, taken: Set<string>): readonly Statement[] {
    const triggers = triggersOf(this.#unmodelled, base.name);
    triggers.forEach((trigger) => {
      this.#requireFresh(trigger);
    });
    this.touched.add(foldName(base.name));
    this.#quoted.delete(foldName(base.name));
    const temporaryName = freeName(`athanor_${base.name}`, taken);
    return rebuild({ base, wanted, change, triggers, temporaryName, assertions: this.assertions });
  }

  #namesInUse(): Set<string> {
    const tables = [...this.before, ...this.tables];
    const indexes = tables.flatMap((table) => (table.indexes ?? []).flatMap(({ name }) => name ?? []));
    return new Set([...[...tables, ...this.#unmodelled].map(({ name }) => name), ...indexes].map(foldName));
  }

  #requireFresh({ name, table, definition = '' }: Unmodelled): void {
    const stale = this.#renamed.find(
      (one) =>
        mentionsName(definition, one.name) &&
        (one.table === one.name || sameName(table ?? '', one.table) || mentionsName(definition, one.table)),
    );
    if (stale === undefined) return;
    throw new UnsupportedOperation(
      `table ${table} has to be rebuilt with its trigger ${name}, in which ${stale.name} was renamed in the same run`,
      { hint: 'put the rename into a revision of its own' },
    );
  }

  #rename({ base, target, renames }: Plan): readonly string[] {
    const columns = renames.map(([from, to]) => {
      this.#renamed.push({ table: base.name, name: from });
      return `ALTER TABLE ${quote(base.name)} RENAME COLUMN ${quote(from)} TO ${quote(to)}`;
    });
    if (base.name === target.name) return columns;
    this.#renamed.push({ table: base.name, name: base.name });
    if (this.touched.has(foldName(base.name))) this.touched.add(foldName(target.name));
    for (const [old, now] of this.names) if (now === base.name) this.names.set(old, target.name);
    const own = triggersOf(this.#unmodelled, base.name);
    this.#unmodelled = this.#unmodelled.map((one) => (own.includes(one) ? { ...one, table: target.name } : one));
    return [...columns, `ALTER TABLE ${quote(base.name)} RENAME TO ${quote(target.name)}`];
  }
}

const createSql = (table: Table): readonly string[] => [
  createTableSql(table),
  ...(table.indexes ?? []).map((index) => createIndexSql(index, table)),
];

const statements = (sql: readonly string[], { operation }: TableChange): readonly Statement[] =>
  sql.map((text) => ({ sql: text, operation }));
