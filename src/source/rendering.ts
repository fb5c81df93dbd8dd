import type { Operation } from '../operations/operation.ts';
import type { Column } from '../schema/column.ts';
import type { Constraint } from '../schema/constraint.ts';
import type { ServerDefault } from '../schema/expression.ts';
import type { Table } from '../schema/table.ts';
import type { Index } from '../schema/table-index.ts';
import type { SqlType } from '../schema/type.ts';

/** A part of an operation that is about to be written into a revision. */
export type RenderedItem =
  | { readonly kind: 'operation'; readonly value: Operation }
  | { readonly kind: 'table'; readonly value: Table }
  | { readonly kind: 'column'; readonly value: Column }
  | { readonly kind: 'constraint'; readonly value: Constraint }
  | { readonly kind: 'index'; readonly value: Index }
  | { readonly kind: 'type'; readonly value: SqlType }
  | { readonly kind: 'serverDefault'; readonly value: ServerDefault };

/** Source text, with the import lines that it needs at the top of the file. */
export interface RenderedSource {
  readonly source: string;
  readonly imports?: readonly string[];
}

/** Writes a part in its own words; `undefined` leaves it to Athanor. */
export type RenderItem = (item: RenderedItem) => string | RenderedSource | undefined;

/** How revisions are written. */
export interface Rendering {
  /** The name under which a file imports the vocabulary of the models. */
  readonly vocabulary: string;
  /** What the parameter of `upgrade` and `downgrade` is called. */
  readonly operations: string;
  /** Import lines for every file. */
  readonly imports: readonly string[];
  readonly item?: RenderItem;
}

/** How revisions are written unless the config says otherwise. */
export const defaultRendering: Rendering = { vocabulary: 'sa', operations: 'op', imports: [] };
