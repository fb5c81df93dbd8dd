import type { OnTable, Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Constraint, ForeignKey } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import { named, type TableName, tableOf } from '../../schema/table-name.ts';
import { type EnumType, typeOn } from '../../schema/type.ts';
import { onTable } from '../ansi/compiler.ts';
import type { ObjectSupports } from '../ansi/object-support.ts';
import type { Statement } from '../dialect.ts';
import { charsetOf, collationsOf, effectiveCollation } from './charset.ts';
import { compositeKeys, renamedValues, storageOf } from './column-change.ts';
import { isTextual } from './defaults.ts';
import { foreignKeysOf, impliedIndexName, isImplied, uncovered } from './implied-index.ts';
import { supports } from './objects/supports.ts';
import { partitionClauses } from './partition-change.ts';
import { redundantIndexes } from './redundant-index.ts';
import { renameInExpressions } from './rename-in-table.ts';
import { type Alteration, asRepeatable, StateCompiler } from './state-compiler.ts';
import { impliedOption } from './table-options.ts';

/** Operations to the statements of MySQL. Each commits by itself; what has to happen at once is one ALTER TABLE. */
export class MysqlCompiler extends StateCompiler {
  protected override readonly supports: ObjectSupports = supports;

  override createTable({ table }: Operation<'createTable'>): readonly Statement[] {
    const late = (table.constraints ?? []).filter((one) => one.kind === 'foreignKey' && one.useAlter === true);
    return [
      ...this.sql(this.createTableSql(table)),
      ...late.flatMap((constraint) => this.addConstraint({ kind: 'addConstraint', ...onTable(table), constraint })),
    ];
  }

  override moveTable({ table, from, to }: Operation<'moveTable'>): readonly Statement[] {
    const old = this.table(named(table, from ?? undefined));
    const now = this.table(named(table, to ?? this.server.defaultSchema));
    return this.sql(`ALTER TABLE ${old} RENAME TO ${now}`);
  }
  /** The new name says the schema again: without it the table would move to the connection's. */
  override renameTable({ from, to, schema }: Operation<'renameTable'>): readonly Statement[] {
    return this.sql(`ALTER TABLE ${this.table(named(from, schema))} RENAME TO ${this.table(named(to, schema))}`);
  }

  override alterTable({ from, to, ...on }: Operation<'alterTable'>): readonly Statement[] {
    const { charset: _a, collate: _b, collation: _c, ...old } = from.mysql ?? {};
    const { charset: _d, collate: _e, collation: _f, ...now } = to.mysql ?? {};
    const changed = Object.entries(now).filter(([name, value]) => old[name] !== value);
    const dropped = Object.keys(old).filter((name) => now[name] === undefined && name !== 'autoIncrement');
    const columns = this.columnNames(tableOf(on));
    const options = this.alterTableSql(on, [
      ...this.optionsSql(Object.fromEntries(changed)),
      ...this.optionsSql(Object.fromEntries(dropped.map((name) => [name, impliedOption(name, this.server)]))),
      ...this.charsetClauses(on, from.mysql, to.mysql),
      ...((from.comment ?? '') === (to.comment ?? '') ? [] : [`COMMENT=${this.literal(to.comment ?? '')}`]),
    ]).map(asRepeatable);
    const apart = [...this.versioningClauses(from, to), ...partitionClauses(from.mysql, to.mysql, columns)];
    return [...options, ...apart.flatMap((clause) => this.alterTableSql(on, [clause]))];
  }

  /**
   * `DEFAULT CHARACTER SET` is for columns to come, so the columns that inherit are restated with it. `CONVERT TO` would take
   * all of them, also those with a character set of their own, and make a MEDIUMTEXT of a TEXT.
   * https://dev.mysql.com/doc/refman/9.4/en/alter-table.html#alter-table-character-set
   */
  private charsetClauses(on: OnTable, from: Table['mysql'], to: Table['mysql']): readonly string[] {
    const [before, after] = [this.collationOf(from), this.collationOf(to)];
    if (before === after) return [];
    const charset = `CHARACTER SET ${this.identifier(charsetOf(after))} COLLATE ${this.identifier(after)}`;
    const table = this.find(tableOf(on));
    if (table === undefined) return [`CONVERT TO ${charset}`];
    const inheriting = table.columns.filter((column) => this.inheritsCollation(column, table));
    return [`DEFAULT ${charset}`, ...inheriting.map((column) => this.modify({ ...column, collation: after }, table))];
  }

