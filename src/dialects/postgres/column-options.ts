import type { Column } from '../../schema/column.ts';
import type { DialectOptions } from '../../schema/options.ts';
import { quoteIdentifier } from './quoting.ts';
import { canonicalStorage, parameterSql, storageOf, storageSql } from './storage.ts';

/** How the values of a column are kept, in one spelling; `type` is the catalog's name of its type. */
export function canonicalColumnOptions({ postgresql }: Column, type: string): DialectOptions | undefined {
  if (postgresql === undefined) return undefined;
  const { inherited: _, storage, compression, statistics, with: _storage, ...rest } = postgresql;
  const [kept, method] = [storage, compression].map((one) =>
    one === undefined ? undefined : String(one).toLowerCase(),
  );
  const canonical = {
    ...rest,
    ...(kept === undefined || kept === defaultStorage(type) ? {} : { storage: kept }),
    ...(method === undefined || method === 'default' ? {} : { compression: method }),
    ...(statistics === undefined || statistics === -1 ? {} : { statistics }),
    ...canonicalStorage(postgresql),
  };
  return Object.keys(canonical).length === 0 ? undefined : canonical;
}

/** What comes behind ALTER COLUMN to bring the options of a column from one state to the other. */
export function columnOptionClauses(from: Column | undefined, to: Column, type: string): readonly string[] {
  const [old, now] = [from, to].map((column) => (column && canonicalColumnOptions(column, type)) ?? {}) as [
    DialectOptions,
    DialectOptions,
  ];
  const differs = (key: string): boolean => old[key] !== now[key];
  const [before, after] = [storageOf(old), storageOf(now)];
  const gone = Object.keys(before).filter((key) => after[key] === undefined);
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
  return [
    ...(differs('storage') ? [`SET STORAGE ${String(now.storage ?? defaultStorage(type)).toUpperCase()}`] : []),
    ...(differs('compression') ? [`SET COMPRESSION ${now.compression ?? 'default'}`] : []),
    ...(differs('statistics') ? [`SET STATISTICS ${now.statistics ?? -1}`] : []),
    ...(gone.length === 0 ? [] : [`RESET (${gone.map(parameterSql).join(', ')})`]),
    ...(Object.keys(set).length === 0 ? [] : [`SET (${storageSql(set)})`]),
  ];
}

/** The statements that give a new column its options. */
export const columnOptionsSql = (table: string, column: Column, type: string): readonly string[] =>
  columnOptionClauses(undefined, column, type).map(
    (clause) => `ALTER TABLE ${table} ALTER COLUMN ${quoteIdentifier(column.name)} ${clause}`,
  );

const fixed =
  /^(?:smallint|integer|bigint|real|double precision|boolean|date|time|timestamp|interval|uuid|money|oid|name|point|box|lseg|circle|line|macaddr8?|"char")\b(?!.*\[\])/;

/** Where values of a type are kept by themselves. */
const defaultStorage = (type: string): string =>
  fixed.test(type) ? 'plain' : /^(?:numeric|inet|cidr)\b(?!.*\[\])/.test(type) ? 'main' : 'extended';
