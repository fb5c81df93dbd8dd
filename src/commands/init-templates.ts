/** What a template is filled with. */
export interface TemplateParts {
  /** The database's URL, without the name of a database. */
  readonly url: (name: string) => string;
  readonly name: string;
}

/** A kind of project. */
export interface Template {
  /** Its files, by path; `migrate.config.ts` is left out where the project has a config. */
  readonly files: (parts: TemplateParts) => Readonly<Record<string, string>>;
  /** The first commands, without what runs them. */
  readonly next: readonly string[];
}

const convention = `    namingConvention: {
      ix: 'ix_%(column_0_label)s',
      uq: 'uq_%(table_name)s_%(column_0_name)s',
      ck: 'ck_%(table_name)s_%(constraint_name)s',
      fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
      pk: 'pk_%(table_name)s',
    },`;

/** The naming convention makes every constraint one that a revision can drop by name. */
const base = (name: string): string => `import * as sa from 'athanor';
import { column } from 'athanor';

export const ${name} = sa.declarativeBase({
  tablename: 'snake_plural',
  metadata: new sa.MetaData({
${convention}
  }),
});
`;

const user = (base: string): string => `
export class User extends ${base}.model('User', {
  id: column(sa.Integer, { primaryKey: true }),
  email: column(sa.String(320), { nullable: false, unique: true }),
  name: column(sa.String(100)),
  createdAt: column('created_at', sa.DateTime({ timezone: true }), { nullable: false, serverDefault: sa.func.now() }),
}) {}
`;

const report = (base: string): string => `
export class DailyReport extends ${base}.model('DailyReport', {
  day: column(sa.Date, { primaryKey: true }),
  visits: column(sa.Integer, { nullable: false, serverDefault: 0 }),
}) {}
`;

/** Every kind of project that `init` can prepare. */
export const templates = {
  models: {
    files: ({ url, name }) => ({
      'migrate.config.ts': `import { defineConfig } from 'athanor';
import { Base } from './src/models.js';

export default defineConfig({
  url: () => process.env.DATABASE_URL ?? '${url(name)}',
  metadata: Base.metadata,
  migrations: './migrations',
});
`,
      'src/models.ts': `${base('Base')}${user('Base')}`,
      'migrations/.gitkeep': '',
    }),
    next: ['migrate revision --autogenerate -m "first tables"', 'migrate upgrade head'],
  },

  several: {
    files: ({ url, name }) => ({
      'migrate.config.ts': `import { defineConfig } from 'athanor';
import { Main } from './src/models/main.js';
import { Reports } from './src/models/reports.js';

export default defineConfig({
  databases: {
    main: {
      url: () => process.env.DATABASE_URL ?? '${url(name)}',
      metadata: Main.metadata,
      migrations: './migrations/main',
    },
    reports: {
      url: () => process.env.REPORTS_URL ?? '${url(`${name}_reports`)}',
      metadata: Reports.metadata,
      migrations: './migrations/reports',
    },
  },
});
`,
      'src/models/main.ts': `${base('Main')}${user('Main')}`,
      'src/models/reports.ts': `${base('Reports')}${report('Reports')}`,
      'migrations/main/.gitkeep': '',
      'migrations/reports/.gitkeep': '',
    }),
    next: ['migrate revision --autogenerate -m "first tables" --name all', 'migrate upgrade head --name all'],
  },

  sql: {
    files: ({ url, name }) => ({
      'migrate.config.ts': `import { defineConfig } from 'athanor';

export default defineConfig({
  url: () => process.env.DATABASE_URL ?? '${url(name)}',
  migrations: './migrations',
});
`,
      'migrations/.gitkeep': '',
    }),
    next: ['migrate revision --sql -m "first tables"', 'migrate upgrade head'],
  },
} as const satisfies Readonly<Record<string, Template>>;

export type TemplateName = keyof typeof templates;
