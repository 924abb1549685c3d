import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { realRun } from '../../../fixtures/bundles/real-run.ts';
import { sealedBundle } from '../../../fixtures/bundles/sealed-bundle.ts';
import { SEALED_AT, smallRun } from '../../../fixtures/bundles/small-run.ts';
import { sealOf } from '../../../fixtures/bundles/tampering.ts';
import { enrolled, storeOf } from '../../../fixtures/bundles/trust-stores.ts';
import { type Holder, makeHolder } from '../../../fixtures/keys/signers.ts';
import { ownSuites } from '../../cli/published-suites.ts';
import type { FileSet } from '../../model/digest.ts';
import { EVIDENCE_SCHEMAS } from './evidence-schemas.ts';

type Json = Record<string, unknown>;

describe('the published schemas of evidence', function () {
  this.timeout(60_000);
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
  const checks = new Map(Object.entries(EVIDENCE_SCHEMAS).map(([name, schema]) => [name, ajv.compile(schema)]));
  const check = (name: string): ValidateFunction => checks.get(name) ?? assert.fail(name);
  const accepted = (name: string, value: unknown): void => {
    assert.ok(check(name)(value), `${name}: ${JSON.stringify(check(name).errors?.slice(-3))}`);
  };

  let holder: Holder;
  let real: FileSet;
  before(async () => {
    holder = await makeHolder();
    const signer = { subject: holder.subject, fingerprint: '0'.repeat(64), selfSigned: true };
    real = (await realRun({ filter: ['BK-01', 'BK-20'], defects: ['no-location'], signer })).files;
  });

  const json = (files: FileSet, path: string): Json => JSON.parse(Buffer.from(files.get(path) ?? []).toString());
  const lines = (files: FileSet): readonly Json[] =>
    Buffer.from(files.get('journal.jsonl') ?? [])
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  const FILES = {
    'plan.schema.json': 'plan.json',
    'results.schema.json': 'results.json',
    'run.schema.json': 'run.json',
    'packages-lock.schema.json': 'packages.lock.json',
  };
  for (const [schema, file] of Object.entries(FILES)) {
    it(`accept the ${file} of a real run, and no other file of it`, () => {
      accepted(schema, json(real, file));
      for (const other of Object.values(FILES).filter((one) => one !== file)) {
        assert.equal(check(schema)(json(real, other)), false, other);
      }
    });

    it(`notice whatever is missing of ${file}`, () => {
      for (const name of (EVIDENCE_SCHEMAS[schema]?.['required'] ?? []) as string[]) {
        const { [name]: _, ...rest } = json(real, file);
        assert.equal(check(schema)(rest), false, name);
      }
    });

    it(`name every member of ${file}`, () => {
      const known = Object.keys(EVIDENCE_SCHEMAS[schema]?.properties ?? {});
      assert.deepEqual(
        Object.keys(json(real, file)).filter((name) => !known.includes(name)),
        [],
      );
    });
  }

  it('accept every line of the journal of a real run, and none without its sequence or with another event', () => {
    for (const line of lines(real)) {
      accepted('journal-line.schema.json', line);
      const { seq, ...rest } = line;
      assert.equal(check('journal-line.schema.json')(rest), false);
      assert.equal(check('journal-line.schema.json')({ ...line, seq, event: { type: 'invented' } }), false);
    }
  });

  it('accept the statement of a seal, and none with a member more', async () => {
    const bundle = await sealedBundle({ files: smallRun(), signer: holder.signer, sealedAt: SEALED_AT });
    const statement: Json = JSON.parse(Buffer.from(sealOf(bundle).payload).toString());
    accepted('statement.schema.json', statement);
    assert.equal(check('statement.schema.json')({ ...statement, x: 1 }), false);
  });

  it('accept a trust store and an index of suites, and none with a member more', async () => {
    const documents = {
      'trust-store.schema.json': storeOf([enrolled(holder)]),
      'suite-index.schema.json': await ownSuites(),
    };
    for (const [schema, document] of Object.entries(documents)) {
      accepted(schema, document);
      assert.equal(check(schema)({ ...document, x: 1 }), false);
      assert.equal(check(schema)({ ...document, schema: 'x' }), false);
    }
  });
});