  private inheritsCollation(column: Column, table: Table): boolean {
    const { collation, charset } = typeOn(this.server.dialect, column.type) as { collation?: string; charset?: string };
    const said = column.collation ?? column.mysql?.charset ?? collation ?? charset;
    return said === undefined && isTextual(this.columnType(column, table));
  }

  private collationOf(options: Table['mysql'] = {}): string {
    const collations = collationsOf(this.server);
    const { charset, collate, collation = collate } = options as Readonly<Record<string, string | undefined>>;
    return effectiveCollation(charset, collation, collations.ofDatabase, collations);
  }

  protected override clauses(operation: Alteration): readonly string[] {
    const name = tableOf(operation);
    switch (operation.kind) {
      case 'addColumn':
        return [this.addColumnSql(operation.column, name, operation.position)];
      case 'alterColumn':
        return this.alterColumnClauses(operation);
      case 'dropColumn':
        return this.dropColumnClauses(operation);
      case 'addConstraint':
        return [...this.indexToName(operation), `ADD ${this.constraintSql(operation.constraint, name)}`];
      case 'dropConstraint':
        return this.dropConstraintClauses(operation);
      default:
        return this.unsupported(`do '${operation.kind}' together with other changes of a table`);
    }
  }

  override addColumn(operation: Operation<'addColumn'>): readonly Statement[] {
    const check = this.checkToAdd(operation, operation.column);
    return this.alterTableSql(operation, [
      ...this.clauses(operation),
      ...(check === undefined ? [] : [`ADD ${this.constraintSql(check, tableOf(operation))}`]),
    ]);
  }

  override dropColumn(operation: Operation<'dropColumn'>): readonly Statement[] {
    return this.alterTableSql(operation, this.dropColumnClauses(operation));
  }

  /** Keys of several columns go with each of them; the server would cut them down instead, or refuse. */
  private dropColumnClauses(operation: Operation<'dropColumn'>): readonly string[] {
    const { name } = operation.column;
    const drop = `DROP COLUMN ${this.identifier(name)}`;
    const table = this.find(tableOf(operation));
    if (!table?.columns.some((column) => column.name === name)) return [drop];
    const foreignKeys = foreignKeysOf(table).filter(({ columns }) => columns.includes(name));
    return [
      ...foreignKeys.map((one) => `DROP FOREIGN KEY ${this.identifier(one.name ?? '')}`),
      ...compositeKeys(table, name).map((key) =>
        key === undefined ? 'DROP PRIMARY KEY' : `DROP INDEX ${this.identifier(key)}`,
      ),
      drop,
      ...this.missingIndexes(table, operation),
    ];
  }

  /** MODIFY, which has to restate everything that is to stay. */
  protected modify(column: Column, table: TableName): string {
    return `MODIFY COLUMN ${this.columnSql(column, table)}`;
  }

  override alterColumn(operation: Operation<'alterColumn'>): readonly Statement[] {
    const { from, to } = operation;
    const [before, after] = [storageOf(from), storageOf(to)];
    if (before === after || (before !== 'virtual' && after !== 'virtual')) {
      return [...this.throughText(operation), ...this.modifyColumn(operation)];
    }
    if (after !== 'plain') return this.makeColumnAnew(operation, to);
    const computed = { expression: from.computed?.expression ?? '', persisted: true };
    const { serverDefault: _d, serverOnupdate: _u, autoincrement: _a, identity: _i, ...bare } = to;
    return [...this.makeColumnAnew(operation, { ...bare, computed }), ...this.modifyColumn(operation)];
  }

  /** A step over text, for types that the server turns into each other only so. */
  private throughText(operation: Operation<'alterColumn'>): readonly Statement[] {
    const { from, to } = operation;
    const name = tableOf(operation);
    const [before, after] = [this.columnType(from, name), this.columnType(to, name)];
    if (before === after || !this.needsTextBetween(before, after)) return [];
    const text = { name: to.name, type: { type: 'String', length: 64 } } as const;
    return this.alterTableSql(operation, [this.modify(text, name)]).map(asRepeatable);
  }

