// The whole tamper campaign: every scripted forgery with the code that it must be found with, every malformed signature in a bundle
// of its own, and every single byte, entry and file of a small bundle changed. It prints how many there are for each threat.
import { createPrivateKey } from 'node:crypto';
import { CHAPTERS, makeScene, verifiedIn } from '../fixtures/bundles/forgeries/every.ts';
import { mechanicalForgeries } from '../fixtures/bundles/forgeries/every-byte.ts';
import { COMMITTED, inDisclosure } from '../fixtures/bundles/forgeries/in-disclosure.ts';
import { inJudgement, inReports } from '../fixtures/bundles/forgeries/in-judgement.ts';
import { inSignedReport } from '../fixtures/bundles/forgeries/in-pdf.ts';
import {
  malformedEcdsa,
  malformedEd25519,
  malformedRsa,
  type Signatures,
} from '../fixtures/bundles/forgeries/malformed-signatures.ts';
import { THREATS } from '../fixtures/bundles/forgeries/threats.ts';
import { sealedBundle } from '../fixtures/bundles/sealed-bundle.ts';
import { SEALED_AT, smallRun } from '../fixtures/bundles/small-run.ts';
import { resealed, sealOf } from '../fixtures/bundles/tampering.ts';
import { makeHolder } from '../fixtures/keys/signers.ts';
import { hanging } from '../src/cli/wrap.ts';
import { openedBy } from '../src/evidence/disclose/redactions.ts';
import { preAuthEncoding, STATEMENT_TYPE } from '../src/evidence/format/dsse.ts';
import { verify } from '../src/evidence/verify/verify.ts';

const MAX_BUNDLE_BYTES = 40 * 1024;
const COLUMNS = 100;
const problems: string[] = [];
const scene = await makeScene();

interface Tried {
  readonly forgeries: number;
  readonly codes: ReadonlySet<string>;
  readonly by: ReadonlySet<string>;
}
const counted = new Map<number, Tried>();
const count = (threat: number, code: string, triedBy: string): void => {
  const { forgeries = 0, codes = [], by = [] } = counted.get(threat) ?? {};
  counted.set(threat, { forgeries: forgeries + 1, codes: new Set([...codes, code]), by: new Set([...by, triedBy]) });
};
for (const [what, [threat, code, forge]] of Object.values(CHAPTERS).flatMap((forgeries) => Object.entries(forgeries))) {
  const { outcome, findings } = verifiedIn(scene, await forge(scene));
  if (outcome === 'accepted' || !findings.some((finding) => finding.code === code)) problems.push(what);
  count(threat, code, 'here');
}
for (const [what, [threat, code, text]] of Object.entries(inDisclosure)) {
  const read = openedBy(Buffer.from(text), Buffer.from(COMMITTED));
  if ('value' in read || read.findings.every((finding) => finding.code !== code))
    problems.push(`a disclosure of ${what}`);
  count(threat, code, 'here');
}
// These need real runs.
const IN_REPLAY = 'replay.test.ts';
for (const [threat] of Object.values(inJudgement)) count(threat, 'REPLAY_DIFFERS', IN_REPLAY);
for (const [threat] of [inReports, inSignedReport].flatMap((forgeries) => Object.values(forgeries))) {
  count(threat, 'REPORT_DIFFERS', IN_REPLAY);
}
for (const [place, threat] of THREATS.entries()) {
  const { forgeries = 0, codes = [], by = [] } = counted.get(place + 1) ?? {};
  if (forgeries === 0) problems.push(`nothing is tried for ${threat}`);
  const told = `${threat}: ${forgeries}, found as ${[...codes].join(', ')} (${[...by].join(', ')})`;
  console.log(hanging(`${String(place + 1).padStart(2)}  `, told, COLUMNS).join('\n'));
}
const scripted = [...counted.values()].reduce((sum, { forgeries }) => sum + forgeries, 0);

/** Malformed signatures, in a bundle that the key of this algorithm sealed. */
async function signaturesIn(algorithm: 'p256' | 'ed25519' | 'rsa3072'): Promise<Signatures> {
  const holder = await makeHolder({ algorithm });
  const bundle = await sealedBundle({ files: smallRun(), signer: holder.signer, sealedAt: SEALED_AT });
  const { payload, signature } = sealOf(bundle);
  const trust = { certificates: [holder.certificate], fingerprints: [] };
  const outcomeOf = (forged: Uint8Array) => verify(forged, { trust, now: SEALED_AT });
  if (outcomeOf(bundle).outcome !== 'accepted') problems.push(`the bundle of ${algorithm}`);
  const malformed =
    algorithm === 'p256'
      ? malformedEcdsa(signature)
      : algorithm === 'ed25519'
        ? malformedEd25519(signature)
        : malformedRsa(createPrivateKey(holder.keyPem), preAuthEncoding(STATEMENT_TYPE, payload));
  for (const [what, one] of Object.entries(malformed)) {
    const { findings } = outcomeOf(resealed(bundle, () => ({ signature: one })));
    const [code] = findings.map((finding) => finding.code);
    if (code !== (one.length === 0 ? 'ENVELOPE_INVALID' : 'SIGNATURE_INVALID')) problems.push(`${algorithm}: ${what}`);
  }
  return malformed;
}
let malformedSignatures = 0;
for (const algorithm of ['p256', 'ed25519', 'rsa3072'] as const) {
  malformedSignatures += Object.keys(await signaturesIn(algorithm)).length;
}

const small = scene.mixed;
if (small.length > MAX_BUNDLE_BYTES) problems.push(`the small bundle has ${small.length} bytes`);
const tally: Record<string, { readonly forgeries: number; readonly notRejected: number }> = {};
for (const { what, count: forgeries, forge } of mechanicalForgeries(small)) {
  let notRejected = 0;
  for (let number = 0; number < forgeries; number += 1) {
    if (verifiedIn(scene, forge(number)).outcome === 'rejected') continue;
    notRejected += 1;
    problems.push(`${what}: ${number}`);
  }
  tally[what] = { forgeries, notRejected };
}
console.table(tally);

const mechanical = Object.values(tally).reduce((sum, { forgeries }) => sum + forgeries, 0);
console.log(
  `${scripted} scripted forgeries for ${counted.size} of ${THREATS.length} threats, ${malformedSignatures} malformed signatures, ` +
    `${mechanical} changes of a bundle of ${small.length} bytes: ${problems.length} not found`,
);
for (const problem of problems) console.log(`not found: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
