/** Where things lie in a bundle, below its one top folder, which bears the id of the run. */
export const BAGIT = 'bagit.txt';
export const BAG_INFO = 'bag-info.txt';
export const MANIFEST = 'manifest-sha256.txt';
export const SEAL = 'evidence.sigstore.json';
export const SIGNER_CHAIN = 'signer-chain.pem';
export const PAYLOAD = 'data/';

/** Files of the payload that must be there, below `data/`. */
export const PLAN = 'plan.json';
export const RESULTS = 'results.json';
export const JOURNAL = 'journal.jsonl';
/** The files that the plan was made from lie below this folder of the payload, under their own paths. */
export const SUITE = 'suite/';
export const EXCHANGES = 'exchanges/';
/** Commitments to the values that stand-ins were put in the place of. */
export const REDACTIONS = 'redactions.json';
/** The one report that can bear a signature of its own. */
export const REPORT_PDF = 'report.pdf';

/** What every payload holds, below `data/`: the run, what is told of it in other words, and the report that people read. */
export const ALWAYS: readonly string[] = [
  ...[PLAN, RESULTS, JOURNAL, REDACTIONS, 'run.json', 'packages.lock.json', 'sbom.cdx.json', 'report.html'],
];
/** What else may stand there; beside these the files of the suite, and what the journal names. */
export const VIEWS: readonly string[] = [
  ...[REPORT_PDF, 'junit.xml', 'requirements.csv', 'results.csv', 'scal.xlsx', 'testreport.fhir.json'],
];

/** What the statement names: together these pin every byte of the payload, and results.json can be asked for by its name. */
export const SUBJECTS = [BAG_INFO, BAGIT, `${PAYLOAD}${RESULTS}`, MANIFEST] as const;

export const TAG_FILES = [BAG_INFO, BAGIT, SEAL, MANIFEST, SIGNER_CHAIN] as const;
