/**
 * The operations that a project defines by itself, by name, with what each is given. Declaring them here gives `op` their
 * methods:
 *
 * @example
 * declare module 'athanor' {
 *   interface CustomOperations {
 *     auditTable: { readonly table: string };
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: projects fill it by declaration merging
export interface CustomOperations {}
