import type { Kind } from './operation.ts';

const all: Readonly<Record<Kind, true>> = {
  createObject: true,
  dropObject: true,
  alterObject: true,
  createTable: true,
  dropTable: true,
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

/** Every kind of operation. */
export const kinds = Object.keys(all) as readonly Kind[];
