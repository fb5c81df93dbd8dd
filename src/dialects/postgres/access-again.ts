import type { Operation } from '../../operations/operation.ts';
import { equal } from '../../schema/equal.ts';
import type { Access, Grant } from '../../schema/objects/dependency.ts';
import type { ObjectKind, SchemaObject } from '../../schema/objects/object.ts';
import { type ObjectName, objectKey, objectNameOf } from '../../schema/objects/object-name.ts';
import type { Schema } from '../../schema/schema.ts';
import { nameOf, tableKey } from '../../schema/table-name.ts';
import type { Server } from '../dialect.ts';
import { readParameters, signatureOf } from './objects/parameters.ts';
import { routineReference } from './objects/routine.ts';
import { quoteIdentifier, quoteTable } from './quoting.ts';

/** How a thing is called where it is given to somebody, and where rights on it are. */
interface Words {
  readonly owned: string;
  readonly granted: string;
}

const routine = (object: ObjectName): Words => ({ owned: routineReference(object), granted: routineReference(object) });
const relation =
  (kind: string) =>
  (object: ObjectName): Words => ({
    owned: `${kind} ${quoteTable(nameOf(object))}`,
    granted: quoteTable(nameOf(object)),
  });

const words: { readonly [K in ObjectKind]?: (object: ObjectName) => Words } = {
  view: relation('VIEW'),
  materializedView: relation('MATERIALIZED VIEW'),
  function: routine,
  procedure: routine,
};

/** Routines are told apart by the types that they are called with, in whichever words. */
function keyOf(object: ObjectName, server: Server): string {
  const name = objectNameOf(object);
  const isRoutine = words[name.kind as ObjectKind] === routine;
  return objectKey(isRoutine ? { ...name, signature: signatureOf(readParameters(name.arguments), server) } : name);
}

/** Whether an object is dropped and made again, which loses its owner and what is granted on it unless that is known. */
export function makesObjectAgain(operations: readonly Operation[]): boolean {
  const key = ({ kind, ...object }: ObjectName): string => `${kind} ${tableKey(nameOf(object))}`;
  const dropped = new Set(operations.flatMap((one) => (one.kind === 'dropObject' ? [key(one.object)] : [])));
  return operations.some(
    (one) => one.kind === 'createObject' && words[one.object.kind] && dropped.has(key(one.object)),
  );
}

/** Follows objects that go and come again through a list of operations. Names are without the default schema. */
export class AccessAgain {
  readonly #server: Server;
  readonly #dropped = new Map<string, Access>();

  constructor(server: Server) {
    this.#server = server;
  }

  /** An object is about to go. */
  dropped(object: ObjectName, now: Schema): void {
    const key = keyOf(object, this.#server);
    const access = now.objects?.find((one) => keyOf(one, this.#server) === key)?.access;
    if (access !== undefined) this.#dropped.set(key, access);
  }

  /** What gives an object that was made again back to whom it belonged, with all rights on it as they were. */
  created(object: SchemaObject): readonly string[] {
    const access = this.#dropped.get(keyOf(object, this.#server));
    return access === undefined ? [] : restore(object, access);
  }
}

function restore(object: SchemaObject, { owner, reader, grants, initial }: Access): readonly string[] {
  const word = words[object.kind]?.(object);
  if (word === undefined) return [];
  // a new owner takes over the rights of the old one
  const first = initial.map((grant) => (grant.to === reader ? { ...grant, to: owner } : grant));
  const missing = (some: readonly Grant[], others: readonly Grant[]): readonly Grant[] =>
    some.filter((one) => !others.some((other) => equal(one, other)));
  return [
    ...(owner === reader ? [] : [`ALTER ${word.owned} OWNER TO ${quoteIdentifier(owner)}`]),
    ...statements(missing(first, grants), (rights, to) => `REVOKE ${rights} ON ${word.granted} FROM ${to}`),
    ...statements(
      missing(grants, first),
      (rights, to, grantable) => `GRANT ${rights} ON ${word.granted} TO ${to}${grantable ? ' WITH GRANT OPTION' : ''}`,
    ),
  ];
}

/** One statement for each role. */
function statements(
  grants: readonly Grant[],
  sqlOf: (rights: string, to: string, grantable: boolean) => string,
): readonly string[] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.to ?? null, grant.grantable ?? false]);
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return [...groups.values()].map((group) => {
    const [{ to, grantable } = {} as Grant] = group;
    const role = to === undefined ? 'PUBLIC' : quoteIdentifier(to);
    return sqlOf(group.map(rightSql).join(', '), role, grantable === true);
  });
}

const rightSql = ({ privilege, column }: Grant): string =>
  column === undefined ? privilege : `${privilege} (${quoteIdentifier(column)})`;