  /** Whether no value of the one type can become one of the other, although its text might. */
  protected needsTextBetween(_before: string, _after: string): boolean {
    return false;
  }

  /**
   * No server of the family changes whether a generated column is stored, but a column may be dropped and added in one
   * statement, and then its indexes stay. A column that was virtual becomes a stored one first, so that its values stay.
   */
  private makeColumnAnew(operation: Operation<'alterColumn'>, column: Column): readonly Statement[] {
    const name = tableOf(operation);
    const columns = this.find(name)?.columns ?? [];
    const at = columns.findIndex((other) => other.name === column.name);
    const last = columns[at - 1];
    const place = at < 0 ? undefined : last === undefined ? 'first' : { after: last.name };
    return this.alterTableSql(operation, [
      `DROP COLUMN ${this.identifier(column.name)}`,
      this.addColumnSql(column, name, place),
    ]).map(asRepeatable);
  }

  /** An enum that has values renamed takes both in between, so that rows keep their meaning. */
  private modifyColumn(operation: Operation<'alterColumn'>): readonly Statement[] {
    const { from, to } = operation;
    const renamed = renamedValues(from, to);
    if (renamed.length === 0) {
      const modified = this.alterTableSql(operation, this.alterColumnClauses(operation));
      return this.checkClauses(operation).flat().length === 0 ? modified.map(asRepeatable) : modified;
    }
    const [drop, add] = this.checkClauses(operation);
    const [old, now] = [from.type as EnumType, to.type as EnumType];
    const values = [...new Set([...old.values, ...now.values])];
    const both: Column = { ...to, type: { ...now, values } };
    const column = this.identifier(to.name);
    const cases = renamed.map(([before, after]) => `WHEN ${this.literal(before)} THEN ${this.literal(after)}`);
    const olds = renamed.map(([before]) => this.literal(before)).join(', ');
    return [
      ...this.alterTableSql(operation, [...drop, this.modify(both, tableOf(operation))]),
      ...this.sql(
        `UPDATE ${this.table(tableOf(operation))} SET ${column} = CASE ${column} ${cases.join(' ')} END WHERE ${column} IN (${olds})`,
      ),
      ...this.alterTableSql(operation, [this.modify(to, tableOf(operation)), ...add]),
    ].map((statement) => (drop.length + add.length === 0 ? asRepeatable(statement) : statement));
  }

  /** A column, and the check that its type asks for, in one statement; the check alone where nothing else changes. */
  private alterColumnClauses(operation: Operation<'alterColumn'>): readonly string[] {
    const { from, to } = this.withoutExpression(operation);
    const name = tableOf(operation);
    const [drop, add] = this.checkClauses(operation);
    const isSame = this.columnSql({ ...from, name: to.name }, name) === this.columnSql(to, name);
    return [...drop, ...(isSame && drop.length + add.length > 0 ? [] : [this.modify(to, name)]), ...add];
  }

  private checkClauses(operation: Operation<'alterColumn'>): readonly [readonly string[], readonly string[]] {
    const { dropped, added } = this.checkChange(operation);
    const { from: _f, to: _t, ...on } = operation;
    return [
      dropped === undefined
        ? []
        : [
            this.dropNamed({
              ...dropped,
              name: this.nameToDrop({ ...on, kind: 'dropConstraint', constraint: dropped }),
            }),
          ],
      added === undefined ? [] : [`ADD ${this.constraintSql(added, tableOf(operation))}`],
    ];
  }

  override renameColumn(operation: Operation<'renameColumn'>): readonly Statement[] {
    const { from, to } = operation;
    const rename = `RENAME COLUMN ${this.identifier(from)} TO ${this.identifier(to)}`;
    const table = this.find(tableOf(operation));
    if (table === undefined) return this.alterTableSql(operation, [rename]);
    const after = renameInExpressions(table, from, to);
    this.#setTable(table, after);
    return this.alterTableSql(operation, [rename, ...this.renamedExpressions(table, after, to, from)]);
  }

