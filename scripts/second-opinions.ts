// Holds the single-fault corpus against every validator at hand and prints who caught how much.
//
//   npm run second-opinions
import { FHIR_VERSIONS } from '../src/model/suite.ts';
import { changedResource, readCorpus } from './corpus.ts';
import { ENGINES } from './validators.ts';

interface Row {
  readonly FHIR: string;
  readonly validator: string;
  readonly faults: number;
  readonly caught: number;
  readonly missed: number;
  readonly 'valid resources': number;
  readonly 'false positives': number;
  readonly 'errors per caught fault': string;
}

const rows: Row[] = [];
for (const version of FHIR_VERSIONS) {
  const corpus = readCorpus(version);
  for (const { name, versions, prepare } of ENGINES) {
    if (!versions.includes(version)) continue;
    const errorsIn = prepare(version);
    const sound = corpus.flatMap(({ valid, variants = [] }) => [
      valid,
      ...variants.map((variant) => changedResource(valid, variant)),
    ]);
    const falsePositives = sound.filter((resource) => errorsIn(resource) > 0).length;
    const counts = corpus.flatMap(({ valid, faults }) =>
      faults.map((fault) => errorsIn(changedResource(valid, fault))),
    );
    const caught = counts.filter((count) => count > 0);
    rows.push({
      FHIR: version,
      validator: name,
      faults: counts.length,
      caught: caught.length,
      missed: counts.length - caught.length,
      'valid resources': sound.length,
      'false positives': falsePositives,
      'errors per caught fault': (caught.reduce((sum, count) => sum + count, 0) / caught.length).toFixed(2),
    });
  }
}
console.table(rows);
