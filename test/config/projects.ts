/** A project as somebody has it: its files, and where in it commands are run. */
export interface ProjectShape {
  readonly files: Readonly<Record<string, string>>;
  /** The folder that commands are run in; the project's own unless given. */
  readonly from?: string;
  /** Links as a package manager makes them, from where they are to where they lead. */
  readonly links?: Readonly<Record<string, string>>;
  /** There are no models, so that there is nothing to compare. */
  readonly isPlain?: true;
  /** What is run after all else, and has to say this. */
  readonly script?: readonly [file: string, said: string];
}

const esm = '{ "name": "blog", "type": "module" }';
const commonjs = '{ "name": "blog" }';

const model = (type = 'sa.String(50)'): string => `import * as sa from 'athanor';
export const Base = sa.declarativeBase();
export const User = Base.model('User', { id: sa.column(sa.Integer, { primaryKey: true }), name: sa.column(${type}) });
`;

const config = (from: string): string => `import { defineConfig } from 'athanor';
import { Base } from '${from}';
export default defineConfig({ url: 'sqlite:///app.db', metadata: Base.metadata });
`;

const body = (id: string, parent: string, module: 'esm' | 'commonjs'): string => {
  const header = `{ id: '${id}', parents: ['${parent}'] }`;
  return module === 'esm'
    ? `export const revision = ${header};\nexport const upgrade = (op) => op.execute({ sql: 'CREATE TABLE ${id} (id int)' });\nexport const downgrade = (op) => op.execute({ sql: 'DROP TABLE ${id}' });\n`
    : `exports.revision = ${header};\nexports.upgrade = (op) => op.execute({ sql: 'CREATE TABLE ${id} (id int)' });\nexports.downgrade = (op) => op.execute({ sql: 'DROP TABLE ${id}' });\n`;
};

const typed = (id: string, parent: string): string =>
  `import type { Operations } from 'athanor';\n${body(id, parent, 'esm').replaceAll('(op)', '(op: Operations): void')}`;

