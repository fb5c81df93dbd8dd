/** The same, but that a part may be absent where it might have been undefined. */
export type Given<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Only what was said. */
export function given<T extends object>(values: T): Given<T> {
  const said: Partial<T> = {};
  for (const key of Object.keys(values) as (keyof T)[]) if (values[key] !== undefined) said[key] = values[key];
  return said as object as Given<T>;
}
