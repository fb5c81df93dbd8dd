import type { ServerKey } from '../support/servers/definitions.ts';

/** What goes before the mistake: a command that succeeds, or one that ends as it says; files; SQL by somebody else; a shell. */
export type Act =
  | readonly string[]
  | { readonly argv: readonly string[]; readonly exitCode: number }
  | { readonly files: Readonly<Record<string, string>> }
  | { readonly sql: string }
  | { readonly shell: string };

/** Something that people get wrong, or that goes wrong around them, and what it must be called. */
export interface Mistake {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  readonly before?: readonly Act[];
  readonly exitCode: number;
  readonly code: string;
  /** The code of what made a revision fail. */
  readonly cause?: string;
  /** SQL of somebody else, whose session stays open during the command. */
  readonly meanwhile?: string;
  /** The signal that comes once the command has said something. */
  readonly signal?: { readonly name: 'SIGINT' | 'SIGTERM'; readonly after: string };
  /** Run by `bin/migrate.js` in a process of its own, with these variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A mistake that only a real server can answer; its config takes the URL from `DATABASE_URL`. */
export interface ServerMistake extends Mistake {
  readonly on: readonly ServerKey[];
  /** Through a pooler that gives no session of one's own. */
  readonly pooled?: boolean;
}

/** Stands in every password. It must never be seen. */
export const canary = 'c4n4ry-s3cret';

/** A project whose database is `app.db`. */
export const config = "export default { url: 'sqlite:///app.db' };\n";

/** The same with models: what is declared there is on `metadata`. */
export const modelling = (declarations: string, more = ''): string => `import * as sa from 'athanor';
const metadata = new sa.MetaData();
const id = sa.column('id', sa.Integer, { primaryKey: true });
${declarations}
export default { url: 'sqlite:///app.db', metadata${more} };
`;

export const withModels = modelling("sa.Table('users', metadata, id);");

export const revision = (id: string, parents: readonly string[], body = ''): string =>
  `export const revision = { id: '${id}', parents: ${JSON.stringify(parents)}, message: '${id}', labels: [], dependsOn: [] };
export function upgrade(op) {${body}}
export function downgrade(op) {}
`;

/** A project with one revision. */
export const one = { 'migrate.config.mjs': config, 'migrations/1.mjs': revision('aaaa1', []) };

/** The project with a second revision, which does something. */
export const two = (body: string): Readonly<Record<string, string>> => ({
  ...one,
  'migrations/2.mjs': revision('bbbb2', ['aaaa1'], `\n  ${body}\n`),
});

/** A project with two heads. */
export const forked = {
  ...one,
  'migrations/2.mjs': revision('bbbb2', ['aaaa1']),
  'migrations/3.mjs': revision('cccc3', ['aaaa1']),
};
