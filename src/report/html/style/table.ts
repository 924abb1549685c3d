/** Tables, lists of facts, and the drawings that stand in them. */
export const TABLE = `
table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
caption { text-align: left; color: var(--muted); padding-bottom: 0.5rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 2px solid var(--strong-line); overflow-wrap: normal; }
tbody th { font-weight: 700; }
.short { overflow-wrap: normal; max-width: 14rem; }
.alias { font-size: 0.8125rem; overflow-wrap: anywhere; }
.numeric { text-align: right; font-variant-numeric: tabular-nums; }
.cell-title { display: none; }
.drawn { width: 30%; min-width: 4rem; }
tr:target { background: var(--warning); }
.facts > div { display: grid; grid-template-columns: minmax(9rem, 2fr) 5fr; gap: 0.25rem 1rem; padding: 0.35rem 0; border-bottom: 1px solid var(--line); }
.facts > div:last-child { border: 0; }
.facts ul { margin: 0; padding-left: 1.25rem; }
dt { font-weight: 700; } dd { margin: 0; }
.options, .findings, .problems { margin: 0.25rem 0; padding-left: 1.25rem; }
.options { color: var(--muted); } td .options, th .options { margin: 0; padding: 0; list-style: none; font-weight: 400; }
.findings p { margin: 0.15rem 0; }

.spans { display: block; width: 100%; height: 1.25rem; }
.spans.thin { height: 0.6rem; }
.bar { margin: 0 0 1.25rem; } .bar > .spans { height: 1.75rem; }
.bar figcaption { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; margin-top: 0.6rem; }
.key { display: inline-flex; align-items: center; gap: 0.4rem; } .key .spans { width: 1.1rem; height: 1.1rem; flex: none; }
.fill-pass, .solid-pass { fill: var(--pass-solid); } .solid-fail { fill: var(--fail-solid); } .solid-error { fill: var(--error-solid); } .solid-skip { fill: var(--skip-solid); }
.solid-none { fill: var(--none-solid); } .dash { fill: var(--strong-line); }
.fill-time, .fill-middle { fill: var(--link); } .fill-range { fill: var(--strong-line); } .fill-mark { fill: var(--text); }
.hatch { fill: #fff; opacity: 0.4; }
.waterfall { list-style: none; padding: 0; max-width: 34rem; }
.waterfall li { display: grid; grid-template-columns: 8rem 4.5rem 1fr; gap: 0.75rem; align-items: center; }
.sequence { display: block; width: 100%; max-width: 40rem; margin: 0 0 1rem; }
.sequence text { fill: var(--text); font-size: 0.8125rem; text-anchor: middle; font-weight: 700; }
.sequence .over { font-weight: 400; } .sequence .aside { fill: var(--muted); }
.lane { stroke: var(--strong-line); stroke-width: 2; }
.arrow { stroke: var(--link); stroke-width: 1.5; } .arrow.aside { stroke: var(--muted); } .arrow.back { stroke-dasharray: 5 3; }
#arrow { fill: context-stroke; }`;
