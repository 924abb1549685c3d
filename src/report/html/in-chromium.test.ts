import assert from 'node:assert/strict';
import { sampleClient } from '../../../scripts/golden/sample-client.ts';
import { sampleResult } from '../../../scripts/golden/sample-result.ts';
import { VERDICTS } from '../../model/verdict.ts';
import { compareRuns } from '../compare/compare-runs.ts';
import { comparisonHtml } from '../compare/comparison-html.tsx';
import type { ReportInput } from '../report-format.ts';
import {
  brokenRules,
  type Chromium,
  openAll,
  openChromium,
  tooWide,
  unmarked,
  unreachable,
  WITHOUT_CHROMIUM,
  withPage,
} from './chromium.test.ts';
import { htmlReport } from './html.tsx';

const sample = sampleResult();
const client = sampleClient();

const only = (verdict: string): ReportInput => {
  const cases = sample.result.cases.filter((one) => one.verdict === verdict).slice(0, 2);
  return { ...sample, result: { ...sample.result, verdict: cases[0]?.verdict ?? 'error', cases } };
};

const SMALL: Readonly<Record<string, ReportInput>> = {
  'no case': { ...sample, result: { ...sample.result, cases: [], requirements: [], stages: [], excluded: [] } },
  ...Object.fromEntries(VERDICTS.map((verdict) => [`only cases with ${verdict}`, only(verdict)])),
  'the sample run of a provider': sample,
  'the sample run of a client': client,
};

const bare: ReportInput = {
  ...sample,
  result: { ...sample.result, cases: [], engine: { ...sample.result.engine, version: '0' } },
};

const PAGES: Readonly<Record<string, Buffer>> = {
  ...Object.fromEntries(Object.entries(SMALL).map(([name, input]) => [name, htmlReport.render(input)])),
  'a comparison in which all is new': comparisonHtml(compareRuns(bare, sample), sample),
  'a comparison without difference': comparisonHtml(compareRuns(sample, sample), sample),
};

/** The text of A4 between its margins, in pixels of CSS. */
const PRINTED_WIDTH = 687;

describe(`the page in Chromium${WITHOUT_CHROMIUM}`, function () {
  this.timeout(120_000);
  let browser: Chromium;

  before(async function () {
    if (WITHOUT_CHROMIUM !== '') this.skip();
    browser = await openChromium();
  });
  after(() => browser?.close());

  for (const [name, html] of Object.entries(PAGES)) {
    describe(`with ${name}`, () => {
      it('breaks no rule of WCAG 2.2 AA or good practice with everything open, in either theme, and loads nothing', () =>
        withPage(browser, html, {}, async ({ page, requests }) => {
          await openAll(page);
          assert.deepEqual(await brokenRules(page), []);
          await page.emulateMedia({ colorScheme: 'dark' });
          assert.deepEqual(await brokenRules(page, ['color-contrast']), []);
          assert.deepEqual(requests, []);
        }));

      it('fits 320 px, which is 400 % of 1280 px, and every wider window, and paper, with everything open', () =>
        withPage(browser, html, {}, async ({ page }) => {
          await openAll(page);
          for (const width of [320, 375, 768, 830, 1024, 1280]) {
            await page.setViewportSize({ width, height: 900 });
            assert.deepEqual(await tooWide(page), [], `${width}`);
          }
          await page.emulateMedia({ media: 'print' });
          await page.setViewportSize({ width: PRINTED_WIDTH, height: 900 });
          assert.deepEqual(await tooWide(page), [], 'paper');
        }));

      it('has one line at the side of all that a fold holds', () =>
        withPage(browser, html, {}, async ({ page }) => {
          await openAll(page);
          assert.deepEqual(await unmarked(page), []);
        }));
    });
  }

  for (const [name, input] of [
    ['a provider', sample],
    ['a client', client],
  ] as const) {
    it(`leads by Tab to every link and everything that opens, in the page of ${name}`, () =>
      withPage(browser, htmlReport.render(input), {}, async ({ page }) => {
        assert.deepEqual(await unreachable(page), []);
      }));
  }

  it('leads from a requirement to the exchange that decided a case, and opens what hides it', () =>
    withPage(browser, htmlReport.render(sample), {}, async ({ page }) => {
      const passed = page.locator('#case-BK-01');
      assert.equal(await passed.isVisible(), false);
      const link = page
        .locator('#requirement-P26 .case-links li', { hasText: 'BK-01' })
        .locator('a[href^="#exchange-"]');
      const target = page.locator((await link.getAttribute('href')) ?? 'none');
      await link.click();
      assert.equal(await target.isVisible(), true);
      assert.equal(await passed.isVisible(), true);
    }));

  it('leads from a case to the step that it shares with others', () =>
    withPage(browser, htmlReport.render(sample), {}, async ({ page }) => {
      const shared = page.locator('#shared-find-slot');
      assert.equal(await shared.isVisible(), false);
      await page.goto(`${page.url()}#case-BK-20`);
      await page.locator('#case-BK-20 a[href="#shared-find-slot"]').click();
      assert.equal(await shared.isVisible(), true);
    }));

  describe('finds fault with a page that', () => {
    const broken = (change: (html: string) => string) => change(htmlReport.render(only('pass')).toString('utf8'));
    const inMain = (html: string) => broken((page) => page.replace('<h1>', `${html}<h1>`));
    const unprotected = (html: string) => inMain(html).replace(/<meta http-equiv.*>/, '');

    for (const [what, html, rule] of [
      ['has a picture without a name', inMain('<img width="9" height="9">'), 'image-alt'],
      ['has a drawing without a name', inMain('<svg role="img" width="9" height="9"></svg>'), 'svg-img-alt'],
      ['has pale text', unprotected('<p style="color: #bbb">pale</p>'), 'color-contrast'],
      ['has a table that heads nothing', inMain('<table><tr><th></th></tr></table>'), 'empty-table-header'],
    ] as const) {
      it(what, () =>
        withPage(browser, html, {}, async ({ page }) => {
          assert.deepEqual(
            (await brokenRules(page)).map((found) => found.split(' ')[0]),
            [rule],
          );
        }),
      );
    }

    it('loads something', () =>
      withPage(browser, unprotected('<img alt="none" src="http://127.0.0.1:9/none">'), {}, async ({ requests }) => {
        assert.deepEqual(requests, ['http://127.0.0.1:9/none']);
      }));

    it('is wider than its window', () =>
      withPage(
        browser,
        unprotected('<p style="width: 400px">wide</p>'),
        { viewport: { width: 320, height: 256 } },
        async ({ page }) => assert.equal((await tooWide(page)).length, 1),
      ));

    it('opens what is not told from what follows', () =>
      withPage(
        browser,
        unprotected('<style>*::details-content { border: 0 !important }</style><details open>More</details>'),
        {},
        async ({ page }) => assert.ok((await unmarked(page)).includes('More')),
      ));

    it('has a link that Tab passes by', () =>
      withPage(browser, inMain('<a href="#main" tabindex="-1">passed by</a>'), {}, async ({ page }) => {
        assert.deepEqual(await unreachable(page), ['passed by']);
      }));
  });
});
