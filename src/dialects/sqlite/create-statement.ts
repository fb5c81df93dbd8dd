import type { Computed } from '../../schema/column.ts';
import type { Constraint, ForeignKey, Initially, ReferentialAction } from '../../schema/constraint.ts';
import type { Token } from '../ansi/lexer.ts';
import { foldName } from './quote.ts';
import { TokenReader, UnreadableStatement } from './token-reader.ts';
import { isKeyword, splitAtCommas, unquote } from './tokens.ts';

/** What a CREATE TABLE statement says, in SQLite's terms: what no pragma tells stands only in its text. */
export interface CreateTable {
  readonly columns: readonly DeclaredColumn[];
  readonly constraints: readonly Constraint[];
  readonly strict: boolean;
  readonly withoutRowid: boolean;
  readonly autoincrement: boolean;
  /** `INTEGER PRIMARY KEY DESC` beside the column is not the rowid, by a bug that was kept. https://www.sqlite.org/lang_createtable.html#rowid */
  readonly descendingInline: boolean;
}

export interface DeclaredColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly onConflictNotNull?: string;
  readonly defaultSql?: string;
  readonly collation?: string;
  readonly computed?: Computed;
}

interface Draft {
  name: string;
  type: string;
  notNull: boolean;
  onConflictNotNull?: string;
  defaultSql?: string;
  collation?: string;
  computed?: Computed;
}

/** @throws UnreadableStatement */
export const parseCreateTable = (sql: string): CreateTable => new CreateTableReader(sql).read();

/** Where the type of a column ends. */
const afterType = [
  'CONSTRAINT',
  'PRIMARY',
  'NOT',
  'NULL',
  'UNIQUE',
  'CHECK',
  'DEFAULT',
  'COLLATE',
  'REFERENCES',
  'GENERATED',
  'AS',
] as const;

class CreateTableReader {
  readonly #reader: TokenReader;
  readonly #columns: DeclaredColumn[] = [];
  readonly #constraints: Constraint[] = [];
  #autoincrement = false;
  #descendingInline = false;

  constructor(sql: string) {
    this.#reader = new TokenReader(sql);
  }

  read(): CreateTable {
    const reader = this.#reader;
    reader.expect('CREATE');
    reader.takeOneOf('TEMP', 'TEMPORARY');
    reader.expect('TABLE');
    reader.take('IF', 'NOT', 'EXISTS');
    reader.takeName();
    if (reader.takeSymbol('.')) reader.takeName();
    reader.expectSymbol('(');
    while (!reader.takeSymbol(')')) {
      if (!this.#tableConstraint()) this.#column();
      reader.takeSymbol(',');
    }
    return { ...this.#options(), ...this.#parts() };
  }

  #parts(): Omit<CreateTable, 'strict' | 'withoutRowid'> {
    return {
      columns: this.#columns,
      constraints: this.#constraints,
      autoincrement: this.#autoincrement,
      descendingInline: this.#descendingInline,
    };
  }

  #options(): Pick<CreateTable, 'strict' | 'withoutRowid'> {
    const reader = this.#reader;
    let strict = false;
    let withoutRowid = false;
    while (!reader.isAtEnd()) {
      if (reader.take('WITHOUT', 'ROWID')) withoutRowid = true;
      else if (reader.take('STRICT')) strict = true;
      else if (!reader.takeSymbol(',')) reader.expect('STRICT');
    }
    return { strict, withoutRowid };
  }

  #column(): void {
    const column: Draft = { name: this.#reader.takeName(), type: this.#type(), notNull: false };
    let name: string | undefined;
    for (;;) {
      if (this.#reader.take('CONSTRAINT')) name = this.#reader.takeName();
      else if (this.#columnConstraint(column, name)) name = undefined;
      else break;
    }
    this.#columns.push(column);
  }

  #type(): string {
    const reader = this.#reader;
    const words: string[] = [];
    while (reader.next !== undefined && reader.next.kind !== 'punctuation' && !isKeyword(reader.next, ...afterType)) {
      words.push(reader.takeName());
    }
    const size = words.length > 0 && reader.next?.text === '(' ? `(${reader.takeParenthesised()})` : '';
    return words.join(' ') + size;
  }

  #columnConstraint(column: Draft, name: string | undefined): boolean {
    const reader = this.#reader;
    if (reader.take('PRIMARY', 'KEY')) this.#inlinePrimaryKey(column, name);
    else if (reader.take('NOT', 'NULL')) {
      column.notNull = true;
      const conflict = this.#conflict();
      if (conflict !== undefined) column.onConflictNotNull = conflict;
    } else if (reader.take('NULL')) this.#conflict();
    else if (reader.take('UNIQUE')) this.#add({ kind: 'unique', columns: [column.name] }, name, this.#conflictOption());
    else if (reader.take('CHECK')) this.#check(name);
    else if (reader.take('DEFAULT')) column.defaultSql = this.#default();
    else if (reader.take('COLLATE')) column.collation = reader.takeName();
    else if (reader.take('REFERENCES')) this.#foreignKey([column.name], name);
    else if (reader.take('GENERATED', 'ALWAYS', 'AS') || reader.take('AS')) column.computed = this.#computed();
    else return false;
    return true;
  }

