import { stripParentheses } from '../expression-text.ts';
import { closing, isWord, textOf, tokensOf } from './type-name.ts';

/** The condition of a trigger and its call, which the catalog has only in the whole statement. */
export function textsIn(definition: string, hasCondition: boolean): { readonly when?: string; readonly body: string } {
  const tokens = tokensOf(definition);
  const each = tokens.findIndex((token, at) => isWord(token, 'for') && isWord(tokens[at + 1], 'each'));
  const when = hasCondition ? tokens.findIndex((token, at) => at > each && isWord(token, 'when')) : -1;
  const end = when < 0 ? each : closing(tokens, when + 1);
  const execute = tokens.findIndex((token, at) => at > end && isWord(token, 'execute'));
  return {
    ...(when < 0 ? {} : { when: stripParentheses(textOf(definition, tokens.slice(when + 1, end + 1))) }),
    body: textOf(definition, tokens.slice(execute + 2)),
  };
}
