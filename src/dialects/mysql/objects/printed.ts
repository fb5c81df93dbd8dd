import { nameOfToken } from '../expression.ts';
import { type PrintedToken, printedTokens } from './statement-text.ts';

/** What `SHOW CREATE VIEW` says that the catalog does not, or not whole. */
export interface PrintedView {
  readonly definition: string;
  readonly columns?: readonly string[];
  readonly algorithm?: string;
  readonly security?: string;
  readonly checkOption?: 'LOCAL' | 'CASCADED';
}

const isWord = (token: PrintedToken | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toUpperCase() === word;

/** `CREATE ALGORITHM=… DEFINER=… SQL SECURITY … VIEW name (columns) AS query WITH … CHECK OPTION`. */
export function readView(statement: string): PrintedView {
  const tokens = printedTokens(statement);
  const after = tokens.findIndex((token) => isWord(token, 'VIEW'));
  const as = tokens.findIndex((token, at) => at > after && isWord(token, 'AS'));
  const named = tokens.slice(after, as);
  const open = named.findIndex(({ text }) => text === '(');
  const columns =
    open < 0
      ? []
      : named
          .slice(open)
          .filter(({ kind }) => kind === 'identifier')
          .map(nameOfToken);
  const check = / WITH (LOCAL|CASCADED) CHECK OPTION$/.exec(statement);
  const algorithm = /^CREATE ALGORITHM=(\w+)/.exec(statement)?.[1];
  const isInvoker = tokens.slice(0, after).some((token) => isWord(token, 'INVOKER'));
  return {
    definition: statement.slice(tokens[as]?.end, check?.index).trim(),
    ...(columns.length === 0 ? {} : { columns }),
    ...(algorithm === undefined || algorithm === 'UNDEFINED' ? {} : { algorithm }),
    ...(isInvoker ? { security: 'INVOKER' } : {}),
    ...(check === null ? {} : { checkOption: check[1] as 'LOCAL' | 'CASCADED' }),
  };
}

/** The body of what `SHOW CREATE TRIGGER` prints: behind FOR EACH ROW, and behind the order where that is kept. */
export function readTriggerBody(statement: string): string {
  const tokens = printedTokens(statement);
  let at = tokens.findIndex((token, place) => isWord(token, 'ROW') && isWord(tokens[place - 1], 'EACH'));
  if (isWord(tokens[at + 1], 'FOLLOWS') || isWord(tokens[at + 1], 'PRECEDES')) at += 2;
  return statement.slice(tokens[at]?.end).trim();
}

/** The body of what `SHOW CREATE EVENT` prints: behind the first DO. */
export function readEventBody(statement: string): string {
  const tokens = printedTokens(statement);
  return statement.slice(tokens.find((token) => isWord(token, 'DO'))?.end).trim();
}

/** What `SHOW CREATE FUNCTION` and `PROCEDURE` say that the catalog does not, or not whole. */
export interface PrintedRoutine {
  readonly arguments?: string;
  readonly returns?: string;
  readonly body: string;
  readonly aggregate: boolean;
}

/** One line for each characteristic stands between the head and the body. */
const characteristic =
  /^ {4}(?:LANGUAGE \w+|NO SQL|READS SQL DATA|MODIFIES SQL DATA|CONTAINS SQL|DETERMINISTIC|SQL SECURITY \w+|COMMENT '.*')$/;

/** `CREATE DEFINER=… FUNCTION name(arguments) RETURNS type`, characteristics, body. */
export function readRoutine(statement: string): PrintedRoutine {
  const tokens = printedTokens(statement);
  const kind = tokens.findIndex((token) => isWord(token, 'FUNCTION') || isWord(token, 'PROCEDURE'));
  const open = tokens.findIndex(({ text }, at) => at > kind && text === '(');
  let depth = 0;
  const close = tokens.findIndex(({ text, kind: is }, at) => {
    if (at < open || is !== 'punctuation') return false;
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    return depth === 0;
  });
  const list = statement.slice(tokens[open]?.end, tokens[close]?.at);
  const [head = '', ...lines] = statement.slice(tokens[close]?.end).split('\n');
  const returns = /^ RETURNS (.*)$/.exec(head)?.[1];
  const from = lines.findIndex((line) => !characteristic.test(line));
  return {
    ...(list.trim() === '' ? {} : { arguments: list }),
    ...(returns === undefined ? {} : { returns }),
    body: lines.slice(from).join('\n').trim(),
    aggregate: isWord(tokens[kind - 1], 'AGGREGATE'),
  };
}
