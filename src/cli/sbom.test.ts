import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { ownSbom, sbomOf } from './sbom.ts';

describe('the bill of materials', () => {
  const lock = {
    name: 'assay',
    version: '0.1.0',
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': {
        version: '1.0.0',
        integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}`,
        license: 'MIT',
      },
      'node_modules/a/node_modules/@b/c': { version: '2.0.0' },
      'node_modules/only-for-tests': { version: '3.0.0', dev: true },
    },
  };

  it('has what Assay runs with, and not what it is tested with', () => {
    const { bomFormat, specVersion, components } = JSON.parse(sbomOf(lock));
    assert.deepEqual([bomFormat, specVersion], ['CycloneDX', '1.6']);
    assert.deepEqual(components, [
      {
        type: 'library',
        'bom-ref': 'node_modules/a',
        name: 'a',
        version: '1.0.0',
        purl: 'pkg:npm/a@1.0.0',
        hashes: [{ alg: 'SHA-512', content: '01'.repeat(64) }],
        licenses: [{ expression: 'MIT' }],
      },
      {
        type: 'library',
        'bom-ref': 'node_modules/a/node_modules/@b/c',
        group: '@b',
        name: 'c',
        version: '2.0.0',
        purl: 'pkg:npm/%40b/c@2.0.0',
      },
    ]);
  });

  it('names every dependency of this package, each with its digest', async () => {
    const { components } = JSON.parse(await ownSbom());
    const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'));
    for (const [full, version] of Object.entries(dependencies)) {
      const found = components.find(
        (one: { purl: string }) => one.purl === `pkg:npm/${full.replace('@', '%40')}@${version}`,
      );
      assert.equal(found?.hashes.length, 1, full);
    }
  });
});
