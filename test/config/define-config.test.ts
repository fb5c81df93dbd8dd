import { describe, expect, it } from 'vitest';
import { type ConfigExport, defineConfig } from '../../src/config/define-config.ts';
import { declarativeBase } from '../../src/metadata/declarative-base.ts';
import { MetaData } from '../../src/metadata/metadata.ts';

const Base = declarativeBase();

describe('defineConfig', () => {
  it('gives back what it is given', () => {
    const config = { url: 'sqlite://', metadata: Base.metadata };
    expect(defineConfig(config)).toBe(config);
  });

  it('takes every form of a config', () => {
    const forms: readonly ConfigExport[] = [
      defineConfig({ url: process.env.DATABASE_URL, metadata: [Base.metadata, new MetaData({ schema: 'app' })] }),
      defineConfig({ url: () => process.env.DATABASE_URL ?? 'sqlite:///./app.db', migrations: { timezone: 'UTC' } }),
      defineConfig(async ({ command, name, x }) => ({ versionTable: `${command}${name ?? ''}${x.tenant ?? ''}` })),
      defineConfig(() => ({ databases: { stock: { url: async () => 'sqlite://' } } })),
      defineConfig(Promise.resolve({ transaction: 'all' as const })),
      defineConfig({ includeObject: (object) => object.kind !== 'table' || object.definition.columns.length > 0 }),
    ];
    expect(forms).toHaveLength(6);
  });

  it('refuses what is no setting where it is written', () => {
    // @ts-expect-error a typing error
    defineConfig({ metdata: Base.metadata });
    // @ts-expect-error the base is not its metadata
    defineConfig({ metadata: Base });
    // @ts-expect-error one of three words
    defineConfig({ transaction: 'each' });
    // @ts-expect-error a number is no URL
    defineConfig({ url: 5432 });
    // @ts-expect-error a typing error deeper
    defineConfig({ migrations: { template: '{id}' } });
  });
});
