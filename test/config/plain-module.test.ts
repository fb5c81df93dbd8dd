import { describe, expect, it } from 'vitest';
import { readPlainModule } from '../../src/plain-module.ts';
import { renderRevision } from '../../src/revisions/template.ts';

const header = { id: 'ab12', parents: [], message: "it's <b>", labels: [], dependsOn: [] };

const rendered = renderRevision(
  { header, at: new Date(0), timezone: 'UTC' },
  {
    upgrade: [
      {
        kind: 'addColumn',
        table: 'users',
        column: { name: 'age', type: { type: 'String', length: 3 }, nullable: false },
      },
      { kind: 'execute', sql: "UPDATE users SET age = 'a < b' WHERE name <> 'x'\nAND 1 = 1" },
    ],
    downgrade: [{ kind: 'dropColumn', table: 'users', column: { name: 'age' } }],
  },
);

const body = (line: string): string =>
  `\nexport const revision = { id: 'ab12', parents: [] };\nexport function upgrade(op: Operations) {\n  ${line}\n}\n`;

describe('a plain module', () => {
  it('is a revision as the tool writes it, run as it stands', () => {
    const exports: Record<string, unknown> = {};
    readPlainModule(rendered, '/migrations/ab12.ts')?.(exports, {
      String: (length: number) => ({ type: 'String', length }),
    });
    expect(exports.revision).toMatchObject({ id: 'ab12', message: "it's <b>" });
    const recorded: unknown[] = [];
    const op = { addColumn: (one: unknown) => recorded.push(one), execute: (one: unknown) => recorded.push(one) };
    (exports.upgrade as (operations: object) => void)(op);
    expect(recorded).toMatchObject([
      { column: { name: 'age', type: { type: 'String', length: 3 } } },
      { sql: "UPDATE users SET age = 'a < b' WHERE name <> 'x'\nAND 1 = 1" },
    ]);
  });

  it('names its file and line where it fails', () => {
    const exports: Record<string, unknown> = {};
    readPlainModule(`${body("throw new Error('no')")}`, '/migrations/ab12.ts')?.(exports, {});
    let stack = '';
    try {
      (exports.upgrade as () => void)();
    } catch (error) {
      stack = (error as Error).stack ?? '';
    }
    expect(stack).toContain('/migrations/ab12.ts:4:');
  });

  it.each([
    ['a type argument', body("op.query<{ n: number }>('SELECT 1');")],
    ['an annotation', body('const count: number = 1;')],
    ['an assertion', body('const count = op as unknown;')],
    ['an import', `import { x } from './x';\n${body('x();')}`],
    ['a default import', `import sa from 'athanor';\n${body('')}`],
    ['a template', body('op.execute(`SELECT 1`);')],
    ['a statement of its own', `await something();\n${body('')}`],
    ['an enum', `enum Colour { Red }\n${body('')}`],
    ['an enum further in', body('enum Colour { Red }')],
    ['half a file', body('op.execute(').slice(0, -3)],
  ])('is nothing with %s', (_, source) => {
    expect(readPlainModule(source, '/migrations/ab12.ts')).toBeUndefined();
  });
});
