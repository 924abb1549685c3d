import { counted } from '../../../../model/counted.ts';
import type { ExchangeRecord, StoredMessage } from '../../../../model/exchange.ts';
import { type ShownMessage, shownRequest, shownResponse } from '../../../exchange/shown-message.ts';
import { duration } from '../../../numbers.ts';
import { outcomeWords, PURPOSE_WORDS } from '../../../words.ts';
import { type Block, code, faintCode, type Inlines, muted, plain, strong } from '../../block.ts';
import { keptFiles } from './kept-files.ts';
import type { Telling } from './telling.ts';

/** What was sent and what came back; what was not the step itself in a line. */
export function exchangeBlocks(
  exchange: ExchangeRecord,
  aboutToken: boolean,
  { input, limit }: Telling,
): readonly Block[] {
  const { ref, method, url, status, timings, request, response } = exchange;
  const line: Inlines = [
    plain(`${PURPOSE_WORDS[ref.purpose]}: `),
    code(`${method} ${url}`),
    ...(status === undefined ? [] : [plain(' answered '), strong(String(status))]),
    ...(exchange.outcome === 'response' ? [] : [strong(` ${outcomeWords(exchange)}`)]),
    muted(` in ${duration(timings.totalMs)}`),
  ];
  if (ref.purpose !== 'step' && ref.purpose !== 'unexpected')
    return [{ kind: 'paragraph', small: true, text: [...line, plain(': '), ...keptFiles([exchange])] }];
  const sent = input.files.get(request.file);
  const received = response && input.files.get(response.file);
  const sides = [
    side(request, sent && shownRequest(sent, request, limit), aboutToken),
    response === undefined
      ? { says: [plain(`Nothing: ${outcomeWords(exchange)}.`)], text: '' }
      : side(response, received && shownResponse(received, response, limit, method), false),
  ];
  return [
    { kind: 'paragraph', text: line, leads: true },
    {
      kind: 'table',
      style: 'messages',
      summary: 'What was sent and what was received',
      columns: [{ title: 'Sent' }, { title: 'Received' }],
      rows: [{ cells: sides.map(({ text }) => [plain(text)]) }],
    },
    ...sides.map(
      ({ says }, place): Block => ({
        kind: 'paragraph',
        small: true,
        text: [strong(place === 0 ? 'Sent: ' : 'Received: '), ...says],
      }),
    ),
  ];
}

interface Side {
  /** Where it is kept, and what was done to show it. */
  readonly says: Inlines;
  readonly text: string;
}

function side(
  { file, sha256, wireSizeBytes, form }: StoredMessage,
  shown: ShownMessage | undefined,
  aboutToken: boolean,
): Side {
  const kept = form === 'decoded' ? ', kept decoded with values replaced' : '';
  const note = shown === undefined ? 'The message is not at hand.' : (shown.body.note ?? '');
  return {
    says: [
      plain(`${file}, ${counted(wireSizeBytes, 'byte')} on the wire${kept}, SHA-256 `),
      faintCode(sha256),
      plain(`. ${note}`),
    ],
    text: shown === undefined ? '' : messageText(shown, aboutToken),
  };
}

/** Start line and headers as they were, the token decoded when it matters, the body laid out for reading. */
function messageText({ startLine, headers, token, body }: ShownMessage, aboutToken: boolean): string {
  const head = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`)].filter((line) => line !== '');
  const parts = [
    head.join('\n'),
    token === undefined || !aboutToken ? '' : `The token, decoded:\n${token.header}\n${token.claims}`,
    body.text,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
