import { InapplicableOperation } from '../../errors.ts';
import { apply } from '../../operations/apply.ts';
import { dispatch, type Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Constraint } from '../../schema/constraint.ts';
import { type FunctionCall, isFunctionCall, isText, type ServerDefault } from '../../schema/expression.ts';
import { Families } from '../../schema/parents.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { Index, IndexPart } from '../../schema/table-index.ts';
import { named, nameOf, type TableName, tableKey, tableOf } from '../../schema/table-name.ts';
import { type SqlType, typeOn } from '../../schema/type.ts';
import { AnsiCompiler, onTable } from '../ansi/compiler.ts';
import { postgresqlRules } from '../ansi/lexer.ts';
import { splitStatements } from '../ansi/statements.ts';
import { atLeast, type Server, type Statement } from '../dialect.ts';
import { AccessAgain } from './access-again.ts';
import { alterColumn } from './alter-column.ts';
import { dropInvalidIndex } from './anonymous-block.ts';
import { backfillInBatches } from './backfill.ts';
import { nextvalSql } from './canonical-column.ts';
import { columnOptionsSql } from './column-options.ts';
import { commentOnConstraint, constraintSql, isLate, keyPartSql } from './constraint-sql.ts';
import { findTable, onUnqualified, unqualified, withoutDefaultQualifier } from './default-schema.ts';
import { canonicalLiteral } from './default-text.ts';
import { impliedCheck } from './enum-checks.ts';
import { renameValues } from './enum-literals.ts';
import { EnumTypes } from './enum-types.ts';
import { mentions } from './expression-text.ts';
import { handWritten, separateAddedValues } from './hand-written.ts';
import { changesInPlace } from './in-place.ts';
import { alterMaterializedView, createIndexesOf } from './materialized-indexes.ts';
import { withoutBodyChecks } from './objects/routine-body.ts';
import { rowSecurityChanges } from './objects/row-security.ts';
import { supports } from './objects/supports.ts';
import { refuseChangeUnderColumns, refuseDropUnderColumns } from './objects/under-columns.ts';
import { quoteIdentifier, quoteLiteral } from './quoting.ts';
import { indexName, nameInTable, quoteQualified } from './spelling.ts';
import { storageOf, storageSql } from './storage.ts';
import {
  detachReferenced,
  indexChoices,
  isOverriding,
  optionChanges,
  optionsSql,
  partitionSql,
} from './table-options.ts';
import { enumOf, formatType } from './types.ts';

/** Operations to PostgreSQL. Follows the schema through the list, since what a change needs depends on what leans on it. */
export class PostgresCompiler extends AnsiCompiler {
  #schema: Schema;
  readonly #enums: EnumTypes;
  /** What comes after the operation at hand. */
  #rest: readonly Operation[] = [];
  readonly #access: AccessAgain;

  constructor(server: Server, before: Schema) {
    super(server);
    this.#access = new AccessAgain(server);
    this.#schema = withoutDefaultQualifier(before, server);
    this.#enums = new EnumTypes(this.#schema, server);
  }

  override compile(operations: readonly Operation[]): Statement[] {
    const inPlace = changesInPlace(operations, this.#schema, this.server);
    const statements = operations.flatMap((operation, at) => {
      this.#rest = operations.slice(at + 1);
      const early = this.#prepareEnumsUnder(operation, this.#rest);
      const changed = inPlace.get(at);
      const own = changed === undefined ? dispatch<[], readonly Statement[]>(this, operation) : this.sql(...changed);
      const compiled = [...early, ...own];
      this.#schema = advance(onUnqualified(operation, this.server), this.#schema);
      return compiled.map((statement) => ({ operation: at, ...statement }));
    });
    const last = operations.length - 1;
    const drops = this.#enums.dropUnused(this.#schema).map((statement) => ({ operation: last, ...statement }));
    return [...separateAddedValues([...statements, ...drops])];
  }

  /** A generated column that speaks of values which a later operation brings about needs them now. */
  #prepareEnumsUnder(operation: Operation, rest: readonly Operation[]): readonly Statement[] {
    if (operation.kind !== 'alterColumn' || operation.to.computed === undefined) return [];
    const names = mentions(operation.to.computed.expression);
    return rest.flatMap((later) =>
      later.kind === 'alterColumn' &&
      tableKey(tableOf(later)) === tableKey(tableOf(operation)) &&
      names.has(later.to.name)
        ? this.#enums.prepare(later.to, this.#schema, this)
        : [],
    );
  }

  formatType(type: SqlType): string {
    return formatType(type);
  }
  identifier(name: string): string {
    return quoteIdentifier(name);
  }
  literal(value: unknown): string {
    return quoteLiteral(value);
  }

