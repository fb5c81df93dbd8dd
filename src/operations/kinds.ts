import type { Kind } from './operation.ts';

/** A kind of operation that Athanor itself has. */
export type OwnKind = Exclude<Kind, 'custom'>;

const all: Readonly<Record<OwnKind, true>> = {
  createObject: true,
  dropObject: true,
  alterObject: true,
  createTable: true,
  dropTable: true,
  moveTable: true,
  renameTable: true,
  alterTable: true,
  addColumn: true,
  dropColumn: true,
  alterColumn: true,
  renameColumn: true,
  addConstraint: true,
  dropConstraint: true,
  renameConstraint: true,
  createIndex: true,
  dropIndex: true,
  renameIndex: true,
  execute: true,
  bulkInsert: true,
  bulkDelete: true,
  backfill: true,
};

/** Every kind of operation that Athanor itself has. */
export const kinds = Object.keys(all) as readonly OwnKind[];
