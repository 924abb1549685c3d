/** The whole style of the page; its digest is in the page's policy, so nothing else applies. Colours hold WCAG 2.2 AA. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f0f4f5; --card: #fff; --sunken: #f4f7f8; --text: #212b32; --muted: #4c6272; --line: #c8d1d6;
  --link: #005eb8; --band: #005eb8; --on-band: #fff; --focus: #ffeb3b; --on-focus: #212b32;
  --pass: #00572c; --pass-tint: #dff0e5; --pass-solid: #007f3b;
  --fail: #9c1a10; --fail-tint: #fbe5e2; --fail-solid: #b3231a;
  --error: #6a1f63; --error-tint: #f4e4f2; --error-solid: #7a2a72;
  --skip: #3f525f; --skip-tint: #e4eaed; --skip-solid: #4c6272;
  --warning: #fff4c2; --warning-line: #e0a800;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0f161b; --card: #18222a; --sunken: #111a20; --text: #e6ecef; --muted: #a9b8c2; --line: #3a4a55;
    --link: #86bdf7; --band: #0b3d70; --on-band: #fff;
    --pass: #8fdcae; --pass-tint: #12331f; --pass-solid: #007f3b;
    --fail: #ffaaa2; --fail-tint: #431815; --fail-solid: #b3231a;
    --error: #ecb5e4; --error-tint: #3b1a37; --error-solid: #7a2a72;
    --skip: #c5d1d8; --skip-tint: #2a3740; --skip-solid: #4c6272;
    --warning: #3a3109; --warning-line: #e0a800;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text); line-height: 1.5; font-size: 1rem; overflow-wrap: anywhere;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
.width { max-width: 75rem; margin: 0 auto; padding: 0 1.5rem; }
header { background: var(--band); color: var(--on-band); }
header p { margin: 0; padding: 0.9rem 0; font-weight: 700; font-size: 1.1rem; letter-spacing: 0.01em; }
footer { border-top: 4px solid var(--band); background: var(--card); margin-top: 3rem; padding: 0.5rem 0 1rem; color: var(--muted); font-size: 0.9rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 2rem 0 1.25rem; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 0 0 0.75rem; }
h3 { font-size: 1.15rem; margin: 1.5rem 0 0.5rem; }
h4, h5, h6 { font-size: 1rem; margin: 0; }
p, ul, ol, dl { margin: 0 0 0.75rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:hover { text-decoration-thickness: 3px; }
a:focus-visible, summary:focus-visible {
  outline: 3px solid transparent; background: var(--focus); color: var(--on-focus); box-shadow: 0 -2px var(--focus), 0 4px var(--on-focus);
  text-decoration: none;
}
summary:focus-visible .muted, summary:focus-visible h4 { color: var(--on-focus); }
/* A link that stands by itself is as large as WCAG 2.2 asks of a target (2.5.8); within a sentence it need not be. */
.alone { display: inline-block; min-width: 1.5rem; min-height: 1.5rem; }
.to-main { position: absolute; left: -999rem; padding: 0.5rem 1rem; }
.to-main:focus { left: 0.5rem; top: 0.5rem; z-index: 1; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sprite { position: absolute; width: 0; height: 0; }
.muted { color: var(--muted); font-weight: 400; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.875em; }
pre { background: var(--sunken); border: 1px solid var(--line); border-radius: 4px; padding: 0.75rem; margin: 0 0 0.5rem; white-space: pre-wrap; line-height: 1.45; font-size: 0.8125rem; }
pre code { font-size: inherit; }
.unseen { border: 1px dashed; border-radius: 2px; padding: 0 0.15em; color: var(--error); background: var(--error-tint); font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.85em; unicode-bidi: isolate; }
.digest { color: var(--muted); }

main > section, main > nav { background: var(--card); border: 1px solid var(--line); border-radius: 4px; padding: 1.5rem; margin: 0 0 1.5rem; }
main > section > :last-child { margin-bottom: 0; }
main > section.verdict { color: #fff; border: 0; padding: 1.75rem 1.5rem; }
.verdict h2 { font-size: 2rem; margin-bottom: 0.25rem; }
.verdict .sentence { font-size: 1.25rem; margin-bottom: 0.5rem; }
.verdict.pass { background: var(--pass-solid); } .verdict.fail { background: var(--fail-solid); }
.verdict.error { background: var(--error-solid); } .verdict.skip { background: var(--skip-solid); }
main > section.warning { background: var(--warning); border: 1px solid var(--warning-line); border-left-width: 10px; }
main > nav { padding: 1rem 1.5rem; }
nav ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0.4rem 1.5rem; }

.tag { display: inline-flex; align-items: center; gap: 0.3em; padding: 0.05em 0.55em 0.05em 0.4em; border-radius: 3px; font-size: 0.875rem; font-weight: 600; white-space: nowrap; vertical-align: baseline; border: 1px solid; }
.icon { width: 0.95em; height: 0.95em; flex: none; fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.tag.pass, .case-link.pass { color: var(--pass); background: var(--pass-tint); }
.tag.fail, .case-link.fail { color: var(--fail); background: var(--fail-tint); }
.tag.error, .case-link.error { color: var(--error); background: var(--error-tint); }
.tag.skip, .case-link.skip { color: var(--skip); background: var(--skip-tint); }
.tag.none { color: var(--muted); border-style: dashed; padding-left: 0.55em; }
.case-links { display: flex; flex-wrap: wrap; gap: 0.35rem; max-width: 26rem; }
.case-link { position: relative; display: inline-flex; align-items: center; gap: 0.3em; padding: 0.1rem 0.5rem; border-radius: 3px; white-space: nowrap; font-size: 0.9rem; min-height: 1.6rem; }
.note { color: var(--error); font-weight: 600; }
.missing { color: var(--fail); }

table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
caption { text-align: left; color: var(--muted); padding-bottom: 0.5rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid var(--line); }
thead th { border-bottom-width: 2px; overflow-wrap: normal; }
tbody th { font-weight: 600; }
.short { overflow-wrap: normal; max-width: 14rem; }
.alias { font-size: 0.8125rem; overflow-wrap: anywhere; }
.numeric { text-align: right; font-variant-numeric: tabular-nums; }
.cell-title { display: none; }
tr:target { background: var(--warning); }
.facts > div { display: grid; grid-template-columns: minmax(11rem, 1fr) 2fr; gap: 0.25rem 1rem; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
dt { font-weight: 600; } dd { margin: 0; }
.bar { margin: 0 0 1.25rem; } .bar svg { display: block; border-radius: 4px; }
.bar figcaption { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; margin-top: 0.6rem; }
.key { display: inline-flex; align-items: center; gap: 0.4rem; } .key svg { width: 1.1rem; height: 1.1rem; flex: none; }
.fill-pass { fill: var(--pass-solid); } .fill-fail { fill: var(--fail-solid); } .fill-error { fill: var(--error-solid); } .fill-skip { fill: var(--skip-solid); }
.hatch { fill: #fff; opacity: 0.4; }

.missed { list-style: none; padding: 0; }
.missed > li { padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
.missed p { margin: 0.25rem 0 0; }
summary { cursor: pointer; padding: 0.3rem 0; }
.suite h3 { margin-top: 2rem; }
.case { border: 1px solid var(--line); border-radius: 4px; margin: 0 0 0.5rem; background: var(--card); }
.case > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; padding: 0.6rem 0.9rem; list-style: none; }
.case > summary::-webkit-details-marker { display: none; }
.case > summary::before { content: ""; width: 0.5rem; height: 0.5rem; border: solid var(--muted); border-width: 0 2px 2px 0; transform: rotate(-45deg) translateY(-0.1rem); flex: none; }
.case[open] > summary::before { transform: rotate(45deg) translate(-0.1rem, -0.1rem); }
.case[open] > summary { border-bottom: 1px solid var(--line); }
.case h4 { flex: 1 1 16rem; }
.case > summary .tag { min-width: 6rem; }
.case-body { padding: 1rem 0.9rem 0.25rem; scroll-margin-top: 4rem; }
.reason, .twin { border-left: 4px solid var(--line); padding: 0.1rem 0 0.1rem 0.9rem; margin-bottom: 0.9rem; }
.twin > :last-child { margin: 0; } .twin p { margin: 0; }
.steps { list-style: none; padding: 0; counter-reset: step; }
.steps > li { counter-increment: step; border-top: 1px solid var(--line); padding: 0.9rem 0 0.4rem; }
.steps h5 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.6rem; margin-bottom: 0.5rem; }
.steps h5::before { content: "Step " counter(step) ":"; color: var(--muted); font-weight: 400; }
.step-id { font-weight: 400; color: var(--muted); }
h6 { margin: 0.25rem 0; }
.assertions > ul { list-style: none; padding: 0; }
.assertions > ul > li { border-left: 4px solid var(--line); padding: 0.35rem 0 0.35rem 0.9rem; margin-bottom: 0.4rem; }
.assertions > ul > li.fail { border-color: var(--fail-solid); } .assertions > ul > li.error { border-color: var(--error-solid); }
.assertions > ul > li.pass { border-color: var(--pass-solid); }
.assertions p { margin: 0 0 0.25rem; }
.comparison { margin: 0 0 0.25rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 0.25rem 1.5rem; }
.comparison > div { display: flex; gap: 0.75rem; } .comparison dt { color: var(--muted); font-weight: 400; flex: none; }
.options, .findings, .problems { margin: 0.25rem 0; padding-left: 1.25rem; }
.options { color: var(--muted); } td .options, th .options { margin: 0; padding: 0; list-style: none; font-weight: 400; }
.findings p { margin: 0.15rem 0; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0.5rem 1.25rem; }
.sides > div { min-width: 0; }
.sides .muted, .brief .muted, .connection { font-size: 0.875rem; }
.connection { color: var(--muted); list-style: none; padding: 0; }
.exchange p { margin: 0 0 0.35rem; }
.brief { border-left: 4px solid var(--line); padding-left: 0.9rem; margin-bottom: 0.6rem; }

@media screen and (max-width: 44rem) {
  .width { padding: 0 1rem; }
  h1 { font-size: 1.5rem; }
  main > section, main > nav { padding: 1rem; margin-left: -0.5rem; margin-right: -0.5rem; }
  .verdict h2 { font-size: 1.6rem; } .verdict .sentence { font-size: 1.1rem; }
  .facts > div { grid-template-columns: 1fr; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td, caption { display: block; }
  tbody tr { border-bottom: 2px solid var(--line); padding: 0.5rem 0; }
  tbody th { padding: 0.25rem 0; border: 0; font-size: 1.05rem; }
  td { padding: 0.2rem 0; border: 0; }
  td.numeric { display: flex; justify-content: space-between; gap: 1rem; }
  .cell-title { display: block; color: var(--muted); font-size: 0.875rem; }
  .case > summary .tag { min-width: 0; }
  .comparison > div { display: block; }
}
@media print {
  @page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt Arial, sans-serif; } }
  :root { --page: #fff; --sunken: #fff; }
  body { font-size: 10pt; }
  .width { max-width: none; padding: 0; }
  main > nav, .to-main { display: none; }
  header, .verdict, .tag, .case-link, .bar, .warning { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  header .width { padding: 0 1rem; }
  main > section { border: 0; padding: 0; }
  main > section.verdict, main > section.warning { padding: 1rem; }
  h1 { font-size: 18pt; } h2, h3, h4, h5, h6, caption { break-after: avoid; }
  tr, .missed > li, .assertions li, main > section.verdict, main > section.warning, .case > summary { break-inside: avoid; }
  .new-page { break-before: page; }
  .sides, .comparison { display: block; }
  .case { border: 0; border-top: 1px solid var(--line); border-radius: 0; }
  pre { font-size: 7.5pt; }
  a { color: inherit; }
}
`;