  #inlinePrimaryKey(column: Draft, name: string | undefined): void {
    const order = this.#reader.takeOneOf('ASC', 'DESC');
    const option = this.#conflictOption();
    if (this.#reader.take('AUTOINCREMENT')) this.#autoincrement = true;
    this.#descendingInline = order === 'DESC';
    this.#add({ kind: 'primaryKey', columns: [column.name] }, name, {
      ...option,
      ...(order === 'DESC' ? { orders: ['desc'] } : {}),
    });
  }

  #default(): string {
    const reader = this.#reader;
    if (reader.next?.text === '(') return `(${reader.takeParenthesised()})`;
    const sign = reader.takeSymbol('-') ? '-' : reader.takeSymbol('+') ? '+' : '';
    return sign + reader.takeToken().text;
  }

  #computed(): Computed {
    const expression = this.#reader.takeParenthesised();
    return this.#reader.takeOneOf('STORED', 'VIRTUAL') === 'STORED' ? { expression, persisted: true } : { expression };
  }

  #tableConstraint(): boolean {
    const reader = this.#reader;
    const names = reader.sees('CONSTRAINT');
    const name = reader.take('CONSTRAINT') ? reader.takeName() : undefined;
    if (reader.take('PRIMARY', 'KEY')) this.#key('primaryKey', name);
    else if (reader.sees('UNIQUE') && reader.take('UNIQUE')) this.#key('unique', name);
    else if (reader.take('CHECK')) this.#check(name);
    else if (reader.take('FOREIGN', 'KEY')) {
      this.#foreignKey(
        splitAtCommas(reader.takeParenthesisedTokens()).map(([column]) => nameOf(column)),
        name,
        true,
      );
    } else return names;
    return true;
  }

  #key(kind: 'primaryKey' | 'unique', name: string | undefined): void {
    const tokens = this.#reader.takeParenthesisedTokens();
    if (isKeyword(tokens.at(-1), 'AUTOINCREMENT')) this.#autoincrement = true;
    const keys = splitAtCommas(tokens).map(readKey);
    const collations = keys.map(({ collation }) => collation ?? '');
    const orders = keys.map(({ descending }) => (descending ? 'desc' : 'asc'));
    this.#add({ kind, columns: keys.map(({ column }) => column) }, name, {
      ...this.#conflictOption(),
      ...(collations.some((collation) => collation !== '') ? { collations } : {}),
      ...(orders.includes('desc') ? { orders } : {}),
    });
  }

  #check(name: string | undefined): void {
    const expression = this.#reader.takeParenthesised();
    this.#add({ kind: 'check', expression }, name, this.#conflictOption());
  }

  #foreignKey(columns: readonly string[], name: string | undefined, afterColumns = false): void {
    const reader = this.#reader;
    if (afterColumns) reader.expect('REFERENCES');
    const table = reader.takeName();
    const target =
      reader.next?.text === '('
        ? splitAtCommas(reader.takeParenthesisedTokens()).map(([column]) => nameOf(column))
        : [];
    const draft: { -readonly [K in keyof ForeignKey]: ForeignKey[K] } = {
      kind: 'foreignKey',
      columns,
      references: { table, columns: target },
    };
    while (this.#reference(draft)) {}
    this.#add(draft, name, {});
  }

  #reference(draft: { -readonly [K in keyof ForeignKey]: ForeignKey[K] }): boolean {
    const reader = this.#reader;
    if (reader.take('ON', 'DELETE')) this.#action(draft, 'onDelete');
    else if (reader.take('ON', 'UPDATE')) this.#action(draft, 'onUpdate');
    else if (reader.take('MATCH')) {
      const match = reader.takeName().toUpperCase();
      if (match === 'FULL' || match === 'PARTIAL') draft.match = match;
    } else if (reader.take('NOT', 'DEFERRABLE')) this.#initially();
    else if (reader.take('DEFERRABLE')) {
      draft.deferrable = true;
      const initially = this.#initially();
      if (initially !== undefined) draft.initially = initially;
    } else return false;
    return true;
  }

  #action(draft: { -readonly [K in keyof ForeignKey]: ForeignKey[K] }, event: 'onDelete' | 'onUpdate'): void {
    const action = this.#referentialAction();
    if (action !== 'NO ACTION') draft[event] = action;
  }

  #referentialAction(): ReferentialAction {
    const reader = this.#reader;
    for (const action of ['CASCADE', 'RESTRICT', 'SET NULL', 'SET DEFAULT', 'NO ACTION'] as const) {
      if (reader.take(...action.split(' '))) return action;
    }
    throw new UnreadableStatement('expected a referential action');
  }

  #initially(): Initially | undefined {
    return this.#reader.take('INITIALLY') ? this.#reader.takeOneOf('DEFERRED', 'IMMEDIATE') : undefined;
  }

  #conflict(): string | undefined {
    return this.#reader.take('ON', 'CONFLICT') ? this.#reader.takeName().toUpperCase() : undefined;
  }

  #conflictOption(): { readonly onConflict?: string } {
    const conflict = this.#conflict();
    return conflict === undefined ? {} : { onConflict: conflict };
  }

  #add(constraint: Constraint, name: string | undefined, sqlite: object): void {
    this.#constraints.push({
      ...constraint,
      ...(name === undefined ? {} : { name }),
      ...(Object.keys(sqlite).length === 0 ? {} : { sqlite }),
    } as Constraint);
  }
}

const nameOf = (token: Token | undefined): string => {
  if (token === undefined) throw new UnreadableStatement('expected a column');
  return unquote(token);
};

interface Key {
  readonly column: string;
  readonly collation?: string;
  readonly descending: boolean;
}

function readKey(tokens: readonly Token[]): Key {
  const collate = tokens.findIndex((token, at) => at > 0 && isKeyword(token, 'COLLATE'));
  const collation = collate < 0 ? undefined : nameOf(tokens[collate + 1]);
  return {
    column: nameOf(tokens[0]),
    descending: tokens.slice(1).some((token) => isKeyword(token, 'DESC')),
    ...(collation === undefined ? {} : { collation }),
  };
}

/** Names of constraints, columns and tables as the catalog knows them: a reference may write them in other letters. */
export const asKnown = (name: string, known: readonly string[]): string =>
  known.find((one) => foldName(one) === foldName(name)) ?? name;
