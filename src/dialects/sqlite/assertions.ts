import { quoteIdentifier } from './quote.ts';

/** The temporary tables whose checks are the assertions of a script. A failed one is told from other checks by it. */
export const assertionTable = 'athanor_assertions';

/** SQLite allows 2000 columns in a table. https://www.sqlite.org/limits.html#max_column */
const mostPerTable = 1000;

/**
 * Assertions in SQL, so that a script of statements stops by itself when something is not as it has to be, run by us or by
 * `sqlite3 -bail`. SQLite raises errors only from constraints and triggers: each assertion is a column with a CHECK whose
 * name is what to tell the user, and to assert is to insert a truth value there.
 */
export class Assertions {
  readonly #messages: string[] = [];

  /** The statement that fails with this message unless the condition holds. */
  that(message: string, condition: string): string {
    this.#messages.push(message.replaceAll('\0', ''));
    const at = this.#messages.length - 1;
    return `INSERT INTO temp.${tableAt(at)} (${columnAt(at)}) SELECT ${condition}`;
  }

  /** To run before the first assertion. */
  open(): readonly string[] {
    return this.#tables().map(
      ({ table, messages, first }) =>
        `CREATE TEMP TABLE ${table} (\n${messages
          .map((message, at) => {
            const column = columnAt(first + at);
            return `  ${column} INTEGER CONSTRAINT ${quoteIdentifier(message)} CHECK (${column})`;
          })
          .join(',\n')}\n)`,
    );
  }

  /** To run after the last. */
  close(): readonly string[] {
    return this.#tables().map(({ table }) => `DROP TABLE temp.${table}`);
  }

  #tables(): readonly { readonly table: string; readonly messages: readonly string[]; readonly first: number }[] {
    const count = Math.ceil(this.#messages.length / mostPerTable);
    return Array.from({ length: count }, (_, at) => {
      const first = at * mostPerTable;
      return { table: tableAt(first), messages: this.#messages.slice(first, first + mostPerTable), first };
    });
  }
}

const tableAt = (at: number): string =>
  quoteIdentifier(at < mostPerTable ? assertionTable : `${assertionTable}_${Math.floor(at / mostPerTable) + 1}`);

const columnAt = (at: number): string => quoteIdentifier(`c${at + 1}`);
