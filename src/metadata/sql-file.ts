import { readFileSync } from 'node:fs';
import { ModelError } from '../errors.ts';

/** How a file of SQL is read. */
export interface SqlFileOptions {
  /** What becomes of spaces, line ends and semicolons at its end; they are cut off unless they are kept. */
  readonly ending?: 'cut' | 'kept';
}

/** The line in which `migrate models` says that it wrote a file. */
const writtenBy = /^-- written by migrate models[^\n]*\n/;

/**
 * The content of a file of SQL, for the query of a view or the body of a function that is too long to stand in the models.
 *
 * @param file where it is: `new URL('./monthly-sales.sql', import.meta.url)`, or an absolute path
 * @param options `ending: 'kept'` for a text that is taken to the letter, as the body of a function
 * @returns its text, without the spaces, line ends and semicolon at its end, and without the line that `migrate models` puts first
 * @throws ModelError when it cannot be read
 * @example sa.View('monthly_sales', Base.metadata, { definition: sa.sqlFile(new URL('./monthly-sales.sql', import.meta.url)) });
 */
export function sqlFile(file: URL | string, options: SqlFileOptions = {}): string {
  try {
    const text = readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .replace(writtenBy, '');
    return options.ending === 'kept' ? text : text.replace(/[\s;]+$/, '');
  } catch (error) {
    throw new UnreadableSqlFile(
      `the file ${String(file)} cannot be read: ${error instanceof Error ? error.message : error}`,
      {
        hint: "give its place as new URL('./name.sql', import.meta.url)",
      },
    );
  }
}

/** A file of SQL that the models name and that is not there or not to be read. */
export class UnreadableSqlFile extends ModelError {
  override readonly code = 'unreadable_sql_file';
}
