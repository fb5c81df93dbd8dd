import type { DialectOptions } from '../../schema/options.ts';
import type { Server } from '../dialect.ts';
import { partitionOptions } from './partitioning.ts';

/** Options whose opposite is a word; that of all others is 0. */
const impliedOptions: Readonly<Record<string, string>> = {
  rowFormat: 'DEFAULT',
  statsPersistent: 'DEFAULT',
  statsAutoRecalc: 'DEFAULT',
  statsSamplePages: 'DEFAULT',
  packKeys: 'DEFAULT',
  pageCompressed: 'DEFAULT',
  pageCompressionLevel: 'DEFAULT',
  encrypted: 'DEFAULT',
  compression: 'NONE',
  encryption: 'N',
};

/** What a table has that does not say an option. */
export const impliedOption = (name: string, { settings }: Server): string =>
  name === 'engine' ? (settings.default_storage_engine ?? 'InnoDB') : (impliedOptions[name] ?? '0');

/** What is said of a table elsewhere: its character set, and what it counts up from, which is data. */
const otherwiseSaid = new Set(['charset', 'collate', 'collation', 'autoIncrement']);

/** The options that differ from what the table would have anyway, in small letters. */
export function canonicalOptions(options: DialectOptions, server: Server): Readonly<Record<string, string>> {
  const rowFormat = server.settings.innodb_default_row_format ?? 'dynamic';
  const canonical: Record<string, string> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || otherwiseSaid.has(name) || partitionOptions.has(name)) continue;
    const text = String(value === true ? 1 : value === false ? 0 : value).toLowerCase();
    const isImplied = text === impliedOption(name, server).toLowerCase() || text === '';
    if (!isImplied && !(name === 'rowFormat' && text === rowFormat.toLowerCase())) canonical[name] = text;
  }
  return canonical;
}
