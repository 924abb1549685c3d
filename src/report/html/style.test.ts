import assert from 'node:assert/strict';
import { STYLE } from './style.ts';

/** Custom properties that are colours, by theme; the dark theme changes some of the light one. */
function palette(css: string): ReadonlyMap<string, string> {
  return new Map(
    [...css.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name = '', colour = '']) => [name, colour]),
  );
}

const [lightCss = '', darkCss = ''] = STYLE.split('@media');
const light = palette(lightCss);
const dark = new Map([...light, ...palette(darkCss)]);

/** WCAG 2.2, relative luminance and contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
  return (lighter + 0.05) / (darker + 0.05);
}

const TEXTS: readonly (readonly [text: string, background: string])[] = [
  ['text', 'page'],
  ['text', 'card'],
  ['text', 'sunken'],
  ['text', 'warning'],
  ['muted', 'page'],
  ['muted', 'card'],
  ['muted', 'sunken'],
  ['muted', 'warning'],
  ['link', 'page'],
  ['link', 'card'],
  ['link', 'warning'],
  ['on-band', 'band'],
  ['on-focus', 'focus'],
  ['fail', 'card'],
  ['error', 'card'],
  ...['pass', 'fail', 'error', 'skip'].map((verdict) => [verdict, `${verdict}-tint`] as const),
];

for (const [theme, colours] of [
  ['light', light],
  ['dark', dark],
] as const) {
  describe(`the ${theme} theme`, () => {
    const colour = (name: string) => {
      const found = colours.get(name);
      assert.ok(found, name);
      return found;
    };

    for (const [text, background] of TEXTS) {
      it(`has ${text} on ${background} at 4.5 to 1 or more`, () => {
        assert.ok(
          contrast(colour(text), colour(background)) >= 4.5,
          String(contrast(colour(text), colour(background))),
        );
      });
    }

    for (const verdict of ['pass', 'fail', 'error', 'skip']) {
      it(`has white on the panel of ${verdict} at 4.5 to 1 or more`, () => {
        assert.ok(contrast('#fff', colour(`${verdict}-solid`)) >= 4.5);
      });
    }
  });
}

describe('the style', () => {
  it('refers to nothing outside the page', () => assert.doesNotMatch(STYLE, /url\(|@import|@font-face|expression|<\//));
});
