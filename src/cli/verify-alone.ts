// The verifier as one file that needs nothing but Node: the build makes dist/assay-verify.mjs of it.
import { parseArgs } from 'node:util';
import type { SuiteIndex } from '../evidence/review/suite-index.ts';
import { EXIT, type ExitCode } from '../model/exit-code.ts';
import { readBundle } from './bundle-file.ts';
import { refuse } from './command.ts';
import { exitOf } from './outcome.ts';
import { type ReviewOptions, readReview } from './review.ts';
import { outcomesOf, reviewed, reviewedJson, reviewedLines, unknownStage } from './reviewed.ts';
import type { Terminal } from './terminal.ts';

/** Put in by the build. */
declare const PUBLISHED_SUITES: SuiteIndex;

const HELP = `node assay-verify.mjs <bundle> [options]

Checks the seal of a bundle, and judges nothing again. Exit codes: 0 accepted, 2 wrong usage, 4 invalid or tampered, 5 intact but not trusted.

  --trust <file|fingerprint>  certificate (PEM) or SHA-256 fingerprint of a signer you trust; may be given several times
  --trust-store <file>        signed list of enrolled signers
  --trust-root <file>         certificate (PEM) of whoever signs that list, and the index of suites
  --trust-state <file>        keep the newest version of the list there, and find older ones
  --tsa-trust <file>          certificates (PEM) of authorities of time: the seal must be time-stamped by one
  --nonce <text>              what you gave the supplier for this run
  --for-submission            end with 5 unless the run passed and can be submitted
  --stage <name>              end with 5 unless the run is complete for this stage of the path to live, as int
                              (the lines stage of the outcome name them in brackets)
  --suite-index <file>        signed index of published suites (default: those of this version)
  --package <file|sha256>     definitions that you have from their publisher, as an archive (.tgz); may be given several times
  --countersignature <file>   what a reviewer signed about the bundle; may be given several times
  --trust-reviewer <file|fingerprint>  certificate or fingerprint of a reviewer whom you trust; may be given several times
  --disclosed <file>          what the supplier disclosed of one value that has a stand-in
  --json                      the outcome as JSON
`;

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const OPTIONS = {
  trust: TEXTS,
  'trust-store': TEXT,
  'trust-root': TEXT,
  'trust-state': TEXT,
  'tsa-trust': TEXT,
  nonce: TEXT,
  'for-submission': { type: 'boolean' },
  stage: TEXT,
  'suite-index': TEXT,
  package: TEXTS,
  countersignature: TEXTS,
  'trust-reviewer': TEXTS,
  disclosed: TEXT,
  json: { type: 'boolean' },
  /** Known so that it can be said who does it. */
  replay: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  live: false,
  columns: 120,
};

async function verifyAlone(argv: readonly string[]): Promise<ExitCode> {
  const { values, positionals, tokens } = parsed(argv);
  const [bundle, ...more] = positionals;
  if (values.help === true) {
    terminal.out(HELP);
    return EXIT.ok;
  }
  if (values.replay === true) return usage('Replay needs Assay itself: npx assay verify BUNDLE --replay');
  const twice = repeatedIn(tokens);
  if (twice !== undefined) return usage(`--${twice} is given twice`);
  if (bundle === undefined || more.length > 0) return usage('Name one bundle');

  const cwd = process.cwd();
  const published = async () => ({ value: PUBLISHED_SUITES });
  const review = await readReview(optionsOf(values), { cwd, now: () => new Date(), published });
  if ('problem' in review) return refuse([review.problem], terminal);
  const archive = await readBundle(bundle, cwd);
  if ('problem' in archive) return refuse([archive.problem], terminal);
  const unkept = await review.value.remember();
  if (unkept) return refuse([unkept], terminal);

  const bundleReviewed = reviewed(archive.bytes, review.value);
  const unknown = unknownStage(bundleReviewed, review.value);
  if (unknown) return refuse([unknown], terminal);
  const lines =
    values.json === true ? [reviewedJson(bundleReviewed)] : reviewedLines(bundleReviewed, bundleReviewed.verification);
  terminal.out(`${lines.join('\n')}\n`);
  return exitOf(outcomesOf(bundleReviewed));
}

const parsed = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, tokens: true });

/** An option of one value that has several, of which one would be dropped in silence. */
function repeatedIn(tokens: ReturnType<typeof parsed>['tokens']): string | undefined {
  const single = tokens.flatMap((token) =>
    token.kind === 'option' && OPTIONS[token.name] === TEXT ? [token.name] : [],
  );
  return single.find((name, place) => single.indexOf(name) < place);
}

function optionsOf(values: ReturnType<typeof parsed>['values']): ReviewOptions {
  const { trust = [], countersignature = [], package: packages = [], nonce, stage, disclosed } = values;
  const { 'for-submission': forSubmission } = values;
  const files = {
    trustStore: values['trust-store'],
    trustRoot: values['trust-root'],
    trustState: values['trust-state'],
    suiteIndex: values['suite-index'],
    tsaTrust: values['tsa-trust'],
    nonce,
    stage,
    disclosed,
  };
  const given = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const repeated = { trust, countersignature, trustReviewer: values['trust-reviewer'] ?? [], package: packages };
  return { ...repeated, ...(forSubmission && { forSubmission }), ...Object.fromEntries(given) };
}

/** What follows in the messages of Node is about its own notation. */
const firstSentence = (message: string): string => message.split('. ')[0] ?? message;

function usage(message: string): ExitCode {
  terminal.err(`${message}\n  node assay-verify.mjs --help has the options.\n`);
  return EXIT.usage;
}

try {
  process.exitCode = await verifyAlone(process.argv.slice(2));
} catch (cause) {
  // Options that are not known end here too; whatever it is, nothing was accepted.
  process.exitCode = usage(cause instanceof Error ? firstSentence(cause.message) : String(cause));
}
