import { canonicalJson } from '../../../model/canonical-json.ts';
import { optionsOf } from '../../../model/citation.ts';
import { counted } from '../../../model/counted.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { ExchangeRecord, StoredMessage } from '../../../model/exchange.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { PlannedCase, RunPlan } from '../../../model/plan.ts';
import { isAsked } from '../../../model/question.ts';
import type { AssertionResult, CaseResult, StepResult } from '../../../model/result.ts';
import type { Step } from '../../../model/suite.ts';
import { type ShownMessage, shownRequest, shownResponse } from '../../exchange/shown-message.ts';
import { duration } from '../../numbers.ts';
import { placeWords } from '../../place-words.ts';
import type { ReportInput } from '../../report-format.ts';
import { answeredBy, drivenWords, unansweredWords } from '../../said.ts';
import { shortened } from '../../shortened.ts';
import { sourceTitle } from '../../sources.ts';
import { mutationWords, outcomeWords, POLARITY_WORDS, PURPOSE_WORDS, reasonOf, sentence } from '../../words.ts';
import { type Block, code, faintCode, type Inlines, muted, plain, strong } from '../block.ts';
import { caseLink, casePlace, requirementLinks, verdictTag, webLink } from '../links.ts';
import { section } from './section.ts';

/** Whether a case is told in full: what passed, and what was not judged, is summarised. */
export const isToldInFull = ({ verdict }: CaseResult): boolean => verdict === 'fail' || verdict === 'error';

/** Every case that failed or broke: what was expected, what was found, what was sent and what came back. */
export function failuresSection(input: ReportInput): readonly Block[] {
  const told = input.result.cases.filter(isToldInFull);
  if (told.length === 0) return [];
  const planned = new Map(input.plan.cases.map((one) => [one.id, one]));
  const limit = excerptLimit(told.length);
  return [
    section(
      'Failures and errors in full',
      told.flatMap((result) => caseBlocks(result, planned.get(result.id), { input, limit })),
      { newPage: true },
    ),
  ];
}

/** Bytes of each body. Many failures are shown shorter: the files hold them whole. */
const excerptLimit = (cases: number): number => (cases <= 20 ? 1_500 : cases <= 80 ? 700 : 300);

interface Telling {
  readonly input: ReportInput;
  /** Bytes of each body. */
  readonly limit: number;
}

function caseBlocks(result: CaseResult, planned: PlannedCase | undefined, telling: Telling): readonly Block[] {
  const { id, title, steps, unexpected = [] } = result;
  const act = steps.findIndex((step) => step.id === result.act);
  return [
    {
      kind: 'heading',
      level: 3,
      text: [verdictTag(result.verdict), strong(`  ${id}  ${title}`)],
      place: casePlace(id),
      bookmark: `${id} ${title}`,
    },
    ...factBlocks(result, planned, telling.input),
    ...drivenBlocks(result),
    ...steps.flatMap((step, place) => {
      const own = planned?.steps.find((one) => one.id === step.id);
      return place < act && step.verdict === 'pass' ? [sceneBlock(step)] : stepBlocks(step, own, telling);
    }),
    ...(unexpected.length === 0
      ? []
      : [
          { kind: 'heading', level: 4, text: [plain('Not expected')] } as const,
          ...unexpected.flatMap((exchange) => exchangeBlocks(exchange, false, telling)),
        ]),
  ];
}

