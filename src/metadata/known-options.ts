import { UnknownOption } from './errors.ts';
import type { Kind, OfKind } from './kind.ts';
import type { FindPlace } from './place.ts';
import { suggestion } from './suggestion.ts';

/**
 * The arguments of a call, whose options have no keys but those of `Options`. The compiler looks for misspelled keys in an
 * object only where it does not infer a type from it: this makes it look there, too.
 */
export type Exact<Arguments, Options> = { readonly [I in keyof Arguments]: Arguments[I] & Only<Arguments[I], Options> };

/** What is to be added to the type of options so that no key of theirs is unknown. */
export type Only<Given, Options> =
  Given extends OfKind<Kind> ? unknown : { readonly [K in Exclude<keyof Given, keyof Options>]: never };

/** All keys of some options. */
export type Keys<Options> = { readonly [K in keyof Required<Options>]: true };

/** @throws UnknownOption */
export function refuseUnknownOptions(
  options: object,
  known: Readonly<Record<string, true>>,
  owner: string,
  declaredAt: FindPlace,
): void {
  const unknown = Object.keys(options).find((option) => !Object.hasOwn(known, option));
  if (unknown === undefined) return;
  throw new UnknownOption(`${owner} has the option '${unknown}', which does not exist`, {
    hint: suggestion(unknown, Object.keys(known)),
    ...declaredAt(),
  });
}
