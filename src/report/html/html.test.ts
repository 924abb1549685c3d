import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { HOSTILE } from '../../../scripts/golden/sample-messages.ts';
import { alike, sampleResult } from '../../../scripts/golden/sample-result.ts';
import { sha256 } from '../../model/digest.ts';
import { jsonReport } from '../json.ts';
import { causesOf } from '../missed.ts';
import type { ReportInput } from '../report-format.ts';
import { REQUIREMENT_VERDICTS } from '../requirement-coverage.ts';
import { EXCLUSION_WORDS } from '../words.ts';
import { htmlReport } from './html.tsx';
import { STYLE } from './style.ts';

const sample = sampleResult();
const problem = { code: 'UNREACHABLE', severity: 'error', message: HOSTILE } as const;
const stripped = (cases: ReportInput['result']['cases']): ReportInput => ({
  ...sample,
  result: { ...sample.result, cases, requirements: [], excluded: [] },
  plan: { ...sample.plan, cases: [] },
});

/** Inputs of every kind that the page must do with. */
const INPUTS: Readonly<Record<string, ReportInput>> = {
  'the sample run': sample,
  'a run without cases, requirements and plan': stripped([]),
  'a run whose plan does not know its cases': stripped(sample.result.cases),
  'a run whose messages are not at hand': { ...sample, files: new Map() },
  'a run whose messages are no HTTP': { ...sample, files: alike(sample, Buffer.from(HOSTILE)) },
  'a run that failed its preflight and did not end': {
    ...sample,
    result: {
      ...sample.result,
      complete: false,
      preflight: { problems: [problem], exchanges: [] },
      sut: { role: 'provider', baseUrl: HOSTILE },
    },
  },
  'a run of a client in which others were turned away': {
    ...sample,
    result: {
      ...sample.result,
      sut: { role: 'client', baseUrl: 'http://127.0.0.1' },
      refused: [
        {
          kind: 'certificate-other-name',
          times: 10_000,
          first: [{ at: '2026-03-02T09:15:00.000Z', about: HOSTILE }, { at: '2026-03-02T09:15:01.000Z' }],
          cases: [sample.result.cases[0]?.id ?? ''],
        },
        { kind: 'no-tls', times: 1, first: [], cases: [] },
      ],
    },
  },
  'a run with a hostile signer': {
    ...sample,
    signer: { subject: HOSTILE, fingerprint: 'a'.repeat(64), selfSigned: true },
  },
};

const ATTACHED_PICTURE = /<img src="data:image\/png;base64,[A-Za-z0-9+/=]+" alt="[^"]*"\/>/g;

const render = (input: ReportInput) => Buffer.from(htmlReport.render(input)).toString('utf8');
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found = '']) => found);

for (const [name, input] of Object.entries(INPUTS)) {
  describe(`the page of ${name}`, () => {
    const html = render(input);
    const body = html.slice(html.indexOf('<body>'));
    // The only things with a source are pictures that people attached, which are in the page.
    const tags = all(body.replace(ATTACHED_PICTURE, ''), /<([a-zA-Z][^>]*)>/g);

    it('holds no script, no handler, no style attribute and nothing to load', () => {
      for (const tag of tags) {
        const [element = ''] = tag.split(/[\s/]/);
        assert.ok(
          !['script', 'style', 'img', 'iframe', 'object', 'embed', 'form', 'input', 'link', 'base', 'meta'].includes(
            element,
          ),
          tag,
        );
        // Attribute values are always in double quotes, so what is left of the tag without them is its attribute names.
        assert.doesNotMatch(
          tag.replace(/"[^"]*"/g, '""'),
          /\s(?:on\w+|style|src|srcset|action|formaction|ping|background)=/i,
          tag,
        );
      }
      for (const href of all(body, /href="([^"]*)"/g)) assert.match(href, /^(?:#|https:\/\/)/);
    });

    it('shows no character that a reader cannot see', () => {
      assert.doesNotMatch(html, /[\p{Cf}\p{Cs}\p{Co}]|(?![\n\t])\p{Cc}/u);
    });

    it('has ids once each, and a target for every link within', () => {
      const ids = all(body, /\sid="([^"]*)"/g);
      assert.deepEqual(ids, [...new Set(ids)]);
      const links = new Set(all(body, /href="#([^"]*)"/g));
      // A run may name cases and requirements that it does not hold; its own parts it must.
      const whole =
        name === 'the sample run' ? links : new Set([...links].filter((link) => !/^(?:case|requirement)-/.test(link)));
      for (const link of whole) assert.ok(ids.includes(link), link);
    });

    it('names its regions by headings that exist', () => {
      const ids = new Set(all(body, /\sid="([^"]*)"/g));
      for (const id of all(body, /aria-labelledby="([^"]*)"/g)) assert.ok(ids.has(id), id);
    });

    it('has one h1 and skips no level of heading on the way down', () => {
      const levels = all(body, /<h([1-6])[\s>]/g).map(Number);
      assert.equal(levels.filter((level) => level === 1).length, 1);
      for (const [index, level] of levels.entries())
        assert.ok(level <= (levels[index - 1] ?? 0) + 1, `h${level} at ${index}`);
    });

    it('has a caption and scoped heads in every table', () => {
      const tables = body.split('<table').slice(1);
      for (const table of tables) assert.match(table, /^[^>]*><caption>[^<]/);
      for (const head of all(body, /<th ([^>]*)>/g)) assert.match(head, /scope="(?:col|row)"/);
    });

    it('names every picture that is not decoration', () => {
      for (const [svg] of body.matchAll(/<svg[^>]*>(?:<title>[^<]+<)?/g))
        assert.match(svg, /aria-hidden="true"|role="img".*<title>/);
    });
  });
}

