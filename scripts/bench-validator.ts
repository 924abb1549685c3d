// Times validators side by side in one run: medians of many rounds, on resources of the corpus.
//
//   npm run bench:validator      (builds first: the cold start is measured on dist)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuleBook } from '../src/fhir/compile/rule-book.ts';
import { createStructureCheck } from '../src/fhir/compile/structure.ts';
import { coreDefinitions } from '../src/fhir/definitions/store.ts';
import type { JsonObject } from '../src/model/json.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../src/model/suite.ts';
import { ENGINES } from './validators.ts';

const ROUNDS = 15;

const SMALL_PATIENT: JsonObject = {
  resourceType: 'Patient',
  id: 'p1',
  active: true,
  name: [{ family: 'Sample', given: ['Ada'] }],
  gender: 'female',
  birthDate: '1980-02-29',
};

const PATIENT: JsonObject = {
  ...SMALL_PATIENT,
  meta: { versionId: '1', lastUpdated: '2026-01-05T09:30:00Z' },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Ada Sample</p></div>' },
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018', period: { start: '2020-01-01' } }],
  telecom: [{ system: 'phone', value: '0113 496 0000', use: 'home' }],
  address: [{ use: 'home', line: ['1 Sample Street'], city: 'Leeds', postalCode: 'LS1 1AA' }],
  contact: [{ relationship: [{ text: 'Mother' }], name: { text: 'Cleo Sample' } }],
  generalPractitioner: [{ reference: 'Organization/org-1' }],
};

const bundleOf = (count: number): JsonObject => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: Array.from({ length: count }, (_, index) => ({
    fullUrl: `urn:uuid:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    resource: { ...PATIENT, id: `p${index}` },
  })),
});

/** Median microseconds of one call. */
function microseconds(call: () => void, calls: number): number {
  for (let index = 0; index < calls; index += 1) call();
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (let index = 0; index < calls; index += 1) call();
    return ((performance.now() - start) * 1000) / calls;
  });
  return median(rounds);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function structureOf(version: FhirVersion): number {
  const book = createRuleBook(coreDefinitions(version), { inValueSet: () => undefined });
  const structure = createStructureCheck(book);
  return microseconds(() => structure.check(SMALL_PATIENT, book.resourceRules(SMALL_PATIENT)), 20_000);
}

const shown = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0));

const table = FHIR_VERSIONS.flatMap((version) =>
  ENGINES.filter(({ versions }) => versions.includes(version)).map(({ name, prepare }) => {
    const check = prepare(version);
    const milliseconds = (count: number): string => {
      const bundle = bundleOf(count);
      return shown(microseconds(() => check(bundle), Math.max(1, Math.round(100 / count))) / 1000);
    };
    return {
      FHIR: version,
      validator: name,
      'structure, small Patient (µs)': name === 'Assay' ? shown(structureOf(version)) : '',
      'small Patient (µs)': shown(microseconds(() => check(SMALL_PATIENT), 500)),
      'Patient (µs)': shown(microseconds(() => check(PATIENT), 500)),
      'Bundle 20 (ms)': milliseconds(20),
      'Bundle 200 (ms)': milliseconds(200),
      'Bundle 2000 (ms)': milliseconds(2000),
    };
  }),
);
console.table(table);

/** One process that validates one file once: wall time and peak memory. */
function coldStart(versions: readonly FhirVersion[]): { wallMs: number; rssMb: number } {
  const file = join(mkdtempSync(join(tmpdir(), 'assay-bench-')), 'patient.json');
  writeFileSync(file, JSON.stringify(PATIENT));
  const script = `
    import { readFileSync } from 'node:fs';
    import { createValidator } from ${JSON.stringify(new URL('../dist/fhir/validator.js', import.meta.url).href)};
    const patient = JSON.parse(readFileSync(${JSON.stringify(file)}, 'utf8'));
    for (const version of ${JSON.stringify(versions)}) createValidator(version).validate(patient);
    process.stdout.write(String(process.resourceUsage().maxRSS / 1024));`;
  const runs = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return { wallMs: performance.now() - start, rssMb: Number(run.stdout) };
  });
  return { wallMs: median(runs.map(({ wallMs }) => wallMs)), rssMb: median(runs.map(({ rssMb }) => rssMb)) };
}

console.table(
  [['r4'], ['stu3'], ['stu3', 'r4']].map((versions) => {
    const { wallMs, rssMb } = coldStart(versions as FhirVersion[]);
    return { 'cold process': versions.join(' + '), 'wall (ms)': shown(wallMs), 'peak memory (MB)': shown(rssMb) };
  }),
);
