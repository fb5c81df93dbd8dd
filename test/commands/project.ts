import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProjectOptions } from '../../src/commands/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A project in a folder of the running test's own. */
export class Project {
  readonly folder: string;
  /** What every command is told. */
  readonly options: ProjectOptions;
  #version = 0;

  constructor(url: string, files: Readonly<Record<string, string>> = {}) {
    this.folder = temporaryFolder({ 'migrations/.gitkeep': '', ...files });
    this.options = { cwd: this.folder, config: 'migrate.config.ts', url };
  }

  /** Declares the models anew, as `metadata` in the words of `sa`; a module that was loaded stays what it was. */
  models(source: string, settings = ''): ProjectOptions {
    this.#version += 1;
    const models = `models${this.#version}`;
    const config = `migrate${this.#version}.config.ts`;
    this.write({
      [`${models}.ts`]: `import * as sa from 'athanor';\nexport const metadata = new sa.MetaData();\n${source}\n`,
      [config]: `import * as sa from 'athanor';\nimport { metadata } from './${models}';\nexport default { metadata, ${settings} };\n`,
    });
    return { ...this.options, config };
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
  }
}
