import { describe, expect, it } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { applyAll } from '../../src/operations/apply.ts';
import { defineOperation } from '../../src/operations/custom-operation.ts';
import { describe as inWords } from '../../src/operations/describe.ts';
import { defineObjectKind, type ObjectIdentity } from '../../src/operations/object-kind.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { recorder } from '../../src/operations/recorder.ts';
import { reverse, reverseAll } from '../../src/operations/reverse.ts';
import { renderBody } from '../../src/revisions/render.ts';
import type { Schema } from '../../src/schema/schema.ts';

interface Grant {
  readonly table: string;
  readonly to: string;
}

const grant = defineOperation<Grant>({
  name: 'grantSelect',
  compile: ({ table, to }, sql) => `GRANT SELECT ON ${sql.table({ name: table })} TO ${sql.identifier(to)}`,
  reverse: 'revokeSelect',
  describe: ({ table, to }) => `let ${to} read ${table}`,
});
const revoke = defineOperation<Grant>({
  name: 'revokeSelect',
  compile: ({ table, to }, sql) => `REVOKE SELECT ON ${sql.table({ name: table })} FROM ${sql.identifier(to)}`,
  reverse: (payload) => grant(payload),
  hazards: ({ to }) => [{ kind: 'may-fail', reason: `${to} holds it from somebody else` }],
});
const forget = defineOperation<{ readonly what: string }>({ name: 'forget', compile: () => [] });

interface View extends ObjectIdentity {
  readonly query: string;
  readonly reads?: readonly string[];
}

const view = defineObjectKind<View>({
  kind: 'panel',
  create: ({ query, ...name }, sql) => `CREATE VIEW ${sql.table(name)} AS ${query}`,
  drop: (name, sql) => `DROP VIEW ${sql.table(name)}`,
  dependsOn: ({ reads = [] }) => reads.map((name) => ({ name })),
  losesWithDrop: () => [{ kind: 'data-loss', reason: 'what was granted on it' }],
});
const extension = defineObjectKind({
  kind: 'plugin',
  create: ({ name }, sql) => `CREATE EXTENSION ${sql.identifier(name)}`,
  drop: ({ name }, sql) => `DROP EXTENSION ${sql.identifier(name)}`,
  isNameOnly: true,
});

const payload: Grant = { table: 'users', to: 'reader' };

function record(write: (op: Readonly<Record<string, (payload: unknown) => void>>) => void): readonly Operation[] {
  const { op, flush } = recorder(async () => []);
  write(op as never);
  return flush().map(({ operation }) => operation);
}

describe('an operation of a project', () => {
  it('is recorded by its own method', () => {
    expect(record((op) => op.grantSelect?.(payload))).toEqual([grant(payload)]);
    expect(() => record((op) => op.grantSelect?.('users'))).toThrow('op.grantSelect was given users');
  });

  it('is turned round into its opposite, by name or by a function', () => {
    expect(reverse(grant(payload))).toEqual(revoke(payload));
    expect(reverse(revoke(payload))).toEqual(grant(payload));
    expect(() => reverse(forget({ what: 'it' }))).toThrow('cannot reverse: forget');
  });

  it('is described in its words, or by its name', () => {
    expect(inWords(grant(payload))).toEqual({ summary: 'let reader read users', hazards: [] });
    expect(inWords(revoke(payload))).toMatchObject({ summary: 'revokeSelect', hazards: [{ kind: 'may-fail' }] });
  });

  it('is written as a call of op, and read back as the same', () => {
    const { source } = renderBody([grant(payload), revoke(payload)]);
    expect(source).toBe(
      "  op.grantSelect({ table: 'users', to: 'reader' });\n  // May fail: reader holds it from somebody else\n  op.revokeSelect({ table: 'users', to: 'reader' });\n",
    );
    expect(record(new Function('op', source) as never)).toEqual([grant(payload), revoke(payload)]);
  });

  it.each(['addColumn', 'query', 'custom', 'two words', ''])("cannot be called '%s'", (name) => {
    expect(() => defineOperation({ name, compile: () => [] })).toThrow('cannot be the name of an operation');
  });

  it('has to be defined where it is used', () => {
    expect(() => inWords({ kind: 'custom', name: 'nobody', payload: {} })).toThrow("no operation 'nobody' is defined");
  });
});

