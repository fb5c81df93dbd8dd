import { kind, type OfKind } from './kind.ts';
import { type AnyMetaData, MetaData } from './metadata.ts';
import type { Table } from './table.ts';

/** A model as the registry knows it. */
export interface RegisteredModel {
  readonly __table__: Table;
}

/** Models by name. Made by `registry`. */
export interface Registry extends OfKind<'registry'> {
  readonly metadata: AnyMetaData;
  readonly models: ReadonlyMap<string, RegisteredModel>;
  addModel(name: string, model: RegisteredModel): void;
}

/**
 * A registry of models, to be shared by several bases. A base that is not given one makes its own.
 *
 * @param options the metadata of bases that are not given another
 * @example const Base = sa.declarativeBase({ registry: sa.registry({ metadata }) });
 */
export function registry(options: { readonly metadata?: AnyMetaData } = {}): Registry {
  const models = new Map<string, RegisteredModel>();
  return {
    [kind]: 'registry',
    metadata: options.metadata ?? new MetaData(),
    models,
    addModel: (name, model) => void models.set(name, model),
  };
}