  /**
   * MySQL refuses to rename a column that a check, a generated column, a default or a functional index reads (3959, 3108,
   * 3766, 3837), unless the same statement restates them.
   */
  protected renamedExpressions(before: Table, after: Table, to: string, from: string): readonly string[] {
    const isChanged = <Part>(part: Part, at: number, old: readonly Part[] | undefined): boolean => old?.[at] !== part;
    const columns = after.columns.filter((column, at) => isChanged(column, at, before.columns));
    const checks = (after.constraints ?? []).filter((one, at) => isChanged(one, at, before.constraints));
    const indexes = (after.indexes ?? []).filter((one, at) => isChanged(one, at, before.indexes));
    return [
      ...columns.filter(({ name }) => name !== from).map((column) => this.modify(column, after)),
      ...checks.flatMap((one) => [this.dropNamed(one), `ADD ${this.constraintSql(one, after)}`]),
      ...indexes.flatMap((index) => [
        `DROP INDEX ${this.identifier(index.name ?? '')}`,
        `ADD ${this.indexSql({ ...index, columns: index.columns.map((part) => (part === from ? to : part)) }, after)}`,
      ]),
    ];
  }

  override addConstraint(operation: Operation<'addConstraint'>): readonly Statement[] {
    const { constraint } = operation;
    const isKey = constraint.kind === 'unique';
    const taken = isKey ? this.#freeName(operation, constraint.name) : [];
    const redundant = isKey ? this.#dropRedundant(operation) : [];
    return this.alterTableSql(operation, [...taken, ...this.clauses(operation), ...redundant]);
  }

  override createIndex(operation: Operation<'createIndex'>): readonly Statement[] {
    const taken = this.#freeName(operation, operation.index.name);
    const redundant = this.#dropRedundant(operation);
    if (taken.length + redundant.length === 0) return super.createIndex(operation);
    const add = `ADD ${this.indexSql(operation.index, tableOf(operation))}`;
    return this.alterTableSql(operation, [...taken, add, ...redundant]);
  }

