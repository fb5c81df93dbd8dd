import { InapplicableOperation } from '../../errors.ts';
import { apply } from '../../operations/apply.ts';
import { dispatch, type OnTable, type Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Check, ForeignKey, Unique } from '../../schema/constraint.ts';
import { equal } from '../../schema/equal.ts';
import type { Schema } from '../../schema/schema.ts';
import { sqlOn } from '../../schema/sql-by-dialect.ts';
import type { Table } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import { type TableName, tableKey, tableOf } from '../../schema/table-name.ts';

import type { Server, Statement } from '../dialect.ts';
import { MysqlDefinitions } from './definitions.ts';
import { impliedIndexName, indexesToName, keysOf, uncovered } from './implied-index.ts';
import { keyChanges } from './key-change.ts';
import type { ServerRules } from './server-rules.ts';
import { TriggerOrder } from './trigger-order.ts';
import { findCheck, impliedCheck, spreadChecks, withoutCheck } from './value-check.ts';

/** An operation on a table. */
export type Alteration = Operation & OnTable;

/** Compiles in view of what is there when each operation begins, and of what is still to come. */
export abstract class StateCompiler extends MysqlDefinitions {
  /** The schema when the next operation begins, as far as it is known. */
  protected state: Schema;
  readonly #triggers: TriggerOrder;
  #coming: readonly Operation[] = [];
  /** Operations that a statement before their turn has done. */
  readonly #done = new Set<Operation>();

  constructor(server: Server, rules: ServerRules, before: Schema) {
    super(server, rules);
    this.#triggers = new TriggerOrder(before.objects ?? []);
    this.state = { ...before, tables: before.tables.map((table) => spreadChecks(table, server.dialect)) };
  }

