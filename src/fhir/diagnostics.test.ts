import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { diagnosticsSection, diagnosticsText, toldCorpus } from '../../scripts/golden/fhir-diagnostics.ts';
import { FHIR_VERSIONS } from '../model/suite.ts';

for (const version of FHIR_VERSIONS) {
  const golden = readFileSync(`fixtures/golden/fhir-${version}.md`, 'utf8');

  describe(`what people read of each fault, ${version} (npm run golden)`, () => {
    for (const entry of toldCorpus(version)) {
      it(entry.type, () => {
        const start = golden.indexOf(`## ${entry.type}\n`);
        const end = golden.indexOf('\n## ', start);
        const section = golden.slice(start, end === -1 ? undefined : end);
        assert.equal(diagnosticsSection(version, entry), section);
      });
    }

    it('leaves nothing out', () => assert.equal(diagnosticsText(version).length, golden.length));
  });
}
