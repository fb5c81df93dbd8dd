import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchSchema } from './schema.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The command, as it is installed. */
export const migrate = here('../bin/migrate.js');

/**
 * A project whose models are a bench schema and whose database is in the environment. It has a `node_modules`, as every
 * project does: there the loader keeps what it has transpiled.
 */
export function writeProject(folder: string, schema: BenchSchema): void {
  for (const name of ['migrations', 'node_modules']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'schema.json'), JSON.stringify(schema));
  writeFileSync(
    join(folder, 'migrate.config.ts'),
    `import { readFileSync } from 'node:fs';
import { defineConfig } from 'athanor';
import { declareTables } from ${JSON.stringify(here('./models.ts'))};

export default defineConfig({
  url: process.env.ATHANOR_BENCH_URL,
  metadata: declareTables(JSON.parse(readFileSync(${JSON.stringify(join(folder, 'schema.json'))}, 'utf8'))),
  migrations: './migrations',
});
`,
  );
}

/** Takes the revisions out of a project. */
export function forgetRevisions(folder: string): void {
  rmSync(join(folder, 'migrations'), { recursive: true, force: true });
  mkdirSync(join(folder, 'migrations'));
}
