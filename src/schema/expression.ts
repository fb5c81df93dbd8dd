/** A piece of SQL, taken as it is. Made by `sa.text`. */
export interface Text {
  readonly text: string;
}

/** A function call that each database spells its own way. Made by `sa.func`, as in `sa.func.now()`. */
export interface FunctionCall {
  readonly function: string;
  readonly arguments?: readonly Literal[];
}

export type Literal = string | number | boolean | null;

/** A value that a query is given beside its text. */
export type Parameter = Literal | bigint | Date | Uint8Array;

/** What the server fills in: a plain value is a literal, quoted for the user; anything else goes through `sa.text` or `sa.func`. */
export type ServerDefault = string | number | boolean | Text | FunctionCall;

export const isText = (value: unknown): value is Text => typeof value === 'object' && value !== null && 'text' in value;

export const isFunctionCall = (value: unknown): value is FunctionCall =>
  typeof value === 'object' && value !== null && 'function' in value;
