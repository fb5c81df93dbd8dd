/** How the name of a table comes from that of its model: as it is, `UserProfile` to `user_profile`, or to `user_profiles`. */
export type NamingStyle = 'as_is' | 'snake' | 'snake_plural';

/** Makes the name of a table from that of its model. */
export type NamingFunction = (model: string) => string;

/** How tables are named after models. */
export type TableNaming = NamingStyle | NamingFunction;

type IsUpper<C extends string> = C extends Lowercase<C> ? false : true;
type StartsLower<S extends string> = S extends `${infer C}${string}` ? (C extends Uppercase<C> ? false : true) : false;
/** Whether a new word starts: at a capital behind a small letter, or at the last capital of several. */
type StartsWord<Before extends string, C extends string, Rest extends string> = Before extends '' | '_'
  ? false
  : IsUpper<C> extends false
    ? false
    : IsUpper<Before> extends true
      ? StartsLower<Rest>
      : true;
type Snake<S extends string, Before extends string = '', Done extends string = ''> = S extends `${infer C}${infer Rest}`
  ? Snake<Rest, C, `${Done}${StartsWord<Before, C, Rest> extends true ? '_' : ''}${Lowercase<C>}`>
  : Done;
type Plural<S extends string> = S extends `${string}${'a' | 'e' | 'o' | 'u'}y`
  ? `${S}s`
  : S extends `${infer Stem}y`
    ? `${Stem}ies`
    : S extends `${string}${'s' | 'x' | 'z' | 'ch' | 'sh'}`
      ? `${S}es`
      : `${S}s`;

/** The same rule for the compiler: `'UserProfile'` gives `'user_profiles'`. What a function gives is any string. */
export type TableNameOf<Naming, Model extends string> = Naming extends 'snake_plural'
  ? Plural<Snake<Model>>
  : Naming extends 'snake'
    ? Snake<Model>
    : Naming extends 'as_is'
      ? Model
      : string;

/** The name of a model's table. */
export function tableNameFor(naming: TableNaming, model: string): string {
  if (typeof naming === 'function') return naming(model);
  if (naming === 'as_is') return model;
  const snake = model.replace(/(?<=[^A-Z_])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
  return naming === 'snake' ? snake : plural(snake);
}

function plural(word: string): string {
  if (/[aeou]y$/.test(word)) return `${word}s`;
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
