import type { Table } from '../../src/schema/table.ts';
import type { DialectName } from '../../src/schema/type.ts';

/** What a database can be asked for, as far as random schemas go. */
export interface Features {
  readonly dialect: DialectName;
  readonly quote: (name: string) => string;
  readonly partialIndexes: boolean;
  readonly expressionIndexes: boolean;
  readonly descendingIndexes: boolean;
  readonly includedColumns: boolean;
  readonly comments: boolean;
  readonly arrays: boolean;
  readonly identity: boolean;
  readonly virtualColumns: boolean;
  readonly deferrable: boolean;
  readonly sequences: boolean;
  readonly tableOptions: readonly Pick<Table, 'postgresql' | 'mysql' | 'sqlite'>[];
}

const doubled = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const ticked = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

export const features: Readonly<Record<DialectName, Features>> = {
  postgresql: {
    dialect: 'postgresql',
    quote: doubled,
    partialIndexes: true,
    expressionIndexes: true,
    descendingIndexes: true,
    includedColumns: true,
    comments: true,
    arrays: true,
    identity: true,
    virtualColumns: false,
    deferrable: true,
    sequences: true,
    tableOptions: [{ postgresql: { with: { fillfactor: 70 } } }],
  },
  sqlite: {
    dialect: 'sqlite',
    quote: doubled,
    partialIndexes: true,
    expressionIndexes: true,
    descendingIndexes: true,
    includedColumns: false,
    comments: false,
    arrays: false,
    identity: false,
    virtualColumns: true,
    deferrable: true,
    sequences: false,
    tableOptions: [{ sqlite: { autoincrement: true } }, { sqlite: { strict: true } }],
  },
  mysql: {
    dialect: 'mysql',
    quote: ticked,
    partialIndexes: false,
    expressionIndexes: true,
    descendingIndexes: true,
    includedColumns: false,
    comments: true,
    arrays: false,
    identity: false,
    virtualColumns: true,
    deferrable: false,
    sequences: false,
    tableOptions: [{ mysql: { rowFormat: 'COMPRESSED' } }, { mysql: { charset: 'latin1' } }],
  },
  mariadb: {
    dialect: 'mariadb',
    quote: ticked,
    partialIndexes: false,
    expressionIndexes: false,
    descendingIndexes: true,
    includedColumns: false,
    comments: true,
    arrays: false,
    identity: false,
    virtualColumns: true,
    deferrable: false,
    sequences: true,
    tableOptions: [{ mysql: { rowFormat: 'COMPRESSED' } }, { mysql: { charset: 'latin1' } }],
  },
};
