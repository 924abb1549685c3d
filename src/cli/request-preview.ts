import { EMPTY_RECORD } from '../judge/case-record.ts';
import { composeStep } from '../judge/compose-step.ts';
import { readingsAround } from '../judge/judge-step.ts';
import { interpolate, placeholdersOf } from '../message/interpolate.ts';
import type { SigningKeys } from '../message/signing-keys.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { Polarity, ReceiveStep, SendStep, Step, Template } from '../model/suite.ts';
import { mutationWords } from '../report/words.ts';
import { bodyTemplate, interactionOf, sharedTemplates } from '../suite/request-templates.ts';

/** What a case would send, or await of a client. Values that only an earlier response can tell stand as `‹slot.id›`. */
export interface CasePreview {
  readonly id: string;
  readonly suite: string;
  readonly title: string;
  readonly polarity: Polarity;
  readonly twin?: string;
  /** What a client would be asked to do. */
  readonly drive?: { readonly do: string; readonly with: JsonValue };
  readonly steps: readonly StepPreview[];
}

export interface StepPreview {
  readonly id: string;
  readonly title?: string;
  /** Absent when it cannot be told before the run; `unknown` then says why. */
  readonly request?: RequestPreview;
  readonly unknown?: string;
  /** The request that a client must send, how often at most, and the declared reply to it. */
  readonly awaited?: AwaitedPreview;
  /** What a person would be asked. */
  readonly asked?: string;
  /** In plain words. In a negative they are what differs from its twin. */
  readonly changes: readonly string[];
  /** False when the changes are of a body that an earlier response brings: the request stands without them. */
  readonly changed: boolean;
  /** Readings of the state around the step. */
  readonly probes: readonly string[];
}

export interface AwaitedPreview {
  readonly interaction: string;
  readonly method: string;
  readonly path: string;
  readonly atMost?: number;
  readonly reply?: string;
}

export interface RequestPreview {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Without its signature. */
  readonly token?: { readonly header: JsonValue; readonly claims: JsonValue };
  /** Parsed when it is JSON. */
  readonly body?: JsonValue;
}

interface Composing {
  /** The plan with its secrets: what is given goes through a redactor before anybody sees it. */
  readonly plan: RunPlan;
  readonly keys: SigningKeys;
  readonly now: Date;
}

export function previewCase(planned: PlannedCase, composing: Composing): CasePreview {
  const { id, suite, title, polarity, twin, drive, steps } = planned;
  const { plan } = composing;
  const given = drive && interpolate(drive.with, { values: plan.values, target: plan.sut.baseUrl }).value;
  const previews = steps.map((step) => previewStep(step, planned, composing));
  return {
    id,
    suite,
    title,
    polarity,
    ...(twin !== undefined && { twin }),
    ...(drive && { drive: { do: drive.do, with: given ?? drive.with } }),
    steps: previews,
  };
}

function previewStep(step: Step, planned: PlannedCase, composing: Composing): StepPreview {
  const { id, title, mutate } = step;
  const probes = readingsAround(planned, step).map(({ probe, when }) => `${probe} ${when}`);
  const about = { id, ...(title !== undefined && { title }), changes: mutate.map(mutationWords), probes };
  if (step.kind === 'receive') return { ...about, awaited: awaited(step, composing.plan), changed: false };
  if (step.kind === 'attest') return { ...about, asked: step.attest.ask, changed: false };
  const whole = composed(step, planned, composing);
  if ('request' in whole) return { ...about, request: whole.request, changed: true };
  const plain = composed({ ...step, mutate: [] }, planned, composing);
  if ('request' in plain) return { ...about, request: plain.request, changed: false };
  return { ...about, unknown: plain.unknown, changed: false };
}

type Preview = { readonly request: RequestPreview } | { readonly unknown: string };

function awaited({ receive }: ReceiveStep, { api }: RunPlan): AwaitedPreview {
  const { interaction, atMost, reply } = receive;
  const { method = '', path = '' } = api.interactions[interaction] ?? {};
  return { interaction, method, path, ...(atMost !== undefined && { atMost }), ...(reply && { reply }) };
}

function composed(step: SendStep, planned: PlannedCase, { plan, keys, now }: Composing): Preview {
  const { request, diagnostics } = composeStep(step, {
    plan,
    planned,
    record: { ...EMPTY_RECORD, leases: laterValues(planned, plan) },
    attempt: 1,
    name: step.id,
    now,
    keys,
    accessToken: '‹access token›',
  });
  return request === undefined
    ? { unknown: diagnostics[0]?.message ?? 'It cannot be told before the run' }
    : { request: shown(request) };
}

/** What templates can name before anything has been exchanged. */
const KNOWN: readonly string[] = ['values', 'target', 'now', 'uuid', 'interaction', 'token'];

/** A mark in the place of every value that the templates of a case take from its responses. */
function laterValues({ steps }: PlannedCase, { api }: RunPlan): JsonObject {
  const templates = steps.flatMap((step): readonly Template[] => {
    if (step.kind !== 'send') return [];
    const { send, mutate } = step;
    const changed = mutate.flatMap((mutation) => ('value' in mutation ? [mutation.value] : []));
    if (send.kind === 'same') return changed;
    const interaction = interactionOf(send, api);
    const shared = interaction === undefined ? [] : sharedTemplates(send, interaction, api);
    return [...shared, bodyTemplate(send), send.query, send.headers, ...changed];
  });
  const paths = templates.flatMap(placeholdersOf).map(({ path }) => path);
  return paths
    .filter(([root = '']) => !KNOWN.includes(root))
    .reduce<JsonObject>((marks, path) => withMark(marks, path, path.join('.')), {});
}

function withMark(marks: JsonValue | undefined, [name, ...rest]: readonly string[], text: string): JsonObject {
  const group = isJsonObject(marks) ? marks : {};
  if (name === undefined) return group;
  if (rest.length > 0) return { ...group, [name]: withMark(group[name], rest, text) };
  return { ...group, [name]: group[name] ?? `‹${text}›` };
}

function shown({ method, url, headers, body }: HttpRequest): RequestPreview {
  const authorization = headers.find(([name]) => name === 'Authorization')?.[1] ?? '';
  const token = tokenIn(authorization);
  const fields = headers.map(([name, value]) => [
    name,
    token !== undefined && name === 'Authorization' ? 'Bearer (the token)' : value,
  ]);
  return {
    method,
    url: url.replaceAll(encodeURIComponent('‹'), '‹').replaceAll(encodeURIComponent('›'), '›'),
    headers: Object.fromEntries(fields),
    ...(token && { token }),
    ...(body.length > 0 && { body: bodyShown(body) }),
  };
}

/** The parts of a JWT that say something (RFC 7519 section 3); undefined for any other text. */
function tokenIn(authorization: string): RequestPreview['token'] {
  const [header, claims] = (/^Bearer (.*)$/.exec(authorization)?.[1] ?? '').split('.').map(jsonIn);
  return header === undefined || claims === undefined ? undefined : { header, claims };
}

const jsonIn = (part: string): JsonValue | undefined => parsed(Buffer.from(part, 'base64url').toString('utf8'));

function bodyShown(body: Uint8Array): JsonValue {
  const text = Buffer.from(body).toString('utf8');
  if (text.includes('\u{fffd}')) return `${body.length} bytes that are no text`;
  return parsed(text) ?? text;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
