/** The page and its text: band, panels, headings, links, details, tags. */
export const PAGE = `
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text); line-height: 1.5; font-size: 1rem; overflow-wrap: anywhere;
  font-family: Arial, "Helvetica Neue", Helvetica, "Liberation Sans", sans-serif;
}
.width { max-width: 84rem; margin: 0 auto; padding: 0 1.5rem; }
header { background: var(--band); color: var(--on-band); }
header .width { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; padding-top: 0.9rem; padding-bottom: 0.9rem; }
header p { margin: 0; } header p:first-child { font-weight: 700; font-size: 1.1875rem; }
footer { border-top: 4px solid var(--band); background: var(--card); margin-top: 3rem; padding: 1rem 0; color: var(--muted); }
h1 { font-size: 2.25rem; line-height: 1.17; margin: 1.5rem 0; }
h1:has(+ .identity) { margin-bottom: 0.5rem; } .identity { max-width: none; margin-bottom: 1.25rem; color: var(--muted); }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
h3 { font-size: 1.1875rem; line-height: 1.35; margin: 1.5rem 0 0.5rem; }
h4, h5, h6 { font-size: 1rem; margin: 0; }
p, ul, ol, dl { margin: 0 0 0.75rem; }
p, li { max-width: 48rem; } .verdict p { max-width: none; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:hover { text-decoration-thickness: 3px; }
a:focus-visible, summary:focus-visible {
  outline: 4px solid transparent; background: var(--focus); color: var(--on-focus); box-shadow: 0 -2px var(--focus), 0 4px var(--on-focus);
  text-decoration: none;
}
summary:focus-visible :is(.muted, h4) { color: var(--on-focus); }
/* A link that stands by itself is as large as WCAG 2.2 asks of a target (2.5.8); within a sentence it need not be. */
.alone { display: inline-block; min-width: 1.5rem; min-height: 1.5rem; }
.to-main { position: absolute; left: -999rem; padding: 0.5rem 1rem; }
.to-main:focus { left: 0.5rem; top: 0.5rem; z-index: 1; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sprite { position: absolute; width: 0; height: 0; }
.muted { color: var(--muted); font-weight: 400; }
code, pre { font-family: Menlo, "Cascadia Mono", "Segoe UI Mono", Consolas, "Liberation Mono", monospace; font-size: 0.875em; }
pre { background: var(--sunken); border: 1px solid var(--line); padding: 0.75rem; margin: 0 0 0.5rem; white-space: pre-wrap; word-break: break-all; line-height: 1.45; font-size: 0.8125rem; }
pre code { font-size: inherit; }
.unseen { border: 1px dashed; padding: 0 0.15em; color: var(--error); background: var(--error-tint); font-family: Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.85em; unicode-bidi: isolate; }
.digest { color: var(--muted); }

main > section, main > nav, .beside > section { background: var(--card); border: 1px solid var(--line); padding: 1.5rem; margin: 0 0 1.5rem; }
main > section > :last-child, .beside > section > :last-child { margin-bottom: 0; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 0 1.5rem; align-items: stretch; }
.beside > * { min-width: 0; }
main > section.verdict { color: #fff; border: 0; }
.verdict h2 { font-size: 2rem; margin-bottom: 0.25rem; }
.verdict .sentence { font-size: 1.25rem; margin-bottom: 0.5rem; }
.verdict p { margin-bottom: 0.25rem; } .stage { margin-right: 1.25rem; } .verdict a { color: #fff; } .verdict a:focus-visible { color: var(--on-focus); }
.verdict.pass { background: var(--pass-solid); } .verdict.fail { background: var(--fail-solid); }
.verdict.error { background: var(--error-solid); } .verdict.skip { background: var(--skip-solid); }
main > section.warning { position: relative; margin-top: 2.5rem; padding-top: 2rem; background: var(--warning); border-color: var(--warning-label); }
.warning h2 { position: absolute; top: -1rem; left: -1px; margin: 0; padding: 0.3rem 1.5rem; font-size: 1.1875rem; background: var(--warning-label); color: var(--on-warning-label); }
.warning ul { margin: 0; }
main > nav { padding: 1rem 1.5rem; }
nav ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0.4rem 1.5rem; }
nav li::before { content: "— "; color: var(--muted); }

summary { cursor: pointer; padding: 0.3rem 0; }
details:not(.case) > summary { color: var(--link); text-decoration: underline; text-underline-offset: 0.15em; }
details:not(.case) > summary:focus-visible { color: var(--on-focus); text-decoration: none; }
details:not(.case)[open]::details-content { border-left: 4px solid var(--line); padding-left: 1rem; }

.tag { display: inline-flex; align-items: center; gap: 0.3em; padding: 0.1em 0.5em 0.1em 0.4em; font-size: 0.875rem; font-weight: 700; white-space: nowrap; vertical-align: baseline; border: 1px solid; }
.icon { width: 0.95em; height: 0.95em; flex: none; fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.tag.pass, .case-link.pass { color: var(--pass); background: var(--pass-tint); }
.tag.fail, .case-link.fail { color: var(--fail); background: var(--fail-tint); }
.tag.error, .case-link.error { color: var(--error); background: var(--error-tint); }
.tag.skip, .case-link.skip { color: var(--skip); background: var(--skip-tint); }
.tag.none { color: var(--muted); border-style: dashed; padding-left: 0.5em; white-space: normal; }
.case-links { display: flex; flex-wrap: wrap; gap: 0.35rem; max-width: 26rem; }
ul.case-links { list-style: none; padding: 0; margin: 0 0 0.35rem; gap: 0.35rem 0.9rem; max-width: none; } .case-links li { display: inline-flex; align-items: center; gap: 0.4rem; font-size: 0.875rem; }
.polarity { display: grid; grid-template-columns: 5rem minmax(0, 1fr); } .polarity summary { padding: 0; }
.case-link { position: relative; display: inline-flex; align-items: center; gap: 0.3em; padding: 0.1rem 0.5rem; white-space: nowrap; font-size: 0.9rem; min-height: 1.6rem; }
.note { color: var(--error); font-weight: 700; }
.missing { color: var(--fail); }

.missed { list-style: none; padding: 0; }
.missed > li { max-width: none; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2rem; padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
.missed > li > div { flex: 1 1 30rem; } .missed > li > p { flex: 0 1 18rem; font-size: 0.875rem; }
.missed p { margin: 0.25rem 0 0; } .missed .case-links { max-width: none; margin: 0.4rem 0; } .see { display: block; }`;