  override createObject(operation: Operation<'createObject'>): readonly Statement[] {
    const { object } = operation;
    return super.createObject(
      object.kind === 'trigger' ? { ...operation, object: this.#triggers.create(object) } : operation,
    );
  }

  override dropObject(operation: Operation<'dropObject'>): readonly Statement[] {
    if (operation.object.kind === 'trigger') this.#triggers.drop(operation.object);
    return super.dropObject(operation);
  }

  /** `CREATE OR REPLACE` and `ALTER` say everything again. */
  override alterObject(operation: Operation<'alterObject'>): readonly Statement[] {
    const statements = super.alterObject(operation);
    return statements.length === 1 ? statements.map(asRepeatable) : statements;
  }

  /** What an operation adds to ALTER TABLE. */
  protected abstract clauses(operation: Alteration): readonly string[];

  override compile(operations: readonly Operation[]): Statement[] {
    const together = keyChanges(operations, (on) => this.find(tableOf(on)));
    const waiting = new Set([...together.values()].flat());
    return operations.flatMap((operation, at) => {
      const group = together.get(at);
      if (this.#done.has(operation) || (waiting.has(at) && group === undefined)) return [];
      this.#coming = operations.slice(at + 1);
      const statements =
        group === undefined
          ? this.#compileOne(operation)
          : this.#compileTogether(group.map((position) => operations[position] as Alteration));
      const of = group === undefined ? { operation: at } : { operation: at, together: group };
      return statements.map((statement) => ({ ...of, ...statement }));
    });
  }

  #compileOne(operation: Operation): readonly Statement[] {
    const done = this.#done.size;
    const statements = dispatch<[], readonly Statement[]>(this, operation);
    this.advance(operation);
    for (const early of [...this.#done].slice(done)) this.advance(early);
    return statements;
  }

  #compileTogether(operations: readonly Alteration[]): readonly Statement[] {
    const [first] = operations as [Alteration];
    const clauses = operations.flatMap((operation) => {
      const parts = this.clauses(operation);
      this.advance(operation);
      return parts;
    });
    return this.alterTableSql(first, [...new Set(clauses)]);
  }

  protected alterTableSql(on: OnTable, clauses: readonly string[]): readonly Statement[] {
    return clauses.length === 0 ? [] : this.sql(`${this.alter(on)} ${clauses.join(', ')}`);
  }

  protected advance(operation: Operation): void {
    this.state = this.#plain(operation).reduce((state, one) => stateAfter(one, state), this.state);
  }

  /** Checks that types ask for are constraints of their table in the state, as they are on the server. */
  #plain(operation: Operation): readonly Operation[] {
    const { dialect } = this.server;
    switch (operation.kind) {
      case 'createTable':
        return [{ ...operation, table: spreadChecks(operation.table, dialect) }];
      case 'addColumn': {
        const check = this.checkToAdd(operation, operation.column);
        return [
          { ...operation, column: withoutCheck(operation.column, dialect) },
          ...(check === undefined ? [] : [adding(check, operation)]),
        ];
      }
      case 'alterColumn': {
        const { dropped, added } = this.checkChange(operation);
        return [
          ...(dropped === undefined ? [] : [dropping(dropped, operation)]),
          { ...operation, to: withoutCheck(operation.to, dialect) },
          ...(added === undefined ? [] : [adding(added, operation)]),
        ];
      }
      default:
        return [operation];
    }
  }

  /** The check that a column's type asks for, unless it is there or an operation that is still to come adds it. */
  protected checkToAdd(on: OnTable, column: Column): Check | undefined {
    const check = impliedCheck(column, this.server.dialect);
    const isNamed = check?.name !== undefined;
    const isThere = this.find(tableOf(on))?.constraints?.some(({ name }) => name === check?.name) === true;
    return isNamed && (isThere || this.isComing(on, check.name)) ? undefined : check;
  }

  /** The index that a new foreign key with a name of the server's choice is to have, as a clause. */
  protected indexToName({ constraint, ...on }: Operation<'addConstraint'>): readonly string[] {
    const table = this.find(tableOf(on));
    if (table === undefined || constraint.kind !== 'foreignKey') return [];
    const before = indexesToName(table).length;
    const all = indexesToName({ ...table, constraints: [...(table.constraints ?? []), constraint] });
    return all.slice(before).map((index) => `ADD ${this.indexSql(index, table)}`);
  }

  /** MODIFY converts by the server's own rules and takes no expression (MySQL and MariaDB, manual of ALTER TABLE). */
  protected withoutExpression(operation: Operation<'alterColumn'>): Operation<'alterColumn'> {
    if (sqlOn(this.server.dialect, operation.using) === undefined) return operation;
    return this.unsupported(
      `convert ${operation.table}.${operation.to.name} by an expression`,
      "give 'using' per database, or take steps: add a column, backfill it, drop the old one, rename",
    );
  }

  /** The checks that go and come with a change of a column's type. */
  protected checkChange(operation: Operation<'alterColumn'>): { readonly dropped?: Check; readonly added?: Check } {
    const { from, to } = operation;
    const { dialect } = this.server;
    const given = impliedCheck({ ...from, name: to.name }, dialect);
    if (equal(given, impliedCheck(to, dialect))) return {};
    const table = this.find(tableOf(operation));
    const dropped = given === undefined || table === undefined ? given : findCheck(given, table);
    const without = dropped === undefined ? undefined : dropping(dropped, operation);
    const state = this.state;
    if (without !== undefined) this.state = stateAfter(without, state);
    const added = this.checkToAdd(operation, to);
    this.state = state;
    return { ...(dropped === undefined ? {} : { dropped }), ...(added === undefined ? {} : { added }) };
  }

  protected find(name: TableName): Table | undefined {
    const key = tableKey(name);
    return this.state.tables.find((table) => tableKey(table) === key);
  }

  protected override columnNames(table: TableName | Table): readonly string[] {
    return super.columnNames('columns' in table ? table : (this.find(table) ?? table));
  }

  /** Whether a constraint of that name is still to be added to the table. */
  protected isComing(on: OnTable, name: string | undefined): boolean {
    return this.#coming.some(
      (one) =>
        one.kind === 'addConstraint' &&
        tableKey(tableOf(one)) === tableKey(tableOf(on)) &&
        one.constraint.name === name,
    );
  }

