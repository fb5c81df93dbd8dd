import type { Column as ColumnData } from '../schema/column.ts';
import { type Constraint, targetOf } from '../schema/constraint.ts';
import type { Sequence as SequenceData } from '../schema/objects/object.ts';
import { optionsOf, type Table as TableData } from '../schema/table.ts';
import type { Index as IndexData } from '../schema/table-index.ts';
import { type Column, makeColumn } from './column.ts';
import {
  CheckConstraint,
  type DeclaredConstraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from './constraint.ts';
import { conv, type FinalName } from './constraint-name.ts';
import { given } from './given.ts';
import { kind } from './kind.ts';
import { type DeclaredSequence, Sequence } from './sequence.ts';
import type { Table, TableCollection } from './table.ts';
import type { DeclaredIndex } from './table-index.ts';

/** A declared table from its data, such as a database gives; names are final. Foreign keys stay as they are. */
export function declareTable(data: TableData, metadata: TableCollection): Table {
  return {
    [kind]: 'table',
    name: data.name,
    schema: data.schema,
    metadata,
    c: Object.fromEntries(data.columns.map((each) => [each.name, declareColumn(each)])),
    constraints: (data.constraints ?? []).map((constraint) => declareConstraint(constraint, data)),
    indexes: (data.indexes ?? []).map(declareIndex),
    options: { ...optionsOf(data), ...given({ schema: data.schema }) },
    relationships: {},
    declaredAt: () => undefined,
  };
}

/** A declared sequence from its data. */
export const declareSequence = ({ kind: _, name, ...options }: SequenceData): DeclaredSequence =>
  Sequence(name, options);

function declareColumn(data: ColumnData): Column {
  const { name, type, identity, computed, ...options } = data;
  return { ...makeColumn(name, type, [options]), ...given({ identity, computed }) };
}

/** A final name stays as it is, whatever the naming convention. */
const final = (name: string | undefined): { readonly name?: FinalName } =>
  name === undefined ? {} : { name: conv(name) };

function declareConstraint(data: Constraint, table: TableData): DeclaredConstraint {
  switch (data.kind) {
    case 'primaryKey': {
      const { kind: _, name, columns, ...options } = data;
      return PrimaryKeyConstraint(...columns, { ...options, ...final(name) });
    }
    case 'unique': {
      const { kind: _, name, columns, ...options } = data;
      return UniqueConstraint(...columns, { ...options, ...final(name) });
    }
    case 'check': {
      const { kind: _, name, expression, ...options } = data;
      return CheckConstraint(expression, { ...options, ...final(name) });
    }
    case 'exclusion': {
      const { kind: _, name, elements, ...options } = data;
      return ExcludeConstraint(...elements, { ...options, ...final(name) });
    }
    case 'foreignKey': {
      const { kind: _, name, columns, references, ...options } = data;
      const { name: target, schema } = targetOf(data, table);
      const targets = references.columns.map((each) => ({ table: target, column: each, ...given({ schema }) }));
      return ForeignKeyConstraint(columns, targets, { ...options, ...final(name) });
    }
  }
}

function declareIndex({ name, columns, ...options }: IndexData): DeclaredIndex {
  return { [kind]: 'index', name: name === undefined ? undefined : conv(name), columns, options };
}
