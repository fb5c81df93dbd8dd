import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rename } from '../../../src/diff/rename.ts';
import type { MetaData } from '../../../src/metadata/metadata.ts';
import { toSchema } from '../../../src/metadata/to-schema.ts';
import type { Row } from '../../../src/operations/operation.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { Table } from '../../../src/schema/table.ts';
import type { DialectName } from '../../../src/schema/type.ts';
import { root } from '../source-files.ts';

/** A schema as a case may write it: declared as a user does, or as data. */
export type Declared = MetaData | Schema | readonly Table[];

/** What `fixtures/changes/<kind>/<case>/change.ts` exports. */
export interface Change {
  readonly from: Declared;
  readonly to: Declared;
  /** Rows that are there before, by table, in an order that foreign keys allow. */
  readonly rows?: Readonly<Record<string, readonly Row[]>>;
  /** Renames that a flag or an answer would decide; hints stand in `to` itself. */
  readonly renames?: readonly Rename[];
  /** The databases that the change is about, where that is not all. */
  readonly databases?: readonly DialectName[];
  /** Why a database of these cannot do it. The case is skipped there, with this reason. */
  readonly unsupported?: Readonly<Partial<Record<DialectName, string>>>;
  /** Columns, as `table.column`, whose values the change alters for good. */
  readonly lossy?: readonly string[];
}

export interface ChangeCase extends Change {
  /** `<kind>/<case>`. */
  readonly name: string;
  readonly folder: string;
}

const folder = join(root, 'fixtures', 'changes');

/** The cases of `fixtures/changes`, in the order of their names; only those that `ATHANOR_CASE` is part of. */
export const changeCases: readonly ChangeCase[] = await Promise.all(
  caseNames().map(async (name) => {
    const own = join(folder, name);
    const change = (await import(pathToFileURL(join(own, 'change.ts')).href)) as Change;
    return { ...change, name, folder: own };
  }),
);

function caseNames(): readonly string[] {
  const kinds = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return kinds
    .flatMap((kind) => readdirSync(join(folder, kind.name)).map((name) => `${kind.name}/${name}`))
    .filter((name) => name.includes(process.env.ATHANOR_CASE ?? ''))
    .sort();
}

/** Whether a change is about a database at all. */
export const concerns = ({ databases }: Change, dialect: DialectName): boolean => databases?.includes(dialect) ?? true;

/** What was declared, as data, with names as long as the database allows. */
export function schemaOf(declared: Declared, limits: Parameters<typeof toSchema>[1]): Schema {
  if (Array.isArray(declared)) return { tables: declared };
  return isMetaData(declared as MetaData | Schema) ? toSchema(declared as MetaData, limits) : (declared as Schema);
}

const isMetaData = (declared: MetaData | Schema): declared is MetaData => !Array.isArray(declared.tables);