  /** Clauses for indexes in the place of those that serve foreign keys and that the operation takes away. */
  protected missingIndexes(table: Table, operation: Alteration): readonly string[] {
    const after = apply(operation, { tables: [table] }).tables[0] ?? table;
    const unserved = new Set(uncovered(table));
    return uncovered(after)
      .filter((foreignKey) => !unserved.has(foreignKey))
      .map((foreignKey) => `ADD ${this.#indexFor(foreignKey, after, operation)}`);
  }

  /** The same for an index of that name, which the operation takes the name of without doing its service. */
  protected indexesInPlaceOf(name: string, operation: Alteration, table: Table): readonly string[] {
    const after = apply(operation, { tables: [table] }).tables[0] ?? table;
    return uncovered(after)
      .filter((foreignKey) => impliedIndexName(foreignKey, table.name) === name)
      .map((foreignKey) => `ADD ${this.#indexFor(foreignKey, after, operation)}`);
  }

  /** An index that is about to be made serves as well: it is made at once. */
  #indexFor(foreignKey: ForeignKey, table: Table, on: OnTable): string {
    const columns = new Set(table.columns.map(({ name }) => name));
    const next = this.#coming
      .filter(isKey)
      .find(
        (one) =>
          tableKey(tableOf(one)) === tableKey(tableOf(on)) &&
          uncovered({ ...partsOf(one), constraints: [foreignKey, ...(partsOf(one).constraints ?? [])] }).length === 0 &&
          keyColumnsOf(one).every((part) => typeof part === 'string' && columns.has(part)),
      );
    if (next === undefined) {
      const name = impliedIndexName(foreignKey, table.name);
      const isTaken = keysOf(table).some((key) => key.name === name);
      return this.indexSql({ name: isTaken ? `${name}_2` : name, columns: foreignKey.columns }, table);
    }
    this.#done.add(next);
    return next.kind === 'createIndex' ? this.indexSql(next.index, table) : this.constraintSql(next.constraint, table);
  }
}

/** MODIFY and options of a table say how it is to be, whatever it was. */
export const asRepeatable = (statement: Statement): Statement => ({ ...statement, repeatable: true });

const adding = (constraint: Check, { table, schema }: OnTable): Operation<'addConstraint'> => ({
  kind: 'addConstraint',
  table,
  ...(schema === undefined ? {} : { schema }),
  constraint,
});

const dropping = (constraint: Check, on: OnTable): Operation<'dropConstraint'> => ({
  ...adding(constraint, on),
  kind: 'dropConstraint',
});

/** Takes note of an operation. Of tables that are not known nothing is kept. */
function stateAfter(operation: Operation, state: Schema): Schema {
  try {
    return isWithinTable(operation) ? withTableAfter(operation, state) : apply(operation, state);
  } catch (error) {
    if (error instanceof InapplicableOperation) return state;
    throw error;
  }
}

/** Renames of tables and columns reach into the foreign keys of others. */
const isWithinTable = (operation: Operation): operation is Alteration =>
  'table' in operation && typeof operation.table === 'string' && operation.kind !== 'renameColumn';

function withTableAfter(operation: Alteration, state: Schema): Schema {
  const key = tableKey(tableOf(operation));
  const at = state.tables.findIndex((table) => tableKey(table) === key);
  const table = state.tables[at];
  if (table === undefined) return state;
  const after = apply(operation, { tables: [table] }).tables[0] ?? table;
  return { ...state, tables: state.tables.with(at, after) };
}

type KeyOperation = Operation<'createIndex'> | (Operation<'addConstraint'> & { readonly constraint: Unique });

const isKey = (operation: Operation): operation is KeyOperation =>
  operation.kind === 'createIndex' || (operation.kind === 'addConstraint' && operation.constraint.kind === 'unique');

/** What a table has of a key when it is made. */
const partsOf = (operation: KeyOperation): Pick<Table, 'indexes' | 'constraints'> =>
  operation.kind === 'createIndex' ? { indexes: [operation.index] } : { constraints: [operation.constraint] };

const keyColumnsOf = (operation: KeyOperation): Index['columns'] =>
  operation.kind === 'createIndex' ? operation.index.columns : operation.constraint.columns;
