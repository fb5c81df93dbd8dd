import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session } from './session.ts';

const models = (version: number, columns: string): Readonly<Record<string, string>> => ({
  [`models${version}.ts`]: `import * as sa from 'athanor';
export const metadata = new sa.MetaData();
sa.Table('users', metadata, sa.column('id', sa.Integer, { primaryKey: true }), ${columns});
`,
  [`config${version}.ts`]: `import { metadata } from './models${version}';
export default { url: 'sqlite:///app.db', metadata };
`,
});

let session: Session;

beforeEach(async () => {
  session = new Session();
  session.write({
    ...models(1, "sa.column('age', sa.Integer)"),
    ...models(2, "sa.column('years', sa.Integer)"),
    'migrations/.gitkeep': '',
  });
  await session.migrate(['revision', '--autogenerate', '-c', 'config1.ts', '-m', 'users']);
  await session.migrate(['upgrade', '-c', 'config1.ts']);
});

afterEach(() => session.end());

const autogenerate = ['revision', '--autogenerate', '-c', 'config2.ts', '-m', 'years'];

describe('a likely rename', () => {
  it('is asked about on a terminal, and is a rename when a person says yes', async () => {
    const { stdout, stderr, exitCode } = await session.migrate(autogenerate, { answers: ['maybe', 'y'] });
    expect(stderr).toBe('? was column users.age renamed to years? [y] rename  [n] drop and add: \n'.repeat(2));
    expect(stdout).toContain('~ rename column users.age to years');
    expect(exitCode).toBe(0);
  });

  it('is a drop and an addition when a person says no', async () => {
    const { stdout } = await session.migrate(autogenerate, { answers: ['n'] });
    expect(stdout).toContain('- drop column users.age');
    expect(stdout).toContain('1 operation loses data: review the file before it is run');
  });

  it.each([
    ['without a terminal', [], undefined],
    ['with --no-interactive', ['--no-interactive'], []],
    ['with --json', ['--json'], []],
  ] as const)('is never guessed %s: nothing is written', async (_, flags, answers) => {
    const { exitCode, stdout, stderr } = await session.migrate(
      [...autogenerate, ...flags],
      answers === undefined ? {} : { answers },
    );
    expect(exitCode).toBe(3);
    expect(stdout + stderr).toContain('--rename users.age=years');
    expect((await session.migrate(['heads', '-c', 'config1.ts', '--json'])).stdout.match(/"id"/g)).toHaveLength(1);
  });

  it('is left open when the input ends without an answer', async () => {
    const { exitCode } = await session.migrate(autogenerate, { answers: ['perhaps'] });
    expect(exitCode).toBe(3);
  });

  it('needs no question where a flag answers it', async () => {
    const { stdout } = await session.migrate([...autogenerate, '--drop', 'users.age']);
    expect(stdout).toContain('- drop column users.age');
  });
});

describe('JSON', () => {
  it.each([
    [['heads'], { ok: true, command: 'heads', revisions: [expect.objectContaining({ message: 'users' })] }],
    [['history', '-i'], { ok: true, revisions: [expect.objectContaining({ isHead: true, isCurrent: true })] }],
    [
      ['history', '--log'],
      { ok: true, entries: [expect.objectContaining({ direction: 'upgrade', message: 'users' })] },
    ],
    [['current'], { ok: true, isAtHeads: true, pending: [], revisions: [expect.objectContaining({ isHead: true })] }],
    [['status'], { ok: true, revisions: [expect.objectContaining({ state: 'applied' })] }],
    [['check'], { ok: true, isInSync: true, operations: [], hazards: [] }],
    [
      ['check', '-c', 'config2.ts'],
      { ok: false, isInSync: false, possibleRenames: [expect.objectContaining({ to: 'years' })] },
    ],
    [['upgrade'], { ok: true, steps: [], before: [expect.any(String)], after: [expect.any(String)] }],
    [['downgrade', 'base'], { ok: true, after: [], steps: [expect.objectContaining({ outcome: 'ran' })] }],
    [['stamp', 'head'], { ok: true, after: [expect.any(String)] }],
    [
      ['diff', '-c', 'config2.ts'],
      { ok: true, from: 'database', to: 'models', sql: expect.stringContaining('ALTER TABLE') },
    ],
    [['revision', '-m', 'by hand'], { ok: true, revision: expect.objectContaining({ message: 'by hand' }) }],
    [['init', 'elsewhere'], { ok: false, error: expect.objectContaining({ code: 'usage' }) }],
  ])('%j is one document', async (argv, expected) => {
    const options = argv.includes('-c') || argv[0] === 'init' ? [] : ['-c', 'config1.ts'];
    const { stdout, stderr } = await session.migrate([...argv, '--json', ...options]);
    expect(JSON.parse(stdout)).toMatchObject({ command: argv[0], ...expected });
    // What is going to be lost is said before it runs, whatever is on stdout.
    expect(stderr).toMatch(
      argv[0] === 'downgrade' ? /^loses data: \w+ drop table users \(all rows of users\)\n$/ : /^$/,
    );
  });
});
