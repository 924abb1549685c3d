import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { FhirVersion } from '../../src/model/suite.ts';
import { type CorpusEntry, changedResource, readCorpus, readProfileCorpus } from '../corpus.ts';
import { corpusValidator } from '../corpus-validator.ts';

/** By the specification alone, then by profiles. */
export const toldCorpus = (version: FhirVersion): readonly CorpusEntry[] => [
  ...readCorpus(version),
  ...readProfileCorpus(version),
];

/** All that the validator says of each fault of the corpus and of what cannot be checked, as people read it; one section for each entry. */
export function diagnosticsText(version: FhirVersion): string {
  const sections = toldCorpus(version).map((entry) => diagnosticsSection(version, entry));
  return `# What the validator says of each fault in fixtures/fhir/${version} and fixtures/fhir-profiles\n\n${sections.join('\n')}`;
}

/** The section of one entry. */
export function diagnosticsSection(version: FhirVersion, entry: CorpusEntry): string {
  const { type, valid, faults, unchecked = [] } = entry;
  const validator = corpusValidator(entry, version);
  const told = [...faults, ...unchecked].map((fault) => {
    const { diagnostics } = validator.validate(changedResource(valid, fault));
    return `### ${fault.title}\n\n${diagnostics.map(toldLines).join('\n')}\n`;
  });
  return `## ${type}\n\n${told.join('\n')}`;
}

function toldLines({ severity, code, message, hint, rule, location }: Diagnostic): string {
  const place = [location?.fhirpath, location?.pointer].filter((part) => part !== undefined).join(' at ');
  return [
    `- ${severity} ${code} ${place}`,
    `  ${message}`,
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    `  rule: ${rule ?? 'none'}`,
  ].join('\n');
}