describe('htmlReport', () => {
  const html = render(sample);

  it('has a policy that allows its one style sheet and nothing else', () => {
    const digest = createHash('sha256').update(STYLE).digest('base64');
    assert.ok(html.includes(`<style>${STYLE}</style>`));
    const [policy] = all(html, /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/g);
    assert.equal(
      policy,
      `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  it('prints the run id and the digest of results.json', () => {
    assert.ok(html.includes(sha256(jsonReport.render(sample))));
    assert.ok(html.includes(sample.result.runId));
  });

  it('says on its face why it is not for submission, and not otherwise', () => {
    assert.ok(html.includes('id="not-for-submission"'));
    const fit = render({ ...sample, result: { ...sample.result, notForSubmission: [] } });
    assert.ok(!fit.includes('id="not-for-submission"'));
  });

  it('opens one case of each cause of failure, and no others', () => {
    const opened = all(html, /<details class="case \w+" open>.*?<div class="case-body" id="case-([^"]*)"/gs);
    const missed = sample.result.cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
    const examples = new Set(causesOf(missed).map(({ cases: [first] }) => first));
    assert.ok(examples.size > 1 && examples.size < missed.length);
    assert.deepEqual(
      opened,
      missed.filter((one) => examples.has(one)).map(({ id }) => id),
    );
  });

  it('gives every case and requirement an anchor of its own', () => {
    for (const { id } of sample.result.cases) assert.ok(html.includes(`id="case-${id}"`), id);
    for (const { id } of sample.result.requirements) assert.ok(html.includes(`id="requirement-${id}"`), id);
  });

  it('cites every message file of the steps that a case is about', () => {
    for (const { steps } of sample.result.cases) {
      for (const { exchanges } of steps) {
        for (const { request, response } of exchanges) {
          assert.ok(html.includes(request.file));
          assert.ok(response === undefined || html.includes(response.file));
        }
      }
    }
  });

  it('says once for each reason how many cases were not planned', () => {
    const excluded = ['A', 'B', 'C'].map((id) => ({ id, suite: 'one', reason: 'other-role' as const }));
    const page = render({ ...sample, result: { ...sample.result, excluded } });
    assert.equal(page.split(`<li>3 cases: ${EXCLUSION_WORDS['other-role']}</li>`).length, 2);
    assert.ok(page.includes('<li>one: A, B, C</li>'));
  });

  it('says with the requirements that a case may count by some assertions alone', () => {
    assert.ok(html.includes(REQUIREMENT_VERDICTS));
  });

  it('calls a self-signed signer that', () => {
    assert.ok(!html.includes('self-signed'));
    const signed = (selfSigned: boolean) =>
      render({ ...sample, signer: { subject: 'CN=Example', fingerprint: 'a'.repeat(64), selfSigned } });
    assert.ok(signed(true).includes('self-signed'));
    assert.ok(!signed(false).includes('self-signed'));
  });
});
