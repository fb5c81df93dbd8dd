import { derive } from '../../schema/canonical.ts';
import type { Column } from '../../schema/column.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Table } from '../../schema/table.ts';
import { type SqlType, typeOn } from '../../schema/type.ts';
import type { Server } from '../dialect.ts';
import { bytesPerCharacter, type Collations, charsetOf, effectiveCollation, printedText } from './charset.ts';
import { charsetAndCollation } from './column-collation.ts';
import { canonicalDefault, isTextual } from './defaults.ts';
import { normaliseExpression } from './expression.ts';
import type { Flavour } from './flavour.ts';
import type { ServerRules } from './server-rules.ts';
import { enumLength, formatColumnType, sizeText } from './types.ts';
import { checkedType, isGeneratedCheckName } from './value-check.ts';

/** What the parts of a table are canonicalised in view of. */
export interface TableContext {
  readonly table: Table;
  readonly server: Server;
  readonly flavour: Flavour;
  readonly rules: ServerRules;
  readonly collations: Collations;
  /** Of the table. */
  readonly collation: string;
  /** The names of the table's columns. */
  readonly columns: readonly string[];
}

/** Undefined for none, which is what an empty one is. */
export const printedComment = (comment: string | undefined): string | undefined =>
  comment === undefined || comment === '' ? undefined : printedText(comment);

export function canonicaliseColumn(declared: Column, isKey: boolean, context: TableContext): Column {
  const column = context.flavour.canonicaliseColumn?.(declared) ?? declared;
  const collation = columnCollation(column, context);
  const spelling = canonicalType(column, collation, context);
  const { computed } = column;
  const isComputed = computed !== undefined;
  const isCounted = column.autoincrement === true || column.identity !== undefined;
  const isNullable =
    isComputed && !context.rules.notNullComputed ? true : column.nullable !== false && !isKey && !isCounted;
  return derive(declared, {
    type: canonicalCheckedType(column, context) ?? { type: 'custom', sql: spelling },
    nullable: isNullable ? undefined : false,
    serverDefault: isComputed || isCounted ? undefined : canonicalValue(column.serverDefault, spelling, context),
    serverOnupdate: canonicalValue(column.serverOnupdate, spelling, context),
    autoincrement: isCounted ? true : undefined,
    identity: undefined,
    computed: isComputed
      ? {
          expression: normaliseExpression(computed.expression, context.columns),
          ...(computed.persisted === true ? { persisted: true } : {}),
        }
      : undefined,
    collation: isTextual(spelling) && collation !== context.collation ? collation : undefined,
    comment: printedComment(column.comment),
    mysql: columnOptions(column.mysql),
    renamedFrom: undefined,
    postgresql: undefined,
    sqlite: undefined,
  });
}

/** A type that asks for a check keeps the values and the name of that check, as they are part of the column. */
function canonicalCheckedType(column: Column, { flavour, table }: TableContext): SqlType | undefined {
  const type = checkedType(column, flavour.name);
  if (type === undefined) return undefined;
  const name = type.constraintName ?? type.name;
  const asked = {
    createConstraint: true,
    ...(name === undefined || isGeneratedCheckName(name, table.name) ? {} : { constraintName: name }),
  };
  if (type.type === 'Boolean') return { type: 'Boolean', ...asked };
  const { values, length } = type;
  const isLonger = length !== undefined && length !== enumLength({ values });
  return { type: 'Enum', values, native: false, ...asked, ...(isLonger ? { length } : {}) };
}

const canonicalValue = (
  value: Column['serverDefault'],
  spelling: string,
  { columns }: TableContext,
): Column['serverDefault'] => {
  const canonical = value === undefined ? undefined : canonicalDefault(value, spelling, columns);
  return typeof canonical === 'string' && isList(spelling) ? printedText(canonical) : canonical;
};

const isList = (spelling: string): boolean => /^(?:enum|set)\(/.test(spelling);

function canonicalType(column: Column, collation: string, { table, rules }: TableContext): string {
  const spelling = sizeText(formatColumnType(column, table, rules.types), bytesPerCharacter(charsetOf(collation)));
  return isList(spelling) ? printedText(spelling) : spelling;
}

/** A collation may be said of the column or of its type. */
function columnCollation(column: Column, { collation, collations, flavour }: TableContext): string {
  const said = charsetAndCollation(column, typeOn(flavour.name, column.type));
  return effectiveCollation(said.charset, said.collation, collation, collations);
}

function columnOptions({ charset: _, ...options }: DialectOptions = {}): DialectOptions | undefined {
  const said = Object.entries(options).filter(([, value]) => value !== undefined && value !== false);
  return said.length === 0 ? undefined : Object.fromEntries(said);
}
