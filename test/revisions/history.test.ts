import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answer, readHistoryTable } from './history-table.ts';

const folder = fileURLToPath(new URL('../../fixtures/histories/', import.meta.url));
const tables = readdirSync(folder)
  .sort()
  .map((name) => ({ name, ...readHistoryTable(readFileSync(`${folder}${name}`, 'utf8')) }));

describe.each(tables)('the history of $name', ({ notation, rows }) => {
  it.each(rows)('at [%s] answers %s with [%s] and leaves [%s]', (at, command, runs, leaves) => {
    expect(answer(notation, at, command)).toEqual([runs, leaves]);
  });
});

describe('the tables of histories', () => {
  it('hold at least two hundred cases, none of them twice', () => {
    const cases = tables.flatMap(({ notation, rows }) => rows.map(([at, command]) => `${notation}|${at}|${command}`));
    expect(cases.length).toBeGreaterThanOrEqual(200);
    expect(new Set(cases).size).toBe(cases.length);
  });
});
