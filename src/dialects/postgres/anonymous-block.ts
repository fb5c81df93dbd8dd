import type { TableName } from '../../schema/table-name.ts';
import { quoteLiteral, quoteTable } from './quoting.ts';

/** A `DO` statement. */
export const anonymousBlock = (body: string): string => `DO ${dollarQuoted(`\n${body}\n`)}`;

/** A text as a string in dollar quotes, which are chosen so that nothing in the text can end them. */
export function dollarQuoted(text: string): string {
  let tag = '$$';
  for (let number = 0; text.includes(tag) || (tag === '$$' && text.endsWith('$')); number += 1)
    tag = `$block${number}$`;
  return `${tag}${text}${tag}`;
}

/** Finds the sequence that a serial or identity column owns, whatever it is called. */
export const ownedSequence = (table: TableName, column: string): string =>
  `pg_catalog.pg_get_serial_sequence(${quoteLiteral(quoteTable(table))}, ${quoteLiteral(column)})`;

/** Runs a statement on the sequence that a column owns, if it owns one. `%s` in it stands for the sequence. */
export const onOwnedSequence = (table: TableName, column: string, statement: string): string =>
  anonymousBlock(
    [
      `DECLARE owned text := ${ownedSequence(table, column)};`,
      'BEGIN',
      `  IF owned IS NOT NULL THEN EXECUTE pg_catalog.format(${quoteLiteral(statement)}, owned); END IF;`,
      'END',
    ].join('\n'),
  );

/** Drops a type unless something that the schema does not show still uses it. */
export const dropTypeUnlessUsed = (type: TableName): string =>
  anonymousBlock(
    [
      'BEGIN',
      `  DROP TYPE ${quoteTable(type)};`,
      'EXCEPTION WHEN dependent_objects_still_exist THEN NULL;',
      'END',
    ].join('\n'),
  );

/** Drops what an interrupted CREATE INDEX CONCURRENTLY left behind: an index that is invalid and that nobody is building. */
export const dropInvalidIndex = (index: TableName): string =>
  anonymousBlock(
    [
      'BEGIN',
      '  IF EXISTS (',
      '    SELECT FROM pg_catalog.pg_index i',
      `    WHERE i.indexrelid = pg_catalog.to_regclass(${quoteLiteral(quoteTable(index))}) AND NOT i.indisvalid`,
      '      AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)',
      '  ) THEN',
      `    DROP INDEX ${quoteTable(index)};`,
      '  END IF;',
      'END',
    ].join('\n'),
  );
