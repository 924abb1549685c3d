import { HOW_TO_CHECK } from '../how-to-check.ts';

export function VerificationSection() {
  return (
    <section aria-labelledby="verify">
      <h2 id="verify">How to check this report</h2>
      <p>{HOW_TO_CHECK.before}</p>
      <pre>
        <code>{HOW_TO_CHECK.commands.join('\n')}</code>
      </pre>
      <p>{HOW_TO_CHECK.after}</p>
    </section>
  );
}
