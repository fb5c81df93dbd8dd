import type { Server } from '../dialect.ts';

/** What a server makes of names of character sets and collations. */
export interface Collations {
  /** Of the database that unqualified names are in. */
  readonly ofDatabase: string;
  /** The default collation of a character set. */
  defaultOf(charset: string): string;
}

/** A name that a server may print or not, made the one that it prints: `utf8` is `utf8mb3`. */
export const charsetName = (name: string): string => name.toLowerCase().replace(/^utf8$/, 'utf8mb3');

const collationName = (name: string): string => name.toLowerCase().replace(/^utf8_/, 'utf8mb3_');

/** `latin1_bin` belongs to `latin1`. */
export const charsetOf = (collation: string): string => collation.split('_')[0] ?? collation;

/** Reads the settings that `connect` took from the server. */
export function collationsOf({ settings }: Server): Collations {
  const defaults = new Map(
    (settings.default_collations ?? '').split(',').map((pair) => pair.split('=') as [string, string | undefined]),
  );
  const ofDatabase = settings.collation_database ?? 'utf8mb4_general_ci';
  return { ofDatabase, defaultOf: (charset) => defaults.get(charset) ?? `${charset}_general_ci` };
}

/**
 * The collation that a thing has for what it says: its own, that of its character set, or the one it inherits. MariaDB also
 * takes collations without the character set in front: `uca1400_ai_ci`.
 */
export function effectiveCollation(
  charset: string | undefined,
  collation: string | undefined,
  inherited: string,
  collations: Collations,
): string {
  const set = charset === undefined ? undefined : charsetName(charset);
  if (collation !== undefined) {
    const name = collationName(collation);
    return name.startsWith('uca1400_') ? `${set ?? charsetOf(inherited)}_${name}` : name;
  }
  return set === undefined ? inherited : collations.defaultOf(set);
}

const wide: Readonly<Record<string, number>> = {
  utf8mb4: 4,
  utf16: 4,
  utf16le: 4,
  utf32: 4,
  gb18030: 4,
  utf8mb3: 3,
  ujis: 3,
  eucjpms: 3,
  ucs2: 2,
  big5: 2,
  cp932: 2,
  euckr: 2,
  gb2312: 2,
  gbk: 2,
  sjis: 2,
};

/** How many bytes a character of a set takes at most. */
export const bytesPerCharacter = (charset: string): number => wide[charset] ?? 1;

/**
 * Names, comments and values of ENUM and SET are kept in UTF-8 of three bytes: the catalog, and `SHOW CREATE TABLE`, print
 * `?` for letters that take four. MySQL to 9.7, MariaDB to 11.8.
 */
export const printedText = (text: string): string => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?');
