/** Options that one database has for a thing, in its own words: `{ engine: 'InnoDB' }`, `{ strict: true }`. */
export interface DialectOptions {
  readonly [option: string]: string | number | boolean | readonly string[] | DialectOptions | undefined;
}
