import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { escapeText } from '../xml.ts';
import { STYLE } from './style.ts';

const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_DIGEST}'; img-src data:; base-uri 'none'; form-action 'none'`;

/**
 * One file that opens anywhere and fetches nothing. No script, and a policy under which none would run: whatever a system
 * under test wrote into its messages, it is text.
 */
export function htmlDocument(title: string, body: VNode): Buffer {
  return Buffer.from(`<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${renderToStaticMarkup(body)}
</body>
</html>
`);
}
