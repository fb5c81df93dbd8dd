import type { Index, IndexPart } from '../../schema/table-index.ts';
import type { Token } from '../ansi/lexer.ts';
import { asKnown } from './create-statement.ts';
import { foldedNames, plainStrings } from './expression.ts';
import { foldName } from './quote.ts';
import { TokenReader } from './token-reader.ts';
import { isKeyword, isName, splitAtCommas, unquote, withoutParentheses } from './tokens.ts';

/**
 * Reads a CREATE INDEX statement; `columns` are those of its table.
 *
 * @throws UnreadableStatement
 */
export function parseCreateIndex(sql: string, columns: readonly string[]): Index {
  const reader = new TokenReader(sql);
  reader.expect('CREATE');
  const unique = reader.take('UNIQUE');
  reader.expect('INDEX');
  reader.take('IF', 'NOT', 'EXISTS');
  const first = reader.takeName();
  const name = reader.takeSymbol('.') ? reader.takeName() : first;
  reader.expect('ON');
  reader.takeName();
  const parts = splitAtCommas(reader.takeParenthesisedTokens()).map((tokens) => readPart(reader, tokens, columns));
  const where = reader.take('WHERE') ? plainStrings(reader.takeRest(), foldedNames(columns)) : undefined;
  return { name, columns: parts, ...(unique ? { unique } : {}), ...(where === undefined ? {} : { where }) };
}

function readPart(reader: TokenReader, tokens: readonly Token[], columns: readonly string[]): string | IndexPart {
  const descending = isKeyword(tokens.at(-1), 'DESC');
  const ordered = descending || isKeyword(tokens.at(-1), 'ASC') ? tokens.slice(0, -1) : tokens;
  const collates = ordered.length > 2 && isKeyword(ordered.at(-2), 'COLLATE');
  const collation = collates ? unquote(ordered.at(-1) as Token) : undefined;
  const options = {
    ...(descending ? { order: 'desc' as const } : {}),
    ...(collation === undefined ? {} : { collation }),
  };
  const key = withoutParentheses(collates ? ordered.slice(0, -2) : ordered);
  const column = readColumn(key, columns);
  if (column === undefined) {
    return { expression: plainStrings(reader.source(key), foldedNames(columns)), ...options };
  }
  return Object.keys(options).length === 0 ? column : { column, ...options };
}

/** A name or a string alone is a column, if the table has it. */
function readColumn([token, ...rest]: readonly Token[], columns: readonly string[]): string | undefined {
  if (token === undefined || rest.length > 0 || !(isName(token) || token.kind === 'string')) return undefined;
  const name = unquote(token);
  return columns.some((column) => foldName(column) === foldName(name)) ? asKnown(name, columns) : undefined;
}
