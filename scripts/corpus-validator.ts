import { packageFromFiles } from '../src/fhir/conformance-package.ts';
import { newValidator, type Validator } from '../src/fhir/validator.ts';
import type { FhirVersion } from '../src/model/suite.ts';
import type { CorpusEntry } from './corpus.ts';

/** A validator with the definitions that the entry brings along. */
export function corpusValidator({ definitions = [] }: CorpusEntry, version: FhirVersion): Validator {
  const files = new Map(definitions.map((json, index) => [`${index}.json`, Buffer.from(JSON.stringify(json))]));
  return newValidator(version, {
    packages: definitions.length > 0 ? [packageFromFiles('corpus', files, version).package] : [],
  });
}
