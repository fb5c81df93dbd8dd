import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveSettings } from '../../src/config/settings.ts';
import { ConfigError } from '../../src/errors.ts';
import { root } from '../support/source-files.ts';

const document = readFileSync(join(root, 'docs/reference/settings.md'), 'utf8');

/** What an object of the config may hold, as the error about something else says. */
function settingsIn(config: object): readonly string[] {
  try {
    resolveSettings(config, { root: '/' });
  } catch (error) {
    if (error instanceof ConfigError) return (error.hint ?? '').replace('the settings here are ', '').split(', ');
  }
  return [];
}

const objects = ['migrations', 'versionTable', 'lock', 'render'];

/** https://alembic.sqlalchemy.org/en/latest/tutorial.html and /api/runtime.html, version 1.20. */
const alembic = [
  ...['script_location', 'file_template', 'prepend_sys_path', 'timezone', 'truncate_slug_length', 'sourceless'],
  ...['revision_environment', 'version_locations', 'path_separator', 'version_path_separator', 'output_encoding'],
  ...['recursive_version_locations', 'sqlalchemy.url', 'databases', '[post_write_hooks]'],
  ...['connection', 'url', 'dialect_name', 'dialect_opts', 'transactional_ddl', 'transaction_per_migration'],
  ...['output_buffer', 'starting_rev', 'tag', 'template_args', 'render_as_batch', 'target_metadata', 'include_name'],
  ...['include_object', 'include_schemas', 'process_revision_directives', 'compare_type', 'compare_server_default'],
  ...['render_item', 'literal_binds', 'upgrade_token', 'downgrade_token', 'alembic_module_prefix'],
  ...['sqlalchemy_module_prefix', 'user_module_prefix', 'on_version_apply', 'autogenerate_plugins', 'version_table'],
  ...['version_table_schema', 'version_table_pk', 'mssql_batch_separator', 'oracle_batch_separator'],
];

describe('the reference of settings', () => {
  it('has a row for every setting, and for no other', () => {
    const top = settingsIn({ zzz: 1 });
    const known = [
      ...top.filter((name) => name !== 'lock'),
      ...objects.flatMap((name) => settingsIn({ [name]: { zzz: 1 } }).map((part) => `${name}.${part}`)),
    ];
    const [, table = ''] = /## Every setting\n(.*?)\n## /s.exec(document) ?? [];
    const rows = [...table.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, name = '']) => name);
    expect(top).toContain('metadata');
    expect(rows.toSorted()).toEqual(known.toSorted());
  });

  it('says of every setting of Alembic what takes its place, or why nothing does', () => {
    const [, tables = ''] = document.split('## From Alembic');
    const cells = [...tables.matchAll(/^\| ([^|]*`[^|]*) \| \S/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    );
    expect(alembic.filter((name) => !cells.includes(name))).toEqual([]);
  });
});
