import type { JsonValue } from '../model/json.ts';
import { colour } from './colour.ts';
import type { AwaitedPreview, CasePreview, RequestPreview, StepPreview } from './request-preview.ts';
import { printable } from './terminal.ts';

/** A case that would be carried out, for people. */
export function previewText({ id, title, polarity, twin, drive, steps }: CasePreview): string {
  const sign = polarity === 'positive' ? '+' : '-';
  const head = `${colour.bold(`${sign} ${id}`)} ${printable(title)}${twin === undefined ? '' : colour.dim(` (twin ${twin})`)}`;
  const asked =
    drive === undefined
      ? []
      : [`  the client is to ${printable(drive.do)}, with ${printable(JSON.stringify(drive.with))}`];
  return `${[head, ...asked, ...steps.flatMap(stepLines)].join('\n')}\n`;
}

function stepLines({
  id,
  title,
  request,
  awaited,
  asked,
  unknown,
  changes,
  changed,
  probes,
}: StepPreview): readonly string[] {
  const what = request === undefined ? '' : `  ${request.method} ${printable(request.url)}`;
  const when = changed ? 'changed' : 'then changed';
  return [
    `  ${colour.bold(id)} ${printable(title ?? '')}${what}`,
    ...changes.map((change) => colour.yellow(`    ${when}: ${printable(change)}`)),
    ...(awaited === undefined ? [] : [`    awaited: ${awaitedText(awaited)}`]),
    ...(asked === undefined ? [] : [`    a person is asked: ${printable(asked)}`]),
    ...(unknown === undefined ? [] : [`    not known before the run: ${printable(unknown)}`]),
    ...(probes.length === 0 ? [] : [colour.dim(`    state read: ${probes.join(', ')}`)]),
    ...(request === undefined ? [] : partLines(request)),
  ];
}

const awaitedText = ({ interaction, method, path, atMost, reply }: AwaitedPreview): string =>
  `${method} ${printable(path)} (${interaction})${atMost === undefined ? '' : `, ${atMost} at most`}${reply === undefined ? '' : `, answered by ${reply}`}`;

function partLines({ headers, token, body }: RequestPreview): readonly string[] {
  return [
    ...Object.entries(headers).map(([name, value]) => `    ${name}: ${printable(value)}`),
    ...(token === undefined ? [] : block('token', [token.header, token.claims])),
    ...(body === undefined ? [] : block('body', [body])),
  ];
}

const block = (name: string, parts: readonly JsonValue[]): readonly string[] => [
  colour.dim(`    ${name}`),
  ...parts.flatMap((part) =>
    (typeof part === 'string' ? part : JSON.stringify(part, null, 2))
      .split('\n')
      .map((line) => `      ${printable(line)}`),
  ),
];