  protected override readonly supports = supports;

  override createObject(operation: Operation<'createObject'>): readonly Statement[] {
    const { object } = operation;
    if (object.kind === 'enum') return this.#enums.create(object, this.#schema, this);
    const made = withoutBodyChecks(object, super.createObject(operation), this.#rest);
    const again = this.#access.created(unqualified(object, this.server));
    return made.length === 0 ? made : [...made, ...createIndexesOf(object, this), ...this.sql(...again)];
  }
  override dropObject(operation: Operation<'dropObject'>): readonly Statement[] {
    const { object } = operation;
    this.#access.dropped(unqualified(object, this.server), this.#schema);
    if (object.kind === 'schema') {
      return [
        ...this.#enums.dropUnused(this.#schema, ({ schema }) => schema === object.name),
        ...super.dropObject(operation),
      ];
    }
    if (object.kind === 'enum') return this.#enums.drop(object, this.#schema, this.#rest);
    refuseDropUnderColumns(object, this.#schema, this.server);
    return super.dropObject(operation);
  }
  override alterObject(operation: Operation<'alterObject'>): readonly Statement[] {
    const { from, to } = operation;
    if (from.kind === 'materializedView' && to.kind === 'materializedView') {
      return alterMaterializedView({ from, to }, super.alterObject(operation), this, this.server);
    }
    if (from.kind === 'enum' && to.kind === 'enum') return this.#enums.alter(from, to, this.#schema, this);
    refuseChangeUnderColumns(from, to, this.#schema, this.server);
    return withoutBodyChecks(to, super.alterObject(operation), this.#rest);
  }

  override createTable({ table }: Operation<'createTable'>): readonly Statement[] {
    const own = table.columns.flatMap((column) => impliedCheck(column, table) ?? []);
    const constraints = [...(table.constraints ?? []), ...own];
    const inline = constraints.filter((one) => !isLate(one));
    const late = constraints.filter(isLate);
    // a table is a type, too
    const key = tableKey(unqualified(nameOf(table), this.server));
    return [
      ...this.#enums.dropUnused(this.#schema, (name) => tableKey(name) === key),
      ...table.columns.flatMap((column) => this.#enums.prepare(column, this.#schema, this)),
      ...super.createTable({ kind: 'createTable', table: { ...table, constraints: inline } }),
      ...this.#overrideColumns(table),
      ...this.sql(
        ...table.columns
          .filter((column) => !isOverriding(column, table))
          .flatMap((column) => columnOptionsSql(this.table(table), column, this.columnType(column))),
        ...indexChoices(table, {}, table.postgresql ?? {}),
        ...rowSecurityChanges(this.alter(onTable(table)), {}, table.postgresql ?? {}),
      ),
      ...late.flatMap((constraint) => this.addConstraint({ kind: 'addConstraint', ...onTable(table), constraint })),
    ];
  }

  override moveTable({ table, from, to }: Operation<'moveTable'>): readonly Statement[] {
    const target = to ?? this.server.defaultSchema ?? 'public';
    return this.sql(`ALTER TABLE ${this.table(named(table, from ?? undefined))} SET SCHEMA ${this.identifier(target)}`);
  }
  /** A partition goes out first where others point at its table, which the server minds otherwise. */
  override dropTable(operation: Operation<'dropTable'>): readonly Statement[] {
    const table = this.#find(operation.table);
    const detached = table === undefined ? [] : detachReferenced(table, this.#schema);
    return [...this.sql(...detached), ...super.dropTable(operation)];
  }

  /** What a table says of columns that it has of others: they are there already, and change. */
  #overrideColumns(table: Table): readonly Statement[] {
    const inherited = new Families(this.#schema).inheritedColumns(unqualified(table, this.server));
    return table.columns
      .filter((column) => isOverriding(column, table))
      .flatMap((column) => {
        const { name, type, comment } = column;
        const found = inherited.find((one) => one.name === name) ?? { name, type };
        const { autoincrement: _a, identity: _i, ...plain } = found;
        const from = { ...plain, ...(comment === undefined ? {} : { comment }) };
        const to = from.nullable === false ? { ...column, nullable: false } : column;
        return this.alterColumn({ kind: 'alterColumn', ...onTable(table), from, to });
      });
  }

  alterTable({ from, to, ...on }: Operation<'alterTable'>): readonly Statement[] {
    const comment = (from.comment ?? '') === (to.comment ?? '') ? [] : [this.#commentOnTable(tableOf(on), to.comment)];
    const [was, is] = [from.postgresql ?? {}, to.postgresql ?? {}];
    return this.sql(
      ...optionChanges(tableOf(on), was, is, this.server),
      ...rowSecurityChanges(this.alter(on), was, is),
      ...comment,
    );
  }

  override addColumn(operation: Operation<'addColumn'>): readonly Statement[] {
    const constraint = impliedCheck(operation.column, tableOf(operation));
    const on = onTable(tableOf(operation));
    return [
      ...this.#enums.prepare(operation.column, this.#schema, this),
      ...super.addColumn(operation),
      ...this.sql(
        ...columnOptionsSql(this.table(tableOf(operation)), operation.column, this.columnType(operation.column)),
      ),
      ...(constraint === undefined ? [] : this.addConstraint({ kind: 'addConstraint', ...on, constraint })),
    ];
  }
  override alterColumn(operation: Operation<'alterColumn'>): readonly Statement[] {
    const context = { compiler: this, server: this.server, enums: this.#enums, schema: this.#schema };
    const statements = alterColumn(operation, context);
    const type = enumOf(operation.to.type);
    if (type !== undefined) this.#schema = renameValues(this.#schema, type);
    return statements;
  }

  override addConstraint(operation: Operation<'addConstraint'>): readonly Statement[] {
    const on = unqualified(tableOf(operation), this.server);
    const name = nameInTable(operation.constraint, this.#find(on) ?? on);
    const { comment } = operation.constraint;
    return [
      ...super.addConstraint(operation),
      ...(comment ? this.sql(commentOnConstraint(tableOf(operation), name, comment)) : []),
    ];
  }
  override dropConstraint({ constraint, ...on }: Operation<'dropConstraint'>): readonly Statement[] {
    const name =
      'columns' in constraint || 'expression' in constraint || 'elements' in constraint
        ? nameInTable(constraint, this.#find(tableOf(on)) ?? tableOf(on))
        : constraint.name;
    return this.sql(`${this.alter(on)} DROP CONSTRAINT ${this.identifier(name)}`);
  }

  override createIndex(operation: Operation<'createIndex'>): readonly Statement[] {
    const { index, concurrently } = operation;
    const on = tableOf(operation);
    const name = named(indexName(index, on), on.schema);
    const comment = index.comment
      ? this.sql(`COMMENT ON INDEX ${this.table(name)} IS ${this.literal(index.comment)}`)
      : [];
    if (concurrently !== true) return [...this.sql(this.createIndexSql(index, on)), ...comment];
    const sql = this.createIndexSql(index, on).replace('INDEX', 'INDEX CONCURRENTLY');
    return [{ sql: dropInvalidIndex(name), transaction: 'outside' }, { sql, transaction: 'outside' }, ...comment];
  }
  override dropIndex({ index, concurrently, ...on }: Operation<'dropIndex'>): readonly Statement[] {
    const name = 'columns' in index ? indexName(index, tableOf(on)) : index.name;
    const target = this.table(named(name, on.schema));
    return concurrently === true
      ? [{ sql: `DROP INDEX CONCURRENTLY ${target}`, transaction: 'outside' }]
      : this.sql(`DROP INDEX ${target}`);
  }

  override execute(operation: Operation<'execute'>): readonly Statement[] {
    return super.execute(operation).map(({ sql }) => handWritten(sql));
  }
  override backfill(operation: Operation<'backfill'>): readonly Statement[] {
    const table = this.#find(tableOf(operation));
    const batches = table === undefined ? undefined : backfillInBatches(operation, table);
    return batches === undefined ? super.backfill(operation) : [batches];
  }

  spellDefault(column: Column): string {
    return column.serverDefault === undefined ? 'NULL' : this.defaultSql(column.serverDefault, column);
  }
  commentOnColumn(table: TableName, column: Column, before: string | undefined): readonly Statement[] {
    return this.columnComment(table, column, before);
  }

  protected override createTableSql(table: Table): string {
    const unlogged = table.postgresql?.unlogged === true ? 'UNLOGGED ' : '';
    const partition = partitionSql(table);
    if (partition === undefined) {
      const own = { ...table, columns: table.columns.filter((column) => !isOverriding(column, table)) };
      return super.createTableSql(own).replace('CREATE TABLE', `CREATE ${unlogged}TABLE`);
    }
    const parts = (table.constraints ?? []).map((constraint) => this.constraintSql(constraint, table));
    const list = parts.length === 0 ? '' : ` (\n  ${parts.join(',\n  ')}\n)`;
    const [head, bound] = partition;
    return `CREATE ${unlogged}TABLE ${this.table(table)} ${head}${list} ${bound}${this.tableSuffix(table)}`;
  }
  protected override tableSuffix(table: Table): string {
    return optionsSql(table);
  }

  protected override columnSql(column: Column, table: TableName): string {
    const { collation, ...rest } = column;
    const type = typeOn('postgresql', column.type);
    const own = collation ?? ('collation' in type && typeof type.collation === 'string' ? type.collation : undefined);
    const sql = super.columnSql(rest, table);
    if (own === undefined) return sql;
    const head = `${this.identifier(column.name)} ${this.columnType(column)}`;
    return `${head} COLLATE ${quoteQualified(own)}${sql.slice(head.length)}`;
  }
  protected override columnType(column: Column): string {
    const type = formatType(column.type);
    if (column.autoincrement !== true) return type;
    return type === 'bigint' ? 'bigserial' : type === 'smallint' ? 'smallserial' : 'serial';
  }
  protected override computedSql({ computed }: Column): string {
    const since18 = atLeast(this.server.version, 18);
    const stored = computed?.persisted ?? !since18;
    if (!stored && !since18)
      this.unsupported('keep a generated column virtual before version 18', 'set persisted: true');
    return `GENERATED ALWAYS AS (${computed?.expression}) ${stored ? 'STORED' : 'VIRTUAL'}`;
  }
  protected override defaultSql(value: ServerDefault, column: Column): string {
    if (isText(value) || isFunctionCall(value) || typeOn('postgresql', column.type).type !== 'Boolean') {
      return super.defaultSql(value, column);
    }
    return this.literal(canonicalLiteral(String(value), { spelling: 'boolean' }));
  }
  protected override functionSql(call: FunctionCall): string {
    const values = call.arguments ?? [];
    if (call.function === 'now' && values.length === 0) return 'now()';
    return call.function === 'nextval' ? nextvalSql(values.map(String)) : super.functionSql(call);
  }

  protected override constraintSql(constraint: Constraint, table: TableName): string {
    return constraintSql(constraint, table, this.server);
  }

  protected override createIndexSql(index: Index, table: TableName): string {
    const { name, unique, using, include, nullsNotDistinct, where, postgresql } = index;
    const storage = storageSql(storageOf(postgresql));
    return [
      `CREATE ${unique === true ? 'UNIQUE ' : ''}INDEX${name === undefined ? '' : ` ${this.identifier(name)}`}`,
      `ON ${this.table(table)}${using === undefined ? '' : ` USING ${this.identifier(using.toLowerCase())}`}`,
      `(${index.columns.map((part) => this.indexPartSql(part)).join(', ')})`,
      ...(include?.length ? [`INCLUDE (${this.identifiers(include)})`] : []),
      ...(nullsNotDistinct === true ? ['NULLS NOT DISTINCT'] : []),
      ...(storage === '' ? [] : [`WITH (${storage})`]),
      ...(postgresql?.tablespace === undefined ? [] : [`TABLESPACE ${this.identifier(String(postgresql.tablespace))}`]),
      ...(where === undefined ? [] : [`WHERE ${where}`]),
    ].join(' ');
  }
  protected override indexPartSql(part: string | IndexPart): string {
    return keyPartSql(part);
  }

  protected override tableComments(table: Table): readonly Statement[] {
    return [
      ...(table.comment ? this.sql(this.#commentOnTable(table, table.comment)) : []),
      ...table.columns.flatMap((column) => this.columnComment(table, column, undefined)),
      ...(table.constraints ?? []).flatMap((one) =>
        one.comment ? this.sql(commentOnConstraint(table, nameInTable(one, table), one.comment)) : [],
      ),
    ];
  }
  protected override columnComment(table: TableName, column: Column, before: string | undefined): readonly Statement[] {
    if ((column.comment ?? '') === (before ?? '')) return [];
    const target = `${this.table(nameOf(table))}.${this.identifier(column.name)}`;
    return this.sql(`COMMENT ON COLUMN ${target} IS ${this.literal(column.comment || null)}`);
  }
  #commentOnTable(table: TableName, comment: string | undefined): string {
    return `COMMENT ON TABLE ${this.table(nameOf(table))} IS ${this.literal(comment || null)}`;
  }

  protected splitSql(sql: string): readonly string[] {
    return splitStatements(sql, postgresqlRules);
  }

  #find(wanted: TableName): Table | undefined {
    return findTable(this.#schema, wanted, this.server);
  }
}

/** The schema after the operation, as far as the schema is known at all. */
function advance(operation: Operation, schema: Schema): Schema {
  try {
    return apply(operation, schema);
  } catch (error) {
    if (error instanceof InapplicableOperation) return schema;
    throw error;
  }
}
