/**
 * Colours and sizes of the design system of the NHS, so that the page looks like the services that its readers know: the palette, spacing and type of
 * NHS.UK frontend 10.6.1 (https://github.com/nhsuk/nhsuk-frontend, src/nhsuk/core/settings; MIT, Copyright (c) NHS England), its tints and
 * shades by the rules of its tag component. Not its typeface, which is licensed for nhs.uk alone, and not the NHS logo: this is no NHS service.
 * The dark colours are ours. All hold WCAG 2.2 AA.
 */
export const TOKENS = `
:root {
  color-scheme: light dark;
  --page: #f0f4f5; --card: #fff; --sunken: #f0f4f5; --text: #212b32; --muted: #4c6272; --line: #d8dde0; --strong-line: #aeb7bd;
  --link: #005eb8; --band: #005eb8; --on-band: #fff; --focus: #ffeb3b; --on-focus: #212b32;
  --pass: #004c23; --pass-tint: #cce5d8; --pass-solid: #007f3b;
  --fail: #6b140e; --fail-tint: #f7d4d1; --fail-solid: #b3231a;
  --error: #571337; --error-tint: #efd3e3; --error-solid: #7c2855;
  --skip: #354550; --skip-tint: #dbe0e3; --skip-solid: #4c6272;
  --warning: #fff9c4; --warning-label: #ffeb3b; --on-warning-label: #212b32; --none-solid: #fff;
  --fault: #fbe3e1; --change: #fff4b3; --on-change: #4a3c00;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0f161b; --card: #18222a; --sunken: #10181e; --text: #e8edee; --muted: #aebcc5; --line: #33424d; --strong-line: #5b6e7b;
    --link: #8fc3f9; --band: #003087; --on-band: #fff;
    --pass: #8fdcae; --pass-tint: #12331f; --pass-solid: #007f3b;
    --fail: #ffb0a8; --fail-tint: #431815; --fail-solid: #b3231a;
    --error: #f0b6d4; --error-tint: #3f1830; --error-solid: #8f3566;
    --skip: #c5d1d8; --skip-tint: #2a3740; --skip-solid: #4c6272;
    --warning: #2f2a0c; --warning-label: #ffeb3b; --on-warning-label: #212b32; --none-solid: #18222a;
    --fault: #431815; --change: #3a3209; --on-change: #ffe98a;
  }
}`;
