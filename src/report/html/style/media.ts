/** What is other on a phone and on paper. Paper is narrow too: it is no phone. */
export const MEDIA = `
@media screen and (max-width: 56rem) {
  .width { padding: 0 1rem; }
  h1 { font-size: 1.6875rem; } h2 { font-size: 1.375rem; }
  main > section, main > nav, .beside > section { padding: 1rem; margin-left: -0.5rem; margin-right: -0.5rem; }
  .verdict h2 { font-size: 1.6rem; } .verdict .sentence { font-size: 1.1rem; }
  .warning h2 { padding: 0.3rem 1rem; }
  .facts > div { grid-template-columns: 1fr; gap: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td, caption { display: block; }
  tbody tr { border-bottom: 2px solid var(--line); padding: 0.5rem 0; }
  tbody th { padding: 0.25rem 0; border: 0; font-size: 1.05rem; }
  td { padding: 0.2rem 0; border: 0; }
  td.numeric { display: flex; justify-content: space-between; gap: 1rem; }
  td.drawn { width: auto; }
  .cell-title { display: block; color: var(--muted); font-size: 0.875rem; }
  .case > summary .tag { min-width: 0; }
  .waterfall li { grid-template-columns: 1fr 4.5rem; gap: 0 0.5rem; } .waterfall .spans { grid-column: 1 / -1; }
}
@media print {
  @page { size: A4; margin: 14mm 14mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt Arial, sans-serif; } }
  :root { --page: #fff; --sunken: #f4f7f8; }
  /* Every size follows this one. */
  html { font-size: 9.5pt; } body { line-height: 1.4; }
  .width { max-width: none; padding: 0; }
  main > nav, .to-main { display: none; }
  header, .verdict, .tag, .case-link, .spans, .warning, .warning h2, mark, .says { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  header .width { padding: 0.5rem 1rem; }
  main > section, .beside > section { border: 0; padding: 0; }
  main > section.verdict { padding: 1rem; } main > section.warning { padding: 1.5rem 1rem 1rem; border: 1px solid; }
  .beside { grid-template-columns: 1fr 1fr; }
  h2 { margin-bottom: 0.5rem; }
  h1, h2, h3, h4, h5, h6, caption { break-after: avoid; }
  tr, .missed > li, .assertions li, main > section.verdict, main > section.warning, .case > summary, .facts > div, .sequence { break-inside: avoid; }
  th, td { padding: 0.3rem 0.8rem 0.3rem 0; }
  .new-page { break-before: page; }
  /* What can be opened on a screen is open on paper, but for the cases and what belongs to their messages. */
  main > section:not([aria-labelledby="cases"]) details::details-content { content-visibility: visible; }
  main > section:not([aria-labelledby="cases"]) details:not(.case) > summary { color: inherit; text-decoration: none; }
  .sides.three { grid-template-columns: 1fr 1fr; } .sides.three > .assertions { grid-column: 1 / -1; grid-row: 1; }
  .case { border-width: 1px 0 0; }
  .case > summary { padding-left: 0; } .case-body { padding: 0.5rem 0; }
  pre { border: 0; }
  a { color: inherit; }
}
`;
