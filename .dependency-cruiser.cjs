// The import table of the architecture: what each folder of src may import, and which folder owns which npm package.
// A folder may always import itself. Tests (*.test.ts) are exempt.

const MAY_IMPORT = {
  model: [],
  schema: ['model'],
  fhir: ['model', 'schema'],
  message: ['model', 'fhir'],
  assert: ['model', 'schema', 'fhir', 'message'],
  suite: ['model', 'schema', 'fhir', 'message', 'assert'],
  http: ['model', 'message'],
  redact: ['model', 'message'],
  journal: ['model'],
  simulate: ['model', 'schema', 'fhir', 'message', 'http'],
  client: ['model', 'message', 'http', 'fhir'],
  judge: ['model', 'assert', 'message', 'fhir'],
  run: ['model', 'message', 'http', 'redact', 'journal', 'simulate', 'judge'],
  report: ['model', 'message'],
  'evidence/format': ['model'],
  'evidence/schema': ['model', 'evidence/format', 'evidence/review'],
  'evidence/seal': ['model', 'evidence/format', 'evidence/verify', 'evidence/review', 'redact', 'journal'],
  'evidence/disclose': ['model', 'redact', 'evidence/format'],
  'evidence/verify': ['model', 'evidence/format'],
  // What a reviewer asks beyond an intact bundle of a signer whom they name: a store, a nonce, published suites; and what they sign.
  'evidence/review': ['model', 'evidence/format', 'evidence/verify'],
  'evidence/replay': [
    'model',
    'suite',
    'message',
    'judge',
    'journal',
    'fhir',
    'redact',
    'report',
    'evidence/format',
    'evidence/verify',
    // Whether the commitments are to what the journal says was redacted.
    'evidence/disclose',
  ],
};

const OWNERS = {
  ajv: ['schema', 'fhir'],
  fhirpath: ['fhir'],
  '@xmldom/xmldom': ['fhir'],
  xpath: ['fhir'],
  // Beside the schemas, because simulators are declared in YAML as suites are, and know nothing of suites.
  yaml: ['schema'],
  axios: ['http'],
  'fhir-kit-client': ['http'],
  undici: ['http'],
  hucre: ['report'],
  preact: ['report'],
  'preact-render-to-string': ['report'],
  pdfkit: ['report'],
  fontkit: ['report'],
  fflate: ['report'],
  mocha: ['cli'],
  mochawesome: ['cli'],
  'mochawesome-report-generator': ['report'],
  commander: ['cli'],
  picocolors: ['cli'],
  // Also makes the test certificates of the reference provider.
  '@peculiar/x509': ['evidence/seal', 'http'],
};

const folderPath = (folder) => `^src/${folder}/`;
const any = (folders) => folders.map(folderPath).join('|');
const TEST = '\\.test\\.tsx?$';

const layerRules = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `layer-${folder.replace('/', '-')}`,
  comment: `src/${folder} may import only: ${[folder, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: folderPath(folder), pathNot: TEST },
  to: { path: '^src/', pathNot: any([folder, ...allowed]) },
}));

const ownerRules = Object.entries(OWNERS).map(([name, folders]) => ({
  name: `owner-${name}`,
  comment: `${name} is used only in: ${folders.join(', ')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: `${any(folders)}|${TEST}` },
  to: { path: `^node_modules/${name}(/|$)` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'builtins-only-verify',
      comment: 'The trust base of verification stands on node built-ins alone',
      severity: 'error',
      from: { path: '^src/evidence/(verify|format|review)/', pathNot: TEST },
      to: { path: '^node_modules/' },
    },
    {
      name: 'quick-start',
      comment: 'A command loads what it needs when it is called; validating one resource is a matter of milliseconds',
      severity: 'error',
      from: { path: '^src/cli/(main|commands/validate)\\.ts$' },
      to: { path: '^src/cli/commands/', dynamic: false },
    },
    {
      name: 'validate-alone',
      comment: 'Validating needs FHIR, not suites, runs or evidence',
      severity: 'error',
      from: { path: '^src/cli/commands/validate\\.ts$' },
      to: { path: '^src/(suite|assert|judge|run|http|simulate|journal|redact|report|evidence)/', reachable: true },
    },
    ...layerRules,
    ...ownerRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules/.*/node_modules)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: require('node:path').join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
