/** What a new config is made from. */
export interface ConfigParts {
  readonly url: string;
  /** How the config imports the models. */
  readonly models: string;
}

/** The source of a new config. */
export const configTemplate = ({ url, models }: ConfigParts): string => `import { defineConfig } from 'athanor';
import { Base } from '${models}';

export default defineConfig({
  url: () => process.env.DATABASE_URL ?? '${url}',
  metadata: Base.metadata,
  migrations: './migrations',
});
`;

/** The source of a first model. The naming convention makes every constraint one that a revision can drop by name. */
export const modelsTemplate = `import * as sa from 'athanor';
import { column } from 'athanor';

export const Base = sa.declarativeBase({
  tablename: 'snake_plural',
  metadata: new sa.MetaData({
    namingConvention: {
      ix: 'ix_%(column_0_label)s',
      uq: 'uq_%(table_name)s_%(column_0_name)s',
      ck: 'ck_%(table_name)s_%(constraint_name)s',
      fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
      pk: 'pk_%(table_name)s',
    },
  }),
});

export class User extends Base.model('User', {
  id: column(sa.Integer, { primaryKey: true }),
  email: column(sa.String(320), { nullable: false, unique: true }),
  name: column(sa.String(100)),
  createdAt: column('created_at', sa.DateTime({ timezone: true }), { nullable: false, serverDefault: sa.func.now() }),
}) {}
`;