function factBlocks(result: CaseResult, planned: PlannedCase | undefined, { plan }: ReportInput): readonly Block[] {
  const { polarity, verifies, attempt, durationMs, twin, mutations } = result;
  const reason = reasonOf(result);
  const changes = mutations.map(mutationWords).join('; ');
  return [
    {
      kind: 'paragraph',
      small: true,
      text: [
        plain(`${POLARITY_WORDS[plan.sut.role][polarity]} `),
        ...(verifies.length === 0 ? [] : [plain('Verifies '), ...requirementLinks(verifies), plain('. ')]),
        plain(`Took ${duration(durationMs)}.`),
        ...(attempt > 1 ? [plain(` Attempt ${attempt}; earlier ones are in the journal.`)] : []),
        ...(planned === undefined ? [] : [plain(` Written in ${planned.source.file}, line ${planned.source.line}.`)]),
      ],
    },
    ...(reason === undefined ? [] : [{ kind: 'paragraph', text: [plain(sentence(reason))] } as const]),
    ...(twin === undefined
      ? []
      : [
          {
            kind: 'paragraph',
            text:
              changes === ''
                ? [plain('Its positive twin is '), caseLink(twin), plain('.')]
                : [
                    plain('This is '),
                    caseLink(twin),
                    plain(' with exactly this changed: '),
                    strong(changes),
                    plain('.'),
                  ],
          } as const,
        ]),
  ];
}

/** A step that only sets the scene, and passed. */
function sceneBlock({ id, title, exchanges }: StepResult): Block {
  const files = exchanges.flatMap(({ request, response }) => [request.file, ...(response ? [response.file] : [])]);
  return {
    kind: 'paragraph',
    small: true,
    text: [plain(`Before it: ${title ?? id}, which passed. `), faintCode(files.join(', '))],
  };
}

function stepBlocks(step: StepResult, planned: Step | undefined, telling: Telling): readonly Block[] {
  const { id, title, verdict, assertions, exchanges } = step;
  const missed = assertions.filter((one) => one.verdict !== 'pass');
  const met = assertions.filter((one) => one.verdict === 'pass');
  return [
    {
      kind: 'heading',
      level: 4,
      text: [plain(`Step ${title ?? id}`), ...(verdict === undefined ? [] : [plain('  '), verdictTag(verdict)])],
    },
    ...attestBlocks(step, planned, telling.input.plan),
    ...(assertions.length === 0 && exchanges.length === 0
      ? [{ kind: 'paragraph', small: true, text: [plain('This step was not reached.')] } as const]
      : []),
    ...missed.flatMap((one) =>
      assertionBlocks(one, planned === undefined ? [] : optionsOf(planned, assertions, one), telling),
    ),
    ...(met.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            small: true,
            text: [
              plain(`${missed.length === 0 ? 'Looked at, and met' : 'Also looked at, and met'}: `),
              plain(met.map(({ message }) => message).join('; ')),
              plain('.'),
            ],
          } as const,
        ]),
    ...exchanges.flatMap((exchange) => exchangeBlocks(exchange, changesToken(planned), telling)),
  ];
}

/** A question, and who answered what to it, and when. */
function attestBlocks(
  { attested, assertions }: StepResult,
  planned: Step | undefined,
  plan: RunPlan,
): readonly Block[] {
  if (planned?.kind !== 'attest') return [];
  const answer: Inlines =
    attested === undefined
      ? [muted(unansweredWords(assertions.length > 0 && !isAsked(plan, planned)))]
      : [plain('Answered: '), strong(String(attested.answer)), plain(`, ${answeredBy(attested)}`)];
  return [
    { kind: 'paragraph', text: [plain(`Asked: ${planned.attest.ask}\n`), ...answer] },
    ...(attested?.note === undefined ? [] : [{ kind: 'paragraph', text: [plain(`Note: ${attested.note}`)] } as const]),
  ];
}

/** What the client was asked to do, and what it said. */
function drivenBlocks({ driven }: CaseResult): readonly Block[] {
  if (driven === undefined) return [];
  const { do: action, with: given, output, log = '' } = driven;
  const values = Object.entries(given).flatMap(([name, value]) => [plain(`, ${name} `), code(written(value))]);
  const said = [output, log].filter((part) => part !== '').map((part) => shortened(part, LONGEST_VALUE));
  return [
    {
      kind: 'paragraph',
      text: [plain('The client was to '), code(action), ...values, plain(`. ${drivenWords(driven)}`)],
    },
    ...said.map((part) => ({ kind: 'code', text: part }) as const),
  ];
}

