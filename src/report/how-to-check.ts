/** How a reader checks a report: with a copy of Assay of their own; one that came with the evidence would prove nothing. */
export const HOW_TO_CHECK = {
  before:
    'This report is a view of the evidence it lies in. Take Assay from a place that you trust, not from the evidence, and your own list of trusted signers.',
  commands: ['assay verify BUNDLE --trust TRUSTED.pem', 'assay replay BUNDLE'],
  after:
    'The first shows that nothing was changed and who sealed it. The second judges every recorded message again and renders this report again: every verdict, and every byte of the report, must come out the same. Both exit with 0 when all is well, 4 when the evidence is invalid, and 5 when the signer or the version is not known. Without Assay, sha256sum, jq, openssl and pdfsig show the same of the seal: its README tells how, under "Verify without Assay".',
} as const;
