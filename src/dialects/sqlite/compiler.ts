import { dispatch, type Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Schema } from '../../schema/schema.ts';
import type { TableName } from '../../schema/table-name.ts';
import type { SqlType } from '../../schema/type.ts';
import { AnsiCompiler } from '../ansi/compiler.ts';
import { sqliteRules } from '../ansi/lexer.ts';
import { splitStatements } from '../ansi/statements.ts';
import type { Server, Statement } from '../dialect.ts';
import { DatabaseChange } from './database-change.ts';
import { guard } from './guard.ts';
import { handWritten } from './hand-written.ts';
import { supports } from './objects/supports.ts';
import { inMain } from './plain-operation.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { formatType } from './types.ts';

/**
 * Operations to SQLite's statements. What changes tables is gathered and done table by table, each in one go, as soon as a
 * statement comes that may see it: most of it takes a rebuild, and one is enough.
 */
export class SqliteCompiler extends AnsiCompiler {
  readonly #change: DatabaseChange;

  constructor(server: Server, before: Schema) {
    super(server);
    this.#change = new DatabaseChange(before, server);
  }

  override compile(operations: readonly Operation[]): Statement[] {
    const statements = operations.map(inMain).flatMap((operation, at) => {
      this.#change.begin(at);
      return dispatch<[], readonly Statement[]>(this, operation).map((statement) => ({ operation: at, ...statement }));
    });
    return guard([...statements, ...this.#change.settle()], operations, this.#change);
  }

  protected override readonly supports = supports;

  override createObject(operation: Operation<'createObject'>): readonly Statement[] {
    return [...this.#change.createObject(operation), ...super.createObject(operation)];
  }
  override dropObject(operation: Operation<'dropObject'>): readonly Statement[] {
    this.#change.dropObject(operation);
    return super.dropObject(operation);
  }
  override alterObject({ from, to }: Operation<'alterObject'>): readonly Statement[] {
    return [
      ...this.dropObject({ kind: 'dropObject', object: from }),
      ...this.createObject({ kind: 'createObject', object: to }),
    ];
  }

  override createTable(operation: Operation<'createTable'>): readonly Statement[] {
    return this.#change.createTable(operation);
  }
  override dropTable(operation: Operation<'dropTable'>): readonly Statement[] {
    return this.#change.dropTable(operation);
  }
  override renameTable(operation: Operation<'renameTable'>): readonly Statement[] {
    return this.#change.renameTable(operation);
  }
  alterTable(operation: Operation<'alterTable'>): readonly Statement[] {
    return this.#change.change(operation);
  }

  override addColumn(operation: Operation<'addColumn'>): readonly Statement[] {
    return this.#change.change(operation);
  }
  override dropColumn(operation: Operation<'dropColumn'>): readonly Statement[] {
    return this.#change.change(operation);
  }
  alterColumn(operation: Operation<'alterColumn'>): readonly Statement[] {
    return this.#change.change(operation);
  }
  override renameColumn(operation: Operation<'renameColumn'>): readonly Statement[] {
    return this.#change.change(operation);
  }

  override addConstraint(operation: Operation<'addConstraint'>): readonly Statement[] {
    return this.#change.change(operation);
  }
  override dropConstraint(operation: Operation<'dropConstraint'>): readonly Statement[] {
    return this.#change.change(operation);
  }
  override renameConstraint(operation: Operation<'renameConstraint'>): readonly Statement[] {
    return this.#change.change(operation);
  }

  override createIndex(operation: Operation<'createIndex'>): readonly Statement[] {
    return this.#change.change(operation);
  }
  override dropIndex(operation: Operation<'dropIndex'>): readonly Statement[] {
    return this.#change.change(operation);
  }
  override renameIndex(operation: Operation<'renameIndex'>): readonly Statement[] {
    return this.#change.change(operation);
  }

  override execute(operation: Operation<'execute'>): readonly Statement[] {
    const statements = super.execute(operation).map(handWritten);
    return statements.length === 0 ? [] : [...this.#change.settle(), ...this.#change.note(statements)];
  }
  override custom(operation: Operation<'custom'>): readonly Statement[] {
    const statements = super.custom(operation).map(handWritten);
    return statements.length === 0 ? [] : [...this.#change.settle(), ...this.#change.note(statements)];
  }
  override bulkInsert(operation: Operation<'bulkInsert'>): readonly Statement[] {
    return [...this.#change.settle(), ...super.bulkInsert(operation)];
  }
  override bulkDelete(operation: Operation<'bulkDelete'>): readonly Statement[] {
    return [...this.#change.settle(), ...super.bulkDelete(operation)];
  }
  override backfill(operation: Operation<'backfill'>): readonly Statement[] {
    return [...this.#change.settle(), ...super.backfill(operation)];
  }

  formatType(type: SqlType): string {
    return formatType(type, false);
  }
  identifier(name: string): string {
    return quoteIdentifier(name);
  }
  literal(value: unknown): string {
    return quoteLiteral(value);
  }
  /** `main` is what unqualified names mean. */
  override table({ name }: TableName): string {
    return quoteIdentifier(name);
  }

  protected columnType(column: Column): string {
    return formatType(column.type, false);
  }
  protected splitSql(sql: string): readonly string[] {
    return splitStatements(sql, sqliteRules);
  }
}
