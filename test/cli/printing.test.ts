import { describe, expect, it } from 'vitest';
import { paintFor } from '../../src/cli/paint.ts';
import { errorDocument, errorText, markedSql } from '../../src/cli/present-error.ts';
import { tableLines } from '../../src/cli/print-table.ts';
import { tellProgress } from '../../src/cli/progress.ts';
import { sanitise, sanitiseLine } from '../../src/cli/sanitise.ts';
import { UsageError } from '../../src/errors.ts';
import type { RunEvent, StepPlace } from '../../src/runner/events.ts';

const output = { isTty: false, write: () => {} };
const plain = paintFor(output, { env: {} }, false);

describe('text from elsewhere', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a\u0000b\u0007c\u009bd', 'a\\x00b\\x07c\\x9bd'],
    ['left\u202eright', 'left\\u202eright'],
    ['line\nline\ttab', 'line\nline\ttab'],
    ['carriage\rreturn', 'carriage\\x0dreturn'],
    ['Zürich 東京 🙂', 'Zürich 東京 🙂'],
  ])('%j is printed as %j', (text, printed) => {
    expect(sanitise(text)).toBe(printed);
  });

  it('is one line where one is wanted', () => {
    expect(sanitiseLine('a\n   b\nc')).toBe('a b c');
  });
});

describe('the place in a statement', () => {
  it('is marked under the character that the server counted', () => {
    expect(markedSql('SELECT id\nFORM t', 12)).toEqual(['SELECT id', 'FORM t', ' ^']);
    expect(markedSql("SELECT '🙂', x", 13)).toEqual(["SELECT '🙂', x", `${' '.repeat(13)}^`]);
  });

  it('is shown with the lines around it when the statement is long', () => {
    const sql = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`).join('\n');
    const shown = markedSql(sql, sql.indexOf('line 30') + 1);
    expect(shown.length).toBeLessThan(17);
    expect(shown.slice(shown.indexOf('line 30'), shown.indexOf('line 30') + 2)).toEqual(['line 30', '^']);
    expect([shown[0], shown.at(-1)]).toEqual(['…', '…']);
  });

  it('is not marked where it is not known', () => {
    expect(markedSql('SELECT 1', undefined)).toEqual(['SELECT 1']);
  });
});

describe('errors', () => {
  it('say what, where and what next', () => {
    const error = new UsageError('no\u001b[2Jsuch thing', {
      hint: 'look again',
      file: '/here/a.ts',
      line: 3,
      state: 'as before',
    });
    expect(errorText(errorDocument(error, { trace: false }), plain, '/here')).toBe(
      'error: no\\x1b[2Jsuch thing\n  at a.ts:3\n  state: as before\n  next: look again\n',
    );
  });

  it('that nobody foresaw have a code too, and a stack when asked', () => {
    const error = new TypeError('x is not a function');
    expect(errorDocument(error, { trace: false })).toEqual({
      code: 'unexpected',
      message: 'TypeError: x is not a function',
    });
    expect(errorDocument(error, { trace: true }).stack).toContain('printing.test.ts');
  });
});

describe('colours', () => {
  it.each([
    [{}, true, undefined, true],
    [{}, false, undefined, false],
    [{ NO_COLOR: '1' }, true, undefined, false],
    [{ NO_COLOR: '' }, true, undefined, true],
    [{ FORCE_COLOR: '1' }, false, undefined, true],
    [{ TERM: 'dumb' }, true, undefined, false],
    [{ NO_COLOR: '1' }, false, true, true],
    [{}, true, false, false],
  ])('%j on a terminal (%s) with --color %s: %s', (env, isTty, choice, expected) => {
    const paint = paintFor({ ...output, isTty }, { env }, choice);
    expect(paint.bad('x') !== 'x').toBe(expected);
  });
});

describe('tables', () => {
  it('have columns as wide as their widest cell, colours not counted', () => {
    const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
    expect(
      tableLines([
        [{ text: 'a', paint: red }, { text: 'b' }],
        [{ text: 'ccc' }, { text: '' }],
      ]),
    ).toEqual([`${red('a')}    b`, 'ccc']);
  });
});

describe('progress', () => {
  const step: StepPlace = { revision: 'ab12cd', message: 'add users', direction: 'upgrade', number: 3, of: 7 };
  const told = (events: readonly RunEvent[], isVerbose = false, patienceMs = 1000): readonly string[] => {
    const lines: string[] = [];
    const { report } = tellProgress({ write: (line) => void lines.push(line), paint: plain, isVerbose, patienceMs });
    for (const event of events) report(event);
    return lines;
  };

  it('is silent while a run is short', () => {
    expect(
      told([
        { kind: 'stepStarted', step },
        { kind: 'stepFinished', step, durationMs: 5 },
      ]),
    ).toEqual([]);
  });

  it('names every step once the run is long, or at once when asked', () => {
    expect(told([{ kind: 'stepStarted', step }], false, 0)).toEqual(['[3/7] ab12cd add users']);
    expect(told([{ kind: 'stepStarted', step: { ...step, direction: 'downgrade' } }], true)).toEqual([
      '[3/7] back: ab12cd add users',
    ]);
  });

  it('says what is waited for, not more often than every ten seconds', () => {
    const wait = (seconds: number): RunEvent => ({
      kind: 'lockWaiting',
      seconds,
      holder: `session 7, for ${seconds} s`,
    });
    expect(told([wait(0), wait(0), wait(3), wait(11), wait(12)])).toEqual([
      'waiting for another process that migrates this database: session 7, for 0 s',
      'waiting for another process that migrates this database: session 7, for 11 s',
    ]);
    expect(
      told([{ kind: 'statementWaiting', sql: 'ALTER TABLE a\n ADD b int', seconds: 5, reason: 'blocked by 812' }]),
    ).toEqual(['still running after 5 s: ALTER TABLE a ADD b int; blocked by 812']);
  });

  it('says what loses data, and what may fail when asked', () => {
    const hazards = [
      { operation: 0, kind: 'data-loss', summary: 'drop table users', reason: 'all rows of users' },
      { operation: 1, kind: 'may-fail', summary: 'create index x on y', reason: 'rows that are equal in a' },
    ] as const;
    const [loss, risk] = [
      'loses data: ab12cd drop table users (all rows of users)',
      'may fail: ab12cd create index x on y (rows that are equal in a)',
    ];
    expect(told([{ kind: 'hazardsAhead', step, hazards }])).toEqual([loss]);
    expect(told([{ kind: 'hazardsAhead', step, hazards }], true)).toEqual([loss, risk]);
  });

  it('tells of no step when all is over', async () => {
    const lines: string[] = [];
    const progress = tellProgress({
      write: (line) => void lines.push(line),
      paint: plain,
      isVerbose: false,
      patienceMs: 5,
    });
    progress.report({ kind: 'stepStarted', step });
    progress.end();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lines).toEqual([]);
  });

  it('shows statements when asked, and how long the slow ones took', () => {
    const sql = 'SELECT 1';
    const events: RunEvent[] = [
      { kind: 'statementStarted', sql },
      { kind: 'statementFinished', sql, durationMs: 1500 },
    ];
    expect(told(events, true)).toEqual(['SELECT 1', '-- 1500 ms']);
    expect(told(events)).toEqual([]);
  });
});
