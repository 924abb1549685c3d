// What the tests of pages know of a real browser: where it is, how to open a page in it, and what it says of one.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** The browser of the machine: none is downloaded. */
const FOUND = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'chromium'))
  .find((path) => existsSync(path));

/** For the titles of tests: why they are skipped, when they are. */
export const WITHOUT_CHROMIUM = FOUND === undefined ? ', skipped: there is no chromium on the path' : '';

export const openChromium = () =>
  chromium.launch({
    ...(FOUND !== undefined && { executablePath: FOUND }),
    args: ['--no-sandbox', '--disable-background-networking'],
  });

export type Chromium = Awaited<ReturnType<typeof openChromium>>;

interface OpenedPage {
  readonly page: Page;
  /** What the page asked for beside itself, from the first on. */
  readonly requests: readonly string[];
}

/** Opens a page from a file, as a reader would, for as long as something is done with it. */
export async function withPage<Result>(
  browser: Chromium,
  html: string | Uint8Array,
  options: BrowserContextOptions,
  use: (opened: OpenedPage) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-page-'));
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try {
    const file = join(folder, 'report.html');
    await writeFile(file, html);
    const address = pathToFileURL(file).href;
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => {
      if (request.url() !== address) requests.push(request.url());
    });
    await page.goto(address);
    return await use({ page, requests });
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** https://github.com/dequelabs/axe-core/blob/develop/doc/API.md#axe-core-tags */
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules of WCAG 2.2 AA, and of good practice, that a page breaks: `image-alt <img src="…">`. All rules, or those named. */
export async function brokenRules(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const runOnly = rules === undefined ? { type: 'tag', values: AXE_TAGS } : { type: 'rule', values: rules };
  return page.evaluate<readonly string[]>(`
    axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(runOnly)} }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html)))`);
}

/** What reaches over the right edge of the page: the innermost elements, shortened. */
export const tooWide = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`{
    const wide = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .filter((element) => getComputedStyle(element).clipPath === 'none');
    wide.filter((element) => ![...element.children].some((child) => wide.includes(child)))
      .map((element) => Math.round(element.getBoundingClientRect().right) + ' ' + element.outerHTML.slice(0, 200));
  }`);

/** Open folds without one line at the side of all that they hold, shortened. */
export const unmarked = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`
    [...document.querySelectorAll('details:not(.case)[open]')]
      .filter((one) => getComputedStyle(one, '::details-content').borderLeftStyle !== 'solid')
      .map((one) => one.textContent.slice(0, 60))`);

export const openAll = (page: Page): Promise<void> =>
  page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');

/** Links and summaries that are shown and that going on by Tab from the top never reaches; each by its text. */
export async function unreachable(page: Page): Promise<readonly string[]> {
  const shown = await page.evaluate<number>(`{
    const shown = [...document.querySelectorAll('a[href], summary')].filter((one) => one.checkVisibility());
    for (const [index, one] of shown.entries()) one.dataset.at = index;
    shown.length;
  }`);
  const reached = new Set<number>();
  for (let presses = 0; presses <= shown; presses += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate<number>('Number(document.activeElement.dataset.at ?? -1)'));
  }
  return page.evaluate<readonly string[]>(`
    [...document.querySelectorAll('[data-at]')]
      .filter((one) => !${JSON.stringify([...reached])}.includes(Number(one.dataset.at)))
      .map((one) => one.textContent)`);
}
