import { describe, expect, it } from 'vitest';
import { decideNext, parseRenames, questionOf } from '../../src/commands/rename-answers.ts';
import type { RenameCandidate } from '../../src/diff/rename.ts';
import type { Schema } from '../../src/schema/schema.ts';

const columns = [
  { name: 'age', type: { type: 'Integer' } },
  { name: 'a.b', type: { type: 'Integer' } },
] as const;
const before: Schema = {
  tables: [
    { name: 'users', columns },
    { name: 'users', schema: 'crm', columns },
  ],
  objects: [{ kind: 'schema', name: 'crm' }],
};

describe('renames as people write them', () => {
  it.each([
    [['users=people'], [{ kind: 'table', from: 'users', to: 'people' }]],
    [['users.age=years'], [{ kind: 'column', table: 'users', from: 'age', to: 'years' }]],
    [['users.age=users.years'], [{ kind: 'column', table: 'users', from: 'age', to: 'years' }]],
    [['users.a.b=c'], [{ kind: 'column', table: 'users', from: 'a.b', to: 'c' }]],
    [['crm.users=crm.people'], [{ kind: 'table', schema: 'crm', from: 'users', to: 'people' }]],
    [['crm.users.age=years'], [{ kind: 'column', schema: 'crm', table: 'users', from: 'age', to: 'years' }]],
    [
      ['users=people', 'users.age=years'],
      [
        { kind: 'table', from: 'users', to: 'people' },
        { kind: 'column', table: 'people', from: 'age', to: 'years' },
      ],
    ],
    [
      ['users=people', 'people.age=years'],
      [
        { kind: 'table', from: 'users', to: 'people' },
        { kind: 'column', table: 'people', from: 'age', to: 'years' },
      ],
    ],
    [['users=archive.people'], [{ kind: 'table', from: 'users', to: 'people', toSchema: 'archive' }]],
    [['crm.users=.users'], [{ kind: 'table', schema: 'crm', from: 'users', to: 'users', toSchema: null }]],
    [
      ['users=archive.people', 'users.age=years'],
      [
        { kind: 'table', from: 'users', to: 'people', toSchema: 'archive' },
        { kind: 'column', schema: 'archive', table: 'people', from: 'age', to: 'years' },
      ],
    ],
    [['crm=sales'], [{ kind: 'schema', from: 'crm', to: 'sales' }]],
  ])('%j', (written, expected) => {
    expect(parseRenames(written, before)).toEqual(expected);
  });

  it.each(['users', '=people', 'users=', 'ghosts=x', 'users.ghost=x'])('%s is refused', (written) => {
    expect(() => parseRenames([written], before)).toThrow(`--rename ${written}`);
  });
});

describe('candidates', () => {
  const candidate: RenameCandidate = { kind: 'column', table: 'users', from: 'age', to: 'years', likeness: 0.9 };
  const other: RenameCandidate = { kind: 'table', from: 'a', to: 'b', likeness: 0.8 };

  it('are questions with the flags that answer them', () => {
    expect(questionOf(candidate)).toEqual({
      question: 'was column users.age renamed to years?',
      kind: 'column',
      from: 'users.age',
      to: 'years',
      answers: ['--rename users.age=years', '--drop users.age'],
    });
  });

  it('without anybody to ask are an error that lists all questions', async () => {
    await expect(decideNext([candidate, other], {}, new Set())).rejects.toMatchObject({
      code: 'renames_undecided',
      exitCode: 3,
      missing: [questionOf(candidate), questionOf(other)],
    });
  });

  it('are drops where a flag says so', async () => {
    await expect(decideNext([candidate], { drops: ['users.age'] }, new Set())).resolves.toBeUndefined();
  });

  it('are asked about one by one until one is a rename; a refusal is remembered', async () => {
    const asked: string[] = [];
    const ask = async ({ from }: { readonly from: string }): Promise<boolean> => {
      asked.push(from);
      return from === 'a';
    };
    const refused = new Set<string>();
    expect(await decideNext([candidate, other], { ask }, refused)).toEqual({ kind: 'table', from: 'a', to: 'b' });
    expect(await decideNext([candidate], { ask }, refused)).toBeUndefined();
    expect(asked).toEqual(['users.age', 'a']);
  });
});
