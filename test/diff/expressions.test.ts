import { expect, it } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { adoptAnswers, expressionQuestions } from '../../src/diff/expressions.ts';
import type { Schema } from '../../src/schema/schema.ts';

const schema = (...expressions: string[]): Schema => ({
  tables: [
    {
      name: 't',
      columns: [{ name: 'n', type: { type: 'Integer' } }],
      constraints: expressions.map((expression, at) => ({ kind: 'check', name: `ck_${at}`, expression })),
    },
  ],
});

it('leaves a check in step that shares its text with one that the server stores otherwise', () => {
  const [from, to] = [schema('n >= - 10', 'n >= - (10)'), schema('n >= - 10', 'n >= - 10')];
  const questions = expressionQuestions(from, to, String);
  expect(questions.map(({ reflected }) => reflected)).toEqual(['n >= - (10)']);
  expect(diff(from, adoptAnswers(from, to, questions, [true]))).toEqual([]);
});
