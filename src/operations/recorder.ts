import { UsageError } from '../errors.ts';
import type { Parameter } from '../schema/expression.ts';
import type { SqlType } from '../schema/type.ts';
import { customOperationNames } from './custom-operation.ts';
import type { CustomOperations } from './extensions.ts';
import { kinds, type OwnKind } from './kinds.ts';
import type { Operation, Payloads } from './operation.ts';
import { requireShape } from './payload-shape.ts';

/** `Integer` as well as `Integer()`, wherever a type is written. */
export type TypeInput = SqlType | (() => SqlType);

/** A payload as people write it: a type may be given bare, without its parentheses. */
export type Written<T> = T extends SqlType
  ? TypeInput
  : T extends readonly (infer Item)[]
    ? readonly Written<Item>[]
    : T extends Date | Uint8Array
      ? T
      : T extends object
        ? { readonly [Key in keyof T]: Written<T[Key]> }
        : T;

/**
 * What `upgrade(op)` and `downgrade(op)` are given. Every method but `query` records one operation and returns at once;
 * nothing runs before the function has returned.
 */
export type Operations = { readonly [K in OwnKind]: (payload: Written<Payloads[K]>) => void } & {
  readonly [Name in keyof CustomOperations]: (payload: Written<CustomOperations[Name]>) => void;
} & {
  /** SQL by hand that nothing takes back: short for `execute({ sql })`. */
  readonly execute: (sql: string) => void;
  /**
   * Runs what was recorded so far, then the query, and returns its rows. Not possible where SQL is only written out.
   *
   * @param parameters the values of the query's placeholders, which are `?` on every database (an operator of PostgreSQL with
   * that letter alone is then written `??`); the driver binds them, so that nothing has to be quoted
   * @throws QueryNotPossible offline
   */
  readonly query: <Row = Readonly<Record<string, unknown>>>(
    sql: string,
    parameters?: readonly Parameter[],
  ) => Promise<readonly Row[]>;
};

/** An operation with the place in the user's file that recorded it. */
export interface Recorded {
  readonly operation: Operation;
  /** A stack whose first frame outside this file is the call; read only when something fails. */
  readonly site: { readonly stack?: string };
}

export type Query = (
  sql: string,
  parameters?: readonly Parameter[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/**
 * Makes the facade and the list it records into. `query` answers `op.query`; it may empty the list with `flush`.
 */
export function recorder(query: Query): { readonly op: Operations; readonly flush: () => readonly Recorded[] } {
  let recorded: Recorded[] = [];
  const method = (name: string, toOperation: (payload: object) => Operation) => {
    const record = (given: unknown): void => {
      const payload = name === 'execute' && typeof given === 'string' ? { sql: given } : given;
      if (typeof payload !== 'object' || payload === null) {
        throw new UsageError(`op.${name} was given ${String(given)}, and takes an object`, {
          hint: `write op.${name}({ … })`,
        });
      }
      const site: { stack?: string } = {};
      Error.captureStackTrace(site, record);
      recorded.push({ operation: toOperation(resolveTypes(payload) as object), site });
    };
    return [name, record] as const;
  };
  const methods = [
    ...kinds.map((kind) =>
      method(kind, (payload) => {
        requireShape(kind, payload);
        return { kind, ...payload } as Operation;
      }),
    ),
    ...customOperationNames().map((name) =>
      method(name, (payload) => ({ kind: 'custom', name, payload: payload as Operation<'custom'>['payload'] })),
    ),
  ];
  const flush = (): readonly Recorded[] => {
    const taken = recorded;
    recorded = [];
    return taken;
  };
  return { op: { ...Object.fromEntries(methods), query } as unknown as Operations, flush };
}

/** Calls bare types, and leaves out what is undefined, so that what was written compares with what was rendered. */
function resolveTypes(value: unknown): unknown {
  if (typeof value === 'function') return resolveTypes((value as () => unknown)());
  if (Array.isArray(value)) return value.map(resolveTypes);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [key, resolveTypes(part)]),
  );
}
