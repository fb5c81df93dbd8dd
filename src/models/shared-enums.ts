import { equal } from '../schema/equal.ts';
import type { Schema } from '../schema/schema.ts';
import type { EnumType, SqlType } from '../schema/type.ts';
import { print } from '../source/layout.ts';
import { Spelling } from '../source/literal.ts';
import { declarableName, identifierFrom, type Names } from './identifiers.ts';
import { enumsIn } from './object-source.ts';
import { camelCase, wordsOf } from './words.ts';

/** An enum that several columns use, declared once. */
export interface SharedEnum {
  readonly identifier: string;
  readonly type: EnumType;
  readonly source: string;
}

/** The enums with a name of their own that several columns use, in the order of their names. */
export function sharedEnums(schema: Schema, names: Names): readonly SharedEnum[] {
  const all = schema.tables.flatMap(({ columns }) => columns.flatMap(({ type }) => enumsIn(type)));
  const named = all.filter(({ name }) => name !== undefined);
  const several = named.filter((type, at) => {
    const same = named.flatMap((other, index) => (equal(other, type) ? [index] : []));
    return same.length > 1 && same[0] === at;
  });
  return several
    .map((type) => ({ type, key: JSON.stringify([type.schema ?? '', type.name]) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ type }) => {
      const wanted = identifierFrom(camelCase(wordsOf(type.name ?? '')), 'values');
      const identifier = names.take(declarableName(wanted, 'Enum'), `${wanted}Enum`);
      const head = `export const ${identifier} = `;
      return { identifier, type, source: `${head}${print(new Spelling().type(type), 0, head.length, 1)};\n` };
    });
}

/** The name under which an enum is declared, where it is shared. */
export const declaredEnum =
  (shared: readonly SharedEnum[]) =>
  (type: SqlType): string | undefined =>
    type.type === 'Enum' ? shared.find((one) => equal(one.type, type))?.identifier : undefined;
