/** Cases, their steps, and the messages that went to and fro. */
export const CASES = `
.suite h3 { margin-top: 2rem; }
.case { border: 1px solid var(--line); border-left: 6px solid var(--pass-solid); margin: 0 0 0.5rem; background: var(--card); }
.case.fail { border-left-color: var(--fail-solid); } .case.error { border-left-color: var(--error-solid); } .case.skip { border-left-color: var(--skip-solid); }
.case > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; padding: 0.6rem 0.9rem; list-style: none; }
.case > summary::-webkit-details-marker { display: none; }
.case > summary::before { content: ""; width: 0.5rem; height: 0.5rem; border: solid var(--muted); border-width: 0 2px 2px 0; transform: rotate(-45deg) translateY(-0.1rem); flex: none; }
.case[open] > summary::before { transform: rotate(45deg) translate(-0.1rem, -0.1rem); }
.case[open] > summary { border-bottom: 1px solid var(--line); }
.case h4 { flex: 1 1 16rem; }
.case > summary .tag { min-width: 6rem; }
.case-body { padding: 1rem 0.9rem 0.25rem; scroll-margin-top: 4rem; }
.reason, .twin { border-left: 4px solid var(--link); padding: 0.1rem 0 0.1rem 0.9rem; margin-bottom: 0.9rem; }
.twin > :last-child { margin: 0; } .twin p { margin: 0; }
.steps { list-style: none; padding: 0; counter-reset: step; }
.steps > li { max-width: none; counter-increment: step; border-top: 1px solid var(--line); padding: 0.9rem 0 0.4rem; }
.steps h5 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.6rem; margin-bottom: 0.5rem; }
.steps h5::before { content: "Step " counter(step) ":"; color: var(--muted); font-weight: 400; }
.steps .shared { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; padding: 0.4rem 0; } .shared h5 { margin: 0; } .shared > span { font-size: 0.875rem; }
.step-id { font-weight: 400; color: var(--muted); }
h6 { margin: 0.25rem 0; }
.assertions > ul { list-style: none; padding: 0; }
.assertions > ul > li { border-left: 4px solid var(--line); padding: 0.1rem 0 0.25rem 0.9rem; margin-bottom: 0.6rem; }
.assertions > ul > li.fail { border-color: var(--fail-solid); } .assertions > ul > li.error { border-color: var(--error-solid); }
.assertions > ul > li.pass { border-color: var(--pass-solid); }
.assertions p { margin: 0 0 0.25rem; }
.comparison { margin: 0 0 0.25rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); gap: 0.25rem 1.5rem; }
.comparison > div { min-width: 0; } .comparison dt { color: var(--muted); font-weight: 400; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0.5rem 1.25rem; }
.sides > * { min-width: 0; }
.sides .muted, .brief .muted, .connection { font-size: 0.875rem; }
.exchange p { margin: 0 0 0.35rem; }
.brief { border-left: 4px solid var(--line); padding-left: 0.9rem; margin-bottom: 0.6rem; }
mark { display: block; margin: 0 -0.75rem; padding: 0 0.75rem 0 0.5rem; border-left: 4px solid; color: inherit; }
mark.fault { background: var(--fault); border-left-color: var(--fail-solid); } mark.change { background: var(--change); border-left-color: var(--on-change); }
.says { display: block; margin: 0 -0.75rem; padding: 0 0.75rem 0.2rem 1.1rem; font: 700 0.8125rem/1.4 Arial, "Liberation Sans", sans-serif; border-left: 4px solid; }
.says::before { content: "\\2191\\a0" / ""; }
.says.fault { background: var(--fault); color: var(--fail); border-left-color: var(--fail-solid); } .says.change { background: var(--change); color: var(--on-change); border-left-color: var(--on-change); }
.differs { background: var(--fault); color: var(--fail); text-decoration: underline; text-decoration-thickness: 2px; }
.skipped { color: var(--muted); }
@media screen and (min-width: 64rem) {
  .sides.three { grid-template-columns: minmax(0, 5fr) minmax(0, 4fr) minmax(0, 5fr); }
}
.attachments img { max-width: 100%; height: auto; }
`;
