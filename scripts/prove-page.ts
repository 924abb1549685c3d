// The page of 1,000 cases in Chromium: no rule of WCAG 2.2 AA broken in either theme, nothing loaded, nothing too wide, and how long it takes to open.
// The tests show the same of small pages; this one takes minutes.
//
//   npm run prove:page
import { brokenRules, openChromium, tooWide, WITHOUT_CHROMIUM, withPage } from '../src/report/html/chromium.test.ts';
import { htmlReport } from '../src/report/html/html.tsx';
import { sampleResult } from './golden/sample-result.ts';

const SAMPLES = 34;

if (WITHOUT_CHROMIUM !== '') throw new Error(`Nothing is shown${WITHOUT_CHROMIUM}`);
const input = sampleResult(SAMPLES);
const html = htmlReport.render(input);
const browser = await openChromium();
try {
  const start = performance.now();
  await withPage(browser, html, {}, async ({ page, requests }) => {
    const openedMs = performance.now() - start;
    const wide: string[] = [];
    for (const width of [320, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      wide.push(...(await tooWide(page)));
    }
    const light = await brokenRules(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await brokenRules(page, ['color-contrast']);
    console.table([
      { figure: 'cases', value: input.result.cases.length, of: '' },
      { figure: 'written and opened', value: `${openedMs.toFixed(0)} ms`, of: '' },
      { figure: 'broken rules, light and dark', value: light.length + dark.length, of: '0' },
      { figure: 'requests', value: requests.length, of: '0' },
      { figure: 'elements wider than 320, 768 or 1440 px', value: wide.length, of: '0' },
    ]);
    const found = [...light, ...dark, ...requests, ...wide];
    for (const one of found) console.log(one);
    if (found.length > 0) process.exitCode = 1;
  });
} finally {
  await browser.close();
}