const changesToken = (step: Step | undefined): boolean =>
  step?.mutate.some((mutation) => mutation.in === 'token') ?? false;

/** Longer values are in results.json. */
const LONGEST_VALUE = 600;
/** More findings than this are in results.json. */
const SHOWN_FINDINGS = 12;

function assertionBlocks(
  { kind, verdict, message, expected, actual, diagnostics, restsOn }: AssertionResult,
  options: ReturnType<typeof optionsOf>,
  { input: { plan } }: Telling,
): readonly Block[] {
  const asked: Inlines = options.flatMap(({ asks, sources }, place) => [
    ...(place === 0 ? [] : [plain('\n')]),
    code(asks),
    muted(` by ${sources.map((id) => sourceTitle(plan, id)).join(', ')}`),
  ]);
  const findings = diagnostics
    .slice(0, SHOWN_FINDINGS)
    .flatMap((finding, place) => [...(place === 0 ? [] : [plain('\n')]), ...findingWords(finding)]);
  const more = diagnostics.length - SHOWN_FINDINGS;
  const rows: readonly (readonly [name: string, value: Inlines])[] = [
    [kind, [{ text: message, as: 'strong', verdict }]],
    ...(expected === null && actual === null
      ? []
      : ([
          ['Expected', options.length > 0 ? asked : [code(written(expected))]],
          ['Found', [actual === null ? muted('nothing') : code(written(actual))]],
        ] as const)),
    ...(diagnostics.length === 0
      ? []
      : ([
          ['Findings', [...findings, ...(more > 0 ? [muted(`\nand ${more} more, all in results.json`)] : [])]],
        ] as const)),
    ...(restsOn.length === 0 ? [] : ([['Rests on', [plain(`replaced values: ${restsOn.join(', ')}`)]]] as const)),
  ];
  return [
    {
      kind: 'table',
      style: 'facts',
      summary: message,
      columns: [{ title: 'What', fits: 76 }, { title: 'Value' }],
      rows: rows.map(([name, value]) => ({ cells: [[plain(name)], value] })),
    },
  ];
}

const written = (value: JsonValue): string =>
  shortened(typeof value === 'string' ? value : canonicalJson(value), LONGEST_VALUE);

function findingWords({ code: name, severity, message, hint, location, rule, times = 1 }: Diagnostic): Inlines {
  const where = placeWords(location);
  return [
    code(name),
    muted(` ${severity} `),
    plain(message),
    ...(where === '' ? [] : [plain(' at '), code(where)]),
    ...(times > 1 ? [plain(` and ${counted(times - 1, 'place')} more`)] : []),
    ...(hint === undefined ? [] : [plain(`\n${hint}`)]),
    ...(rule === undefined ? [] : [muted('\nRule: '), webLink(rule, rule)]),
  ];
}

/** What was sent and what came back; what was not the step itself in a line. */
function exchangeBlocks(exchange: ExchangeRecord, aboutToken: boolean, { input, limit }: Telling): readonly Block[] {
  const { ref, method, url, status, timings, request, response } = exchange;
  const line: Inlines = [
    plain(`${PURPOSE_WORDS[ref.purpose]}: `),
    code(`${method} ${url}`),
    ...(status === undefined ? [] : [plain(' answered '), strong(String(status))]),
    ...(exchange.outcome === 'response' ? [] : [strong(` ${outcomeWords(exchange)}`)]),
    muted(` in ${duration(timings.totalMs)}`),
  ];
  if (ref.purpose !== 'step' && ref.purpose !== 'unexpected')
    return [{ kind: 'paragraph', small: true, text: [...line, plain(' '), faintCode(filesOf(exchange))] }];
  const sent = input.message(request.file);
  const received = response && input.message(response.file);
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

const filesOf = ({ request, response }: ExchangeRecord): string =>
  [request.file, ...(response ? [response.file] : [])].join(', ');

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
