/** The commands of the reader's own copy of Assay; one that came with the evidence would prove nothing. */
export function VerificationSection() {
  return (
    <section aria-labelledby="verify">
      <h2 id="verify">How to check this page</h2>
      <p>
        This page is a view of the evidence it lies in. Take Assay from a place that you trust, not from the evidence,
        and your own list of trusted signers.
      </p>
      <pre>
        <code>{`assay verify BUNDLE --trust TRUSTED.pem
assay replay BUNDLE`}</code>
      </pre>
      <p>
        The first shows that nothing was changed and who sealed it. The second judges every recorded message again and
        renders this page again: every verdict, and every byte of the page, must come out the same. Both exit with 0
        when all is well, 4 when the evidence is invalid, and 5 when the signer or the version is not known.
      </p>
    </section>
  );
}
