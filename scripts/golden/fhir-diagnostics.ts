import { newValidator } from '../../src/fhir/validator.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { FhirVersion } from '../../src/model/suite.ts';
import { type CorpusEntry, changedResource, readCorpus } from '../corpus.ts';

/** All that the validator says of each fault of the corpus, as people read it; one section for each resource type. */
export function diagnosticsText(version: FhirVersion): string {
  const sections = readCorpus(version).map((entry) => diagnosticsSection(version, entry));
  return `# What the validator says of each fault in fixtures/fhir/${version}\n\n${sections.join('\n')}`;
}

/** The section of one resource type. */
export function diagnosticsSection(version: FhirVersion, { type, valid, faults }: CorpusEntry): string {
  const validator = newValidator(version);
  const told = faults.map((fault) => {
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