describe('an object of a project', () => {
  const admins = view({ name: 'admins', query: 'SELECT 1' });
  const empty: Schema = { tables: [] };

  it('is created, altered and dropped by operations of its kind', () => {
    const changed = view({ name: 'admins', query: 'SELECT 2' });
    const created = diff(empty, { ...empty, custom: [admins] });
    const altered = diff({ ...empty, custom: [admins] }, { ...empty, custom: [changed] });
    const dropped = diff({ ...empty, custom: [changed] }, empty);
    expect(renderBody([...created, ...altered, ...dropped]).source).toBe(
      "  op.createPanel({ panel: { name: 'admins', query: 'SELECT 1' } });\n" +
        "  op.alterPanel({ from: { name: 'admins', query: 'SELECT 1' }, to: { name: 'admins', query: 'SELECT 2' } });\n" +
        "  // Loses data: what was granted on it\n  op.dropPanel({ panel: { name: 'admins' } });\n",
    );
    const all = [...created, ...altered, ...dropped];
    expect(applyAll(created, empty).custom).toEqual([admins]);
    expect(applyAll([...created, ...altered], empty).custom).toEqual([changed]);
    expect(applyAll([...all, ...reverseAll(all)], empty).custom).toEqual([]);
  });

  it('comes after the tables that it reads have their new form, and goes before they change', () => {
    const column = (name: string) => ({ name, type: { type: 'Integer' } }) as const;
    const table = (...names: readonly string[]) => ({ name: 'users', columns: names.map(column) });
    const before = { tables: [table('id', 'old')], custom: [view({ name: 'a', query: 'old', reads: ['users'] })] };
    const after = { tables: [table('id', 'new')], custom: [view({ name: 'b', query: 'new', reads: ['users'] })] };
    const kinds = diff(before, after).map((one) => (one.kind === 'custom' ? one.name : one.kind));
    expect(kinds.toSorted()).toEqual(['addColumn', 'createPanel', 'dropColumn', 'dropPanel']);
    expect(kinds.indexOf('dropPanel')).toBeLessThan(kinds.indexOf('dropColumn'));
    expect(kinds.indexOf('createPanel')).toBeGreaterThan(kinds.indexOf('addColumn'));
  });

  it('comes after others of its kind that it reads', () => {
    const first = view({ name: 'z', query: '1' });
    const second = view({ name: 'a', query: 'z', reads: ['z'] });
    const created = diff(empty, { ...empty, custom: [second, first] });
    expect(created.map((one) => inWords(one).summary)).toEqual(['create panel z', 'create panel a']);
    expect(reverseAll(created).map((one) => inWords(one).summary)).toEqual(['drop panel a', 'drop panel z']);
    const dropped = diff({ ...empty, custom: [first, second] }, empty);
    expect(dropped.map((one) => inWords(one).summary)).toEqual(['drop panel a', 'drop panel z']);
  });

  it('cannot be brought back by its name alone, unless that is all there is', () => {
    const [dropPanel, dropPlugin] = record((op) => {
      op.dropPanel?.({ panel: { name: 'admins' } });
      op.dropPlugin?.({ plugin: { name: 'citext' } });
    });
    expect(() => reverse(dropPanel as Operation)).toThrow('cannot reverse: drop panel admins');
    expect(reverse(dropPlugin as Operation)).toEqual(
      diff(empty, { ...empty, custom: [extension({ name: 'citext' })] })[0],
    );
  });

  it('is known by its name, its schema and its table', () => {
    const rule = (table: string) => ({ kind: 'panel', name: 'same', table, query: table });
    expect(diff({ ...empty, custom: [rule('a')] }, { ...empty, custom: [rule('a'), rule('b')] })).toHaveLength(1);
  });
});
