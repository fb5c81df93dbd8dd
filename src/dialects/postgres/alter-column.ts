import type { Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import { equal } from '../../schema/equal.ts';
import type { Schema } from '../../schema/schema.ts';
import { sqlOn } from '../../schema/sql-by-dialect.ts';
import type { Table } from '../../schema/table.ts';
import { type TableName, tableOf } from '../../schema/table-name.ts';

import { atLeast, type Server, type Statement } from '../dialect.ts';
import { onOwnedSequence, ownedSequence } from './anonymous-block.ts';
import { canonicalColumn } from './canonical-column.ts';
import { columnOptionClauses } from './column-options.ts';
import { conversion } from './conversion.ts';
import { findTable } from './default-schema.ts';
import { checkedEnum, impliedCheck, renamedValues } from './enum-checks.ts';
import type { EnumCompiler, EnumTypes } from './enum-types.ts';
import { changedClauses, isNarrowed, restartInBounds, sequenceOptionsSql } from './objects/sequence.ts';
import { chosenName, quoteIdentifier, quoteLiteral, quoteTable } from './quoting.ts';
import { quoteQualified } from './spelling.ts';
import { aroundTypeChange, nothing, replaceColumn, type Surroundings } from './surroundings.ts';
import { canonicalSpelling } from './type-spelling.ts';
import { formatType } from './types.ts';

/** What altering a column needs of the compiler, beside the making of parts. */
export interface ColumnCompiler extends EnumCompiler {
  /** COMMENT ON COLUMN, where the comment differs from what it was. */
  commentOnColumn(table: TableName, column: Column, before: string | undefined): readonly Statement[];
}

export interface AlterContext {
  readonly compiler: ColumnCompiler;
  readonly server: Server;
  readonly enums: EnumTypes;
  /** The schema at this moment; a table that is not in it is altered without its surroundings. */
  readonly schema: Schema;
}

/**
 * Everything about a column changed as it has to be on this server, in an order that works with rows in place: what it
 * was numbered by goes, the type changes with the default out of the way, then null, numbering, default, comment.
 */
export function alterColumn(operation: Operation<'alterColumn'>, context: AlterContext): readonly Statement[] {
  const { from, to } = operation;
  const on = tableOf(operation);
  const table = findTable(context.schema, on, context.server);
  const prepared = context.enums.prepare(to, context.schema, context.compiler);
  if (mustBeReplaced(from, to, table, context.server)) {
    const { before, after } = replaceOrMaterialise(table, on, from, to, context);
    return [...prepared, ...before, ...after];
  }
  return [...prepared, ...new ColumnChange(operation, table, context).statements()];
}

/** A generated column cannot become one in place, nor change where its values are kept; an expression can since 17. */
function mustBeReplaced(from: Column, to: Column, table: Table | undefined, server: Server): boolean {
  if (to.computed === undefined) return from.computed !== undefined && isVirtual(from, server);
  if (from.computed === undefined || isVirtual(from, server) !== isVirtual(to, server)) return true;
  if (from.computed.expression === to.computed.expression) return false;
  // the new expression is held against the old type, and the old expression against the new one
  if (formatType(from.type) !== formatType(to.type)) return true;
  // PostgreSQL 18 refuses SET EXPRESSION for a virtual column in a table that has checks
  const checks = (table?.constraints ?? []).some(({ kind }) => kind === 'check');
  return !atLeast(server.version, 17) || (isVirtual(from, server) && checks);
}

const isVirtual = ({ computed }: Column, server: Server): boolean =>
  computed !== undefined && !(computed.persisted ?? !atLeast(server.version, 18));

/** A virtual column that becomes an ordinary one keeps its values: they are copied into a new column first. */
function replaceOrMaterialise(
  table: Table | undefined,
  on: TableName,
  from: Column,
  to: Column,
  { compiler }: AlterContext,
): Surroundings {
  const replaced = replaceColumn(table ?? { ...on, columns: [from] }, from, to, compiler);
  if (to.computed !== undefined) return replaced;
  const copy = { ...to, name: chosenName(to.name, '', 'new') };
  const { nullable: _, ...plain } = copy;
  const [now, old, alter] = [quoteIdentifier(copy.name), quoteIdentifier(to.name), `ALTER TABLE ${quoteTable(on)}`];
  return {
    before: [
      ...compiler.addColumn({ kind: 'addColumn', table: on.name, ...schemaOf(on), column: plain }),
      { sql: `UPDATE ${quoteTable(on)} SET ${now} = ${old}` },
      ...replaced.before,
      { sql: `${alter} RENAME COLUMN ${now} TO ${old}` },
      ...(to.nullable === false ? [{ sql: `${alter} ALTER COLUMN ${old} SET NOT NULL` }] : []),
    ],
    // the first statement would add the column
    after: replaced.after.slice(1),
  };
}

const schemaOf = ({ schema }: TableName): { readonly schema?: string } => (schema === undefined ? {} : { schema });

/** One change of one column that can be made in place. */
class ColumnChange {
  readonly #from: Column;
  readonly #to: Column;
  readonly #on: TableName;
  readonly #table: Table | undefined;
  readonly #context: AlterContext;
  readonly #column: string;
  readonly #alter: string;
  readonly #using: string | undefined;

  constructor(operation: Operation<'alterColumn'>, table: Table | undefined, context: AlterContext) {
    this.#from = operation.from;
    this.#to = operation.to;
    this.#on = tableOf(operation);
    this.#table = table;
    this.#context = context;
    this.#column = quoteIdentifier(operation.to.name);
    this.#alter = `ALTER TABLE ${quoteTable(this.#on)} ALTER COLUMN ${this.#column}`;
    this.#using = sqlOn('postgresql', operation.using);
  }

  statements(): readonly Statement[] {
    const retyped = this.#isRetyped();
    const around = retyped
      ? aroundTypeChange(this.#table, [this.#to.name], this.#context.compiler, 'computed')
      : nothing;
    return [
      ...this.#dropCheck(),
      ...this.#stopNumbering(),
      ...this.#setExpression(),
      ...around.before,
      ...(retyped ? this.#changeType() : this.#renameValues()),
      ...this.#changeNull(),
      ...this.#startNumbering(),
      ...this.#changeDefault(retyped),
      ...around.after,
      ...this.#addCheck(),
      ...this.#changeOptions(),
      ...this.#context.compiler.commentOnColumn(this.#on, this.#to, this.#from.comment),
    ];
  }

  #isRetyped(): boolean {
    const [from, to] = [this.#canonical(this.#from), this.#canonical(this.#to)];
    return formatType(from.type) !== formatType(to.type) || from.collation !== to.collation;
  }

  #canonical(column: Column): Column {
    return canonicalColumn(column, this.#on, this.#context.server, false);
  }

  #changeType(): readonly Statement[] {
    const { collation } = this.#canonical(this.#to);
    const collate = collation === undefined ? '' : ` COLLATE ${quoteQualified(collation)}`;
    // PostgreSQL computes the values of a generated column anew, and takes no USING for one
    const how = this.#to.computed === undefined ? this.#conversion() : undefined;
    const using = how === undefined ? '' : ` USING ${how}`;
    return [
      ...this.#sql(this.#hidesDefault() ? [`${this.#alter} DROP DEFAULT`] : []),
      ...this.#sql([`${this.#alter} TYPE ${formatType(this.#to.type)}${collate}${using}`]),
      ...this.#sql(this.#retypeSequence()),
    ];
  }

  #conversion(): string | undefined {
    return (
      this.#using ?? renamedValues(this.#from, this.#to) ?? conversion(this.#from.type, this.#to.type, this.#column)
    );
  }

  /** What the change of a type does along with it, where the type stays. */
  #renameValues(): readonly Statement[] {
    const value = this.#to.computed === undefined ? renamedValues(this.#from, this.#to) : undefined;
    return this.#sql(value === undefined ? [] : [`UPDATE ${quoteTable(this.#on)} SET ${this.#column} = ${value}`]);
  }

  /** A default that was there is out of the way while the type changes, since its cast may not exist. */
  #hidesDefault(): boolean {
    return this.#from.serverDefault !== undefined;
  }

  /** The sequence of an identity column follows its type; that of a serial one does not. */
  #retypeSequence(): readonly string[] {
    if (this.#from.autoincrement !== true || this.#to.autoincrement !== true) return [];
    return [onOwnedSequence(this.#on, this.#to.name, `ALTER SEQUENCE %s AS ${formatType(this.#to.type)}`)];
  }

  #changeNull(): readonly Statement[] {
    const [before, after] = [isNullable(this.#from), isNullable(this.#to)];
    if (before === after) return [];
    return this.#sql([`${this.#alter} ${after ? 'DROP' : 'SET'} NOT NULL`]);
  }

  #stopNumbering(): readonly Statement[] {
    if (this.#from.identity !== undefined && this.#to.identity === undefined) {
      return this.#sql([`${this.#alter} DROP IDENTITY`]);
    }
    if (this.#from.autoincrement !== true || this.#to.autoincrement === true) return [];
    return this.#sql([`${this.#alter} DROP DEFAULT`, onOwnedSequence(this.#on, this.#to.name, 'DROP SEQUENCE %s')]);
  }

  #startNumbering(): readonly Statement[] {
    const { identity, autoincrement } = this.#to;
    if (identity !== undefined) return this.#sql(this.#startIdentity(identity));
    return autoincrement === true && this.#from.autoincrement !== true ? this.#sql(this.#startSerial()) : [];
  }

  #startIdentity(identity: NonNullable<Column['identity']>): readonly string[] {
    const before = this.#from.identity;
    const generated = `GENERATED ${identity.always === true ? 'ALWAYS' : 'BY DEFAULT'}`;
    if (before !== undefined) {
      const changes = [
        ...((before.always === true) === (identity.always === true) ? [] : [`SET ${generated}`]),
        ...changedClauses(before, identity).map((clause) => `SET ${clause}`),
      ];
      if (changes.length === 0) return [];
      const statement = `${this.#alter} ${changes.join(' ')}`;
      const sequence = ownedSequence(this.#on, this.#to.name);
      const type = canonicalSpelling(formatType(this.#to.type));
      return [isNarrowed(before, identity, type) ? restartInBounds(statement, sequence, identity, type) : statement];
    }
    const options = sequenceOptionsSql(identity);
    const sequence = ownedSequence(this.#on, this.#to.name);
    return [
      ...(this.#from.serverDefault === undefined ? [] : [`${this.#alter} DROP DEFAULT`]),
      `${this.#alter} ADD ${generated} AS IDENTITY${options === '' ? '' : ` (${options})`}`,
      ...((identity.increment ?? 1) > 0 ? [this.#continueAfterRows(sequence, identity.start ?? 1)] : []),
    ];
  }

  #startSerial(): readonly string[] {
    const name = chosenName(this.#on.name, this.#to.name, 'seq');
    const sequence = quoteTable({ ...this.#on, name });
    const owner = `${quoteTable(this.#on)}.${this.#column}`;
    return [
      `CREATE SEQUENCE ${sequence} AS ${formatType(this.#to.type)} OWNED BY ${owner}`,
      `${this.#alter} SET DEFAULT nextval(${quoteLiteral(sequence)})`,
      this.#continueAfterRows(quoteLiteral(sequence), 1),
    ];
  }

  /** The next number is one that no row has. */
  #continueAfterRows(sequence: string, start: number): string {
    const next = `greatest(max(${this.#column}) + 1, ${start})`;
    return `SELECT setval(${sequence}, ${next}, false) FROM ${quoteTable(this.#on)} HAVING max(${this.#column}) IS NOT NULL`;
  }

  #setExpression(): readonly Statement[] {
    const [from, to] = [this.#from.computed, this.#to.computed];
    if (from === undefined) return [];
    if (to === undefined) return this.#sql([`${this.#alter} DROP EXPRESSION`]);
    return from.expression === to.expression ? [] : this.#sql([`${this.#alter} SET EXPRESSION AS (${to.expression})`]);
  }

  #changeDefault(retyped: boolean): readonly Statement[] {
    const [from, to] = [this.#from.serverDefault, this.#to.serverDefault];
    const isGone = retyped && this.#hidesDefault();
    if (to !== undefined) {
      if (equal(from, to) && !isGone) return [];
      return this.#sql([`${this.#alter} SET DEFAULT ${this.#context.compiler.spellDefault(this.#to)}`]);
    }
    const takenOver = this.#to.identity !== undefined || this.#to.autoincrement === true;
    return from === undefined || isGone || takenOver ? [] : this.#sql([`${this.#alter} DROP DEFAULT`]);
  }

  #changeOptions(): readonly Statement[] {
    const type = canonicalSpelling(formatType(this.#to.type));
    return this.#sql(columnOptionClauses(this.#from, this.#to, type).map((clause) => `${this.#alter} ${clause}`));
  }

  #dropCheck(): readonly Statement[] {
    if (!this.#isCheckChanged()) return [];
    const check = impliedCheck(this.#from, this.#on);
    if (check?.name === undefined) return [];
    return this.#sql([`ALTER TABLE ${quoteTable(this.#on)} DROP CONSTRAINT ${quoteIdentifier(check.name)}`]);
  }

  #addCheck(): readonly Statement[] {
    const constraint = this.#isCheckChanged() ? impliedCheck(this.#to, this.#on) : undefined;
    if (constraint === undefined) return [];
    const { compiler } = this.#context;
    return compiler.addConstraint({ kind: 'addConstraint', table: this.#on.name, ...schemaOf(this.#on), constraint });
  }

  #isCheckChanged(): boolean {
    const [from, to] = [checkedEnum(this.#from), checkedEnum(this.#to)];
    return !equal(from && this.#canonical(this.#from).type, to && this.#canonical(this.#to).type);
  }

  #sql(statements: readonly string[]): readonly Statement[] {
    return statements.map((sql) => ({ sql }));
  }
}

/** Numbered columns are never null, whether or not they say so. */
const isNullable = ({ nullable, identity, autoincrement }: Column): boolean =>
  nullable !== false && identity === undefined && autoincrement !== true;
