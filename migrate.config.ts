import { defineConfig } from 'athanor';
import { Base } from './fixtures/models/blog.ts';

export default defineConfig({
  url: () => process.env.DATABASE_URL ?? 'sqlite:///./blog.db',
  metadata: Base.metadata,
  migrations: './migrations',
});