/** The ways in which projects are built. */
export const shapes: Readonly<Record<string, ProjectShape>> = {
  'ESM in TypeScript': {
    files: { 'package.json': esm, 'migrate.config.ts': config('./src/models.js'), 'src/models.ts': model() },
  },
  'ESM in JavaScript': {
    files: { 'package.json': esm, 'migrate.config.js': config('./models.js'), 'models.js': model() },
  },
  'CommonJS in TypeScript': {
    files: {
      'package.json': commonjs,
      'tsconfig.json': '{ "compilerOptions": { "module": "CommonJS", "esModuleInterop": true } }',
      'migrate.config.ts': config('./src/models'),
      'src/models.ts': model(),
    },
  },
  'CommonJS in JavaScript': {
    files: {
      'package.json': commonjs,
      'migrate.config.js': `const { Base } = require('./models');\nmodule.exports = { url: 'sqlite:///app.db', metadata: Base.metadata };\n`,
      'models.js': `const sa = require('athanor');\nconst { join } = require('node:path');\nconst Base = sa.declarativeBase();\nBase.model('User', { id: sa.column(sa.Integer, { primaryKey: true }) });\nmodule.exports = { Base, place: join(__dirname, __filename) };\n`,
    },
  },
  'a config in .cts, with require and export =': {
    files: {
      'package.json': esm,
      'migrate.config.cts': `import models = require('./models.cjs');\nexport = { url: 'sqlite:///app.db', metadata: models.Base.metadata };\n`,
      'models.cjs': `const sa = require('athanor');\nexports.Base = sa.declarativeBase();\nexports.Base.model('User', { id: sa.column(sa.Integer, { primaryKey: true }) });\n`,
    },
  },
  'a config in .mts of a CommonJS project': {
    files: { 'package.json': commonjs, 'migrate.config.mts': config('./models.mjs'), 'models.mts': model() },
  },
  'path aliases of tsconfig.json, extended, with comments': {
    files: {
      'package.json': esm,
      'tsconfig.base.json':
        '{\n  // shared\n  "compilerOptions": { "paths": { "~/*": ["./src/*"], "@models": ["./src/models/index.ts"] } },\n}',
      'tsconfig.json': '{ "extends": "./tsconfig.base.json" }',
      'migrate.config.ts': config('@models'),
      'src/models/index.ts': "export { Base } from '~/models/user';\n",
      'src/models/user.ts': model(),
    },
  },
  'subpath imports of package.json': {
    files: {
      'package.json': '{ "name": "blog", "type": "module", "imports": { "#models": "./src/models.ts" } }',
      'migrate.config.ts': config('#models'),
      'src/models.ts': model(),
    },
  },
  'a monorepo, from one of its packages': {
    files: {
      'package.json': '{ "name": "shop", "private": true, "workspaces": ["packages/*", "apps/*"] }',
      'packages/models/package.json': '{ "name": "@shop/models", "type": "module", "exports": "./src/index.ts" }',
      'packages/models/src/index.ts': "export { Base } from './user.ts';\n",
      'packages/models/src/user.ts': model(),
      'apps/api/package.json': '{ "name": "@shop/api", "type": "module" }',
      'apps/api/migrate.config.ts': config('@shop/models'),
    },
    links: { 'node_modules/@shop/models': 'packages/models' },
    from: 'apps/api',
  },
  'a monorepo as pnpm lays it out': {
    files: {
      'package.json': '{ "name": "shop", "private": true }',
      'node_modules/.pnpm/models@1.0.0/node_modules/models/package.json':
        '{ "name": "models", "type": "module", "exports": "./index.js" }',
      'node_modules/.pnpm/models@1.0.0/node_modules/models/index.js': model(),
      'apps/api/package.json': esm,
      'apps/api/migrate.config.ts': config('models'),
    },
    links: { 'apps/api/node_modules/models': 'node_modules/.pnpm/models@1.0.0/node_modules/models' },
    from: 'apps/api',
  },
  'top-level await in config and models': {
    files: {
      'package.json': esm,
      'migrate.config.ts':
        "const { Base } = await import('./models.ts');\nconst url = await Promise.resolve('sqlite:///app.db');\nexport default { url, metadata: Base.metadata };\n",
      'models.ts': `import { readFile } from 'node:fs/promises';\n${model('sa.String(length)').replace('export const Base', "const { length } = JSON.parse(await readFile(new URL('./length.json', import.meta.url), 'utf8'));\nexport const Base")}`,
      'length.json': '{ "length": 50 }',
    },
  },
  'enums, namespaces and parameter properties': {
    files: {
      'package.json': esm,
      'migrate.config.ts': config('./models.ts'),
      'models.ts': `enum Status { Active = 'active', Banned = 'banned' }
const enum Length { Name = 50 }
namespace Names { export const user = 'app_users'; }
class Options { constructor(readonly name: string) {} }
${model('sa.String(Length.Name)')}
export class Account extends Base.model('Account', {
  id: sa.column(sa.Integer, { primaryKey: true }),
  status: sa.column(sa.Enum(Object.values(Status), { name: new Options(Names.user).name }), { serverDefault: Status.Active }),
}) {}
`,
    },
  },
  'a config that asks for its environment': {
    files: {
      'package.json': esm,
      '.env': 'BLOG_DATABASE=sqlite:///app.db\n',
      'models.ts': model(),
      'migrate.config.ts':
        "import { Base } from './models.ts';\nexport default async ({ command }: { command: string }) => ({ url: () => process.env.BLOG_DATABASE, metadata: command === 'upgrade' ? undefined : Base.metadata });\n",
    },
  },
  'an application that migrates when it starts': {
    files: {
      'package.json': esm,
      'migrate.config.ts': config('./models.ts'),
      'models.ts': model(),
      'start.mjs':
        "import { check, upgrade } from 'athanor';\nawait upgrade();\nconsole.log((await check()).isInSync);\n",
    },
    script: ['start.mjs', 'true\n'],
  },
  'revisions in every language, without models': {
    isPlain: true,
    files: {
      'package.json': esm,
      'migrate.config.mjs': "export default { url: 'sqlite:///app.db' };\n",
      'migrations/1.ts': typed('a', '').replace("['']", '[]'),
      'migrations/2.mts': typed('b', 'a'),
      'migrations/3.cts': typed('c', 'b'),
      'migrations/4.js': body('d', 'c', 'esm'),
      'migrations/5.mjs': body('e', 'd', 'esm'),
      'migrations/6.cjs': body('f', 'e', 'commonjs'),
      'migrations/7.sql':
        "-- revision: { id: 'g', parents: ['f'] }\n-- migrate:up\nCREATE TABLE g (id int);\n-- migrate:down\nDROP TABLE g;\n",
      'migrations/8.ts': `const suffix: string = await Promise.resolve('h');\n${typed('h', 'g').replaceAll("'CREATE TABLE h (id int)'", "'CREATE TABLE ' + suffix + ' (id int)'")}`,
    },
  },
  'revisions in CommonJS, in a CommonJS project': {
    isPlain: true,
    files: {
      'package.json': commonjs,
      'migrate.config.cjs': "module.exports = { url: 'sqlite:///app.db' };\n",
      'migrations/1.js': body('a', '', 'commonjs').replace("['']", '[]'),
      'migrations/2.ts': `enum Table { Name = 'b' }\n${typed('b', 'a').replaceAll("'DROP TABLE b'", "'DROP TABLE ' + Table.Name")}`,
      'migrations/3.js': body('c', 'b', 'esm'),
    },
  },
};