  /** Clauses that drop what a new key makes superfluous. */
  #dropRedundant(operation: Operation<'addConstraint' | 'createIndex'>): readonly string[] {
    const table = this.find(tableOf(operation));
    if (table === undefined) return [];
    const { indexes: own = [], constraints = [] } = table;
    const redundant = redundantIndexes(
      table,
      operation.kind === 'createIndex'
        ? { ...table, indexes: [...own, operation.index] }
        : { ...table, constraints: [...constraints, operation.constraint] },
    );
    const indexes = own.filter((index) => !redundant.includes(index));
    if (redundant.length > 0) this.#setTable(table, { ...table, indexes });
    return redundant.map(({ name = '' }) => `DROP INDEX ${this.identifier(name)}`);
  }

  /** An index that was made for a foreign key may have the name of one that is declared; it makes room for it. */
  #freeName(on: Operation<'addConstraint' | 'createIndex'>, name: string | undefined): readonly string[] {
    const table = this.find(tableOf(on));
    if (table === undefined || name === undefined) return [];
    const listed = table.indexes?.find((one) => one.name === name && isImplied(one, table));
    const isMade = uncovered(table).some((foreignKey) => impliedIndexName(foreignKey, table.name) === name);
    if (listed === undefined && !isMade) return [];
    const left = { ...table, indexes: (table.indexes ?? []).filter((one) => one !== listed) };
    this.#setTable(table, left);
    return [`DROP INDEX ${this.identifier(name)}`, ...this.indexesInPlaceOf(name, on, left)];
  }

  override dropConstraint(operation: Operation<'dropConstraint'>): readonly Statement[] {
    return this.alterTableSql(operation, this.dropConstraintClauses(operation));
  }

  private dropConstraintClauses(operation: Operation<'dropConstraint'>): readonly string[] {
    const { constraint } = operation;
    const table = this.find(tableOf(operation));
    if (constraint.kind === 'foreignKey') return this.dropForeignKeyClauses(operation, table);
    const drop =
      constraint.kind === 'primaryKey'
        ? 'DROP PRIMARY KEY'
        : this.dropNamed({ ...constraint, name: this.nameToDrop(operation) });
    const isKnown = table?.constraints?.some(
      ({ kind, name }) => kind === constraint.kind && (kind === 'primaryKey' || name === constraint.name),
    );
    return table === undefined || isKnown !== true || constraint.kind === 'check'
      ? [drop]
      : [drop, ...this.missingIndexes(table, operation)];
  }

  /** Every kind of constraint is dropped by a word of its own. */
  protected dropNamed({ kind, name = '' }: Pick<Constraint, 'kind' | 'name'>): string {
    if (kind === 'exclusion') return this.unsupported('drop an exclusion constraint');
    const words = { primaryKey: 'PRIMARY KEY', unique: 'INDEX', foreignKey: 'FOREIGN KEY', check: 'CHECK' };
    return `DROP ${words[kind]} ${this.identifier(name)}`;
  }

  /** The index that was made for a foreign key outlives it; it goes too, unless another key leans on it. */
  private dropForeignKeyClauses(operation: Operation<'dropConstraint'>, table: Table | undefined): readonly string[] {
    const name = this.nameToDrop(operation);
    const drop = `DROP FOREIGN KEY ${this.identifier(name)}`;
    const foreignKey = foreignKeysOf(table ?? {}).find((one) => one.name === name);
    if (table === undefined || foreignKey === undefined) return [drop];
    const index = impliedIndexOf(foreignKey, table);
    if (index === undefined) return [drop];
    const others = (table.constraints ?? []).filter((one) => one !== foreignKey);
    const indexes = (table.indexes ?? []).filter((one) => one.name !== index);
    const [heir] = uncovered({ constraints: others, indexes }).filter(
      (one) => one.columns.join('\0') === foreignKey.columns.join('\0'),
    );
    this.#setTable(table, { ...table, indexes });
    return [
      drop,
      heir === undefined
        ? `DROP INDEX ${this.identifier(index)}`
        : `RENAME INDEX ${this.identifier(index)} TO ${this.identifier(impliedIndexName(heir, table.name))}`,
    ];
  }

  #setTable(table: Table, after: Table): void {
    this.state = { ...this.state, tables: this.state.tables.map((one) => (one === table ? after : one)) };
  }

  override renameConstraint(operation: Operation<'renameConstraint'>): readonly Statement[] {
    const { kindOf, from, to } = operation;
    if (kindOf === 'primaryKey') return [];
    if (kindOf === 'unique') return this.renameIndex({ ...operation, kind: 'renameIndex' });
    const table = this.find(tableOf(operation));
    const constraint = table?.constraints?.find((one) => one.kind === kindOf && one.name === from);
    if (table === undefined || constraint === undefined) {
      return this.unsupported(`rename the constraint ${from} of table ${operation.table}, which is not known`);
    }
    const index = constraint.kind === 'foreignKey' ? impliedIndexOf(constraint, table) : undefined;
    return this.alterTableSql(operation, [
      this.dropNamed(constraint),
      ...(index === undefined || index === to
        ? []
        : [`RENAME INDEX ${this.identifier(index)} TO ${this.identifier(to)}`]),
      `ADD ${this.constraintSql({ ...constraint, name: to }, table)}`,
    ]);
  }

  override dropIndex(operation: Operation<'dropIndex'>): readonly Statement[] {
    const { name } = operation.index;
    if (name === undefined) return this.unsupported(`drop an unnamed index of table ${operation.table}`, 'name it');
    const table = this.find(tableOf(operation));
    const isKnown = table?.indexes?.some((index) => index.name === name) === true;
    return this.alterTableSql(operation, [
      `DROP INDEX ${this.identifier(name)}`,
      ...(table !== undefined && isKnown ? this.missingIndexes(table, operation) : []),
    ]);
  }

  override renameIndex({ from, to, ...on }: Operation<'renameIndex'>): readonly Statement[] {
    return this.alterTableSql(on, [`RENAME INDEX ${this.identifier(from)} TO ${this.identifier(to)}`]);
  }
}

/** The name of the index that there is for a foreign key alone: listed in the catalog, or known to be there because no other serves. */
function impliedIndexOf(foreignKey: ForeignKey, table: Table): string | undefined {
  const own: Table = { ...table, constraints: [foreignKey] };
  const listed = table.indexes?.find((index) => isImplied(index, own));
  if (listed !== undefined) return listed.name;
  const columns = foreignKey.columns.join('\0');
  const first = uncovered(table).find((one) => one.columns.join('\0') === columns);
  return first === foreignKey ? impliedIndexName(foreignKey, table.name) : undefined;
}
