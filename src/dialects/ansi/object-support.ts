import type { Operation } from '../../operations/operation.ts';
import type { ObjectKind, ObjectOf } from '../../schema/objects/object.ts';
import type { ObjectName } from '../../schema/objects/object-name.ts';
import type { Server, Statement } from '../dialect.ts';

/** What a database knows of one kind of objects: its canonical form, and the statements that make and unmake one. */
export interface ObjectSupport<K extends ObjectKind> {
  /** For comparing (`derive`); undefined where this database has no such thing, as for SQL that is meant for another. */
  readonly canonicalise: (object: ObjectOf<K>, server: Server) => ObjectOf<K> | undefined;
  readonly create: (object: ObjectOf<K>, server: Server) => readonly string[];
  readonly drop: (object: ObjectName, server: Server) => readonly string[];
  /** Undefined where it takes dropping and creating. */
  readonly alter?: (from: ObjectOf<K>, to: ObjectOf<K>, server: Server) => readonly string[] | undefined;
}

/** The kinds that a database has; the others are nothing there, so that models and revisions stay portable. */
export type ObjectSupports = { readonly [K in ObjectKind]?: ObjectSupport<K> };

type AnySupport = ObjectSupport<ObjectKind>;

const supportOf = (supports: ObjectSupports, kind: ObjectKind): AnySupport | undefined =>
  supports[kind] as unknown as AnySupport | undefined;

/** The object in canonical form, or nothing where the database does not have it. */
export function canonicaliseObject<T extends ObjectOf<ObjectKind>>(
  supports: ObjectSupports,
  object: T,
  server: Server,
): readonly T[] {
  const canonical = supportOf(supports, object.kind)?.canonicalise(object, server);
  return canonical === undefined ? [] : [canonical as T];
}

type ObjectOperation = Operation<'createObject' | 'dropObject' | 'alterObject'>;

/** The statements of an operation on an object. */
export function compileObject(
  supports: ObjectSupports,
  operation: ObjectOperation,
  server: Server,
): readonly Statement[] {
  const { kind } = operation.kind === 'alterObject' ? operation.to : operation.object;
  const support = supportOf(supports, kind);
  if (support === undefined) return [];
  return statementsOf(support, operation, server).map((sql) => ({ sql }));
}

function statementsOf(support: AnySupport, operation: ObjectOperation, server: Server): readonly string[] {
  switch (operation.kind) {
    case 'createObject':
      return isHere(support, operation.object, server) ? support.create(operation.object, server) : [];
    case 'dropObject':
      return isHere(support, operation.object, server) ? support.drop(operation.object, server) : [];
    case 'alterObject': {
      const { from, to } = operation;
      const [was, is] = [from, to].map((one) => isHere(support, one, server));
      const changed = was === true && is === true ? support.alter?.(from, to, server) : undefined;
      if (changed !== undefined) return changed;
      return [...(was === true ? support.drop(from, server) : []), ...(is === true ? support.create(to, server) : [])];
    }
  }
}

/** An identity alone does not tell whether it is meant for another database: it is taken at its word. */
const isHere = (support: AnySupport, object: ObjectName, server: Server): boolean =>
  !isWhole(object) || support.canonicalise(object as ObjectOf<ObjectKind>, server) !== undefined;

const isWhole = (object: ObjectName): boolean =>
  Object.keys(object).some((key) => !['kind', 'name', 'schema', 'table', 'arguments', 'signature'].includes(key));
