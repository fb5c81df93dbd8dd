import { expect, it } from 'vitest';
// Not from 'athanor', which brings the engine along.
import { MetaData } from '../../src/metadata/metadata.ts';

it('metadata that is imported past the public API says that it cannot reach a database', async () => {
  await expect(new MetaData().createAll('sqlite://')).rejects.toMatchObject({
    code: 'engine_missing',
    exitCode: 2,
    message: 'no engine is installed, so that metadata cannot reach a database',
    hint: "import from 'athanor', not from one of its files",
  });
});
