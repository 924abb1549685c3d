import { canonicalJson } from '../../model/canonical-json.ts';
import type { JsonValue } from '../../model/json.ts';
import { shortened } from '../shortened.ts';
import { visibleRuns } from '../visible-text.ts';

/** Text of any origin. What a reader could not see is shown as an escape that looks like one. */
export function Text({ value }: { readonly value: string }) {
  return visibleRuns(value).map(({ text, escaped }) => (escaped ? <span class="unseen">{text}</span> : text));
}

/** Text of any origin that stands for itself: a header, a path, an id. */
export function Code({ value }: { readonly value: string }) {
  return (
    <code>
      <Text value={value} />
    </code>
  );
}

const LONGEST_VALUE = 1_500;

/** A value that was expected or found. */
export function Value({ value }: { readonly value: JsonValue }) {
  return <Code value={valueText(value)} />;
}

/** The same as text. */
export const valueText = (value: JsonValue): string =>
  shortened(typeof value === 'string' ? value : canonicalJson(value), LONGEST_VALUE);

/** A link if it leads to a web page over TLS, otherwise the text alone. */
export function WebLink({ url, children }: { readonly url: string; readonly children: preact.ComponentChildren }) {
  return /^https:\/\/[^\s<>"]+$/.test(url) ? (
    <a href={url} rel="noreferrer">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );
}

/** A digest, shown so that it can wrap and be copied. */
export function DigestText({ value }: { readonly value: string }) {
  return <code class="digest">{value}</code>;
}
