import type { Connection, Dialect, Server } from '../dialects/dialect.ts';
import { type Effect, effect } from '../operations/effect.ts';
import type { Operation } from '../operations/operation.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import { objectNameOf } from '../schema/objects/object-name.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { scopeOf } from './scope.ts';

/** Looks up in the catalog whether one statement took effect that stands for these operations. */
export async function probe(
  { dialect, connection }: { readonly dialect: Dialect; readonly connection: Connection },
  operations: readonly Operation[],
): Promise<Effect> {
  const { server } = connection;
  const live = await dialect.reflect(connection, scopeOf(operations, server));
  const shown = comparable(live, dialect.canonicalise(live, server));
  return effectOfAll(
    operations.map((operation) => canonicalOperation(operation, dialect, server)),
    shown,
  );
}

/**
 * Columns and names of tables in canonical form, as definitions of columns are compared; the rest as the catalog has it, as
 * it is looked up by name, and a canonical form leaves out what goes without saying.
 */
const comparable = (live: Schema, canonical: Schema): Schema => ({
  ...canonical,
  tables: canonical.tables.map((table, at) => withPartsOf(table, live.tables[at] as Table)),
});

const withPartsOf = (
  { constraints: _c, indexes: _i, ...table }: Table,
  { constraints = [], indexes = [] }: Table,
): Table => ({
  ...table,
  constraints,
  indexes,
});

/** What happens at once has one effect: columns tell it best, as a key that is moved is there before and after. */
function effectOfAll(operations: readonly Operation[], live: Schema): Effect {
  const isMoved = operations.some((one) => one.kind === 'addConstraint' && one.constraint.kind === 'primaryKey');
  const telling = operations.filter(
    (one) => !(isMoved && one.kind === 'dropConstraint' && one.constraint.kind === 'primaryKey'),
  );
  const ofColumns = agreed(telling.filter(isOfColumn), live);
  return ofColumns === 'unclear' ? agreed(telling, live) : ofColumns;
}

const isOfColumn = ({ kind }: Operation): boolean =>
  kind === 'addColumn' || kind === 'dropColumn' || kind === 'alterColumn';

function agreed(operations: readonly Operation[], live: Schema): Effect {
  const effects = new Set(operations.map((operation) => effect(operation, live)));
  effects.delete('unclear');
  const [only = 'unclear'] = effects;
  return effects.size === 1 ? only : 'unclear';
}

/** The operation with its table called as the server calls it, and with the definitions that are compared as it prints them. */
function canonicalOperation(operation: Operation, dialect: Dialect, server: Server): Operation {
  const tableOf = (name: string, schema: string | undefined, columns: Table['columns']): Table | undefined => {
    const table = { name, ...(schema === undefined ? {} : { schema }), columns };
    return dialect.canonicalise({ tables: [table] }, server).tables[0];
  };
  const objectOf = (object: SchemaObject): SchemaObject =>
    dialect.canonicalise({ tables: [], objects: [object] }, server).objects?.[0] ?? object;
  switch (operation.kind) {
    case 'alterColumn': {
      const { table, schema, from, to } = operation;
      const [before, after] = [from, to].map((column) => tableOf(table, schema, [column]));
      return {
        ...operation,
        table: after?.name ?? table,
        from: before?.columns[0] ?? from,
        to: after?.columns[0] ?? to,
      };
    }
    case 'createObject':
      return { ...operation, object: objectOf(operation.object) };
    case 'alterObject':
      return { ...operation, from: objectOf(operation.from), to: objectOf(operation.to) };
    case 'dropObject':
      return isWhole(operation.object) ? { ...operation, object: objectOf(operation.object) } : operation;
    case 'createTable':
    case 'dropTable': {
      const { name, schema } = operation.table;
      return {
        ...operation,
        table: { ...operation.table, name: tableOf(name, schema, [])?.name ?? name },
      } as Operation;
    }
    case 'moveTable': {
      const table = tableOf(operation.table, operation.from ?? undefined, [])?.name ?? operation.table;
      return { ...operation, table };
    }
    case 'renameTable': {
      const [from = operation.from, to = operation.to] = [operation.from, operation.to].map(
        (name) => tableOf(name, operation.schema, [])?.name,
      );
      return { ...operation, from, to };
    }
    default:
      return 'table' in operation && typeof operation.table === 'string'
        ? ({
            ...operation,
            table: tableOf(operation.table, operation.schema, [])?.name ?? operation.table,
          } as Operation)
        : operation;
  }
}

/** A drop may say no more than what the object is called. */
const isWhole = (object: Operation<'dropObject'>['object']): object is SchemaObject =>
  Object.keys(object).length > Object.keys(objectNameOf(object)).length;
