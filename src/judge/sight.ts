import { type AssertionKind, ownSide } from '../assert/kind.ts';
import { WORDS, type Word } from '../assert/statement.ts';
import { variablesOf } from '../fhir/fhirpath-variables.ts';
import { placeholdersOf } from '../message/interpolate.ts';
import type { ExchangeRef, Redaction } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import { looksOf } from '../model/question.ts';
import type { AttestStep, Step } from '../model/suite.ts';
import { kindOf, statementKindOf } from './kinds.ts';
import { neededFrom } from './needed.ts';

/** A redaction with the exchange in which it was made. */
interface RedactedPart extends Redaction {
  readonly exchange: ExchangeRef;
}

/** Words in which something was replaced: those of the client, or the answer to the question of a step. */
interface RedactedWord {
  readonly word: Word;
  readonly step?: string;
}

export type RedactedField = RedactedPart | RedactedWord;

/** Names a redacted field in a result: `0001-02 response body /name/0/family`, `answer of told`. */
export const nameOf = (field: RedactedField): string =>
  'word' in field
    ? `${field.word} of ${field.step ?? 'the client'}`
    : `${field.exchange.id} ${field.message} ${field.at}`;

/** The words among what an event says to have been replaced in. */
export const redactedWords = (replaced: readonly string[] = [], step?: string): readonly RedactedField[] =>
  WORDS.filter((word) => replaced.includes(word)).map((word) => ({ word, ...(step !== undefined && { step }) }));

/** Whether the verdict of a result can depend on a redacted field at all. */
export type Sight = (field: RedactedField) => boolean;

/**
 * What each result of a step can see, in the order in which `judgeStep` gives them. Only what is in sight may excuse a verdict
 * that the redacted bytes do not give: a status can never rest on a redacted body.
 */
export function sightsOf(plan: RunPlan, planned: PlannedCase, step: Step): readonly Sight[] {
  if (step.kind === 'attest')
    return looksOf(plan, step).map(({ kind, args }) =>
      hearing(statementKindOf(kind)?.hears(args), planned, step, args),
    );
  const captures = Object.values(step.capture).map(({ from, select }) =>
    ownMessage(step, 'response', from === 'header' ? `header ${select}` : 'body'),
  );
  const leases = Object.values(step.lease).map((expression) =>
    either(ownMessage(step, 'response', 'body'), throughVariables(planned, expression)),
  );
  const needed = neededFrom(planned, step).map(({ path: [member = '', name = ''] }) =>
    ownMessage(step, 'response', member === 'header' ? `header ${name}` : member),
  );
  return [
    ...(step.kind === 'receive' ? [everything] : []),
    ...step.expect.map(({ kind, args }) => sightOf(kindOf(kind), args, plan, planned, step)),
    ...captures,
    ...leases,
    ...needed,
  ];
}

function sightOf(
  kind: AssertionKind | undefined,
  args: JsonValue,
  plan: RunPlan,
  planned: PlannedCase,
  step: Step,
): Sight {
  if (kind === undefined) return () => false;
  const parts = kind.looksAt?.(args, ownSide(plan.sut.role)) ?? [];
  const readings = kind.readings?.(args, step.id) ?? [];
  return either(
    ...parts.map(({ of, part }) => ownMessage(step, of, part)),
    ...readings.map(({ probe, step: at }) => probeOf(probe, at)),
    ...readings.map(({ probe }) => throughVariables(planned, plan.api.probes[probe]?.fhirpath ?? '')),
    throughVariables(planned, kind.expression?.(args) ?? ''),
    throughPlaceholders(planned, args),
  );
}

/** The words that it hears, and what its placeholders stand for. */
function hearing(word: Word | undefined, planned: PlannedCase, step: AttestStep, args: JsonValue): Sight {
  const own: Sight = (field) =>
    'word' in field && field.word === word && (field.step === undefined || field.step === step.id);
  return either(own, throughPlaceholders(planned, args));
}

const ofMessages =
  (sees: (field: RedactedPart) => boolean): Sight =>
  (field) =>
    !('word' in field) && sees(field);

const either =
  (...sights: readonly Sight[]): Sight =>
  (field) =>
    sights.some((sees) => sees(field));

/** A header by its name, or the body with all that lies in it. */
const ownMessage = (step: Step, of: Redaction['message'], part: string): Sight =>
  ofMessages(
    ({ exchange, message, at }) =>
      exchange.purpose === 'step' &&
      exchange.step === step.id &&
      message === of &&
      (at.toLowerCase() === part.toLowerCase() || at.startsWith(`${part} `)),
  );

const probeOf = (probe: string, step: string): Sight =>
  ofMessages(
    ({ exchange, message, at }) =>
      exchange.purpose !== 'step' &&
      exchange.probe === probe &&
      exchange.step === step &&
      message === 'response' &&
      /^body\b/.test(at),
  );

const everything: Sight = () => true;
const nothing: Sight = () => false;

/** What a case has captured or leased, and what its steps exchanged, may come from any redacted field. */
function throughPlaceholders(planned: PlannedCase, args: JsonValue): Sight {
  const learned = learnedNames(planned);
  return placeholdersOf(args).some(({ path: [root = ''] }) => learned.has(root)) ? everything : nothing;
}

function throughVariables(planned: PlannedCase, expression: string): Sight {
  const learned = learnedNames(planned);
  return variablesOf(expression).some((name) => learned.has(name)) ? everything : nothing;
}

const learnedNames = ({ steps }: PlannedCase): ReadonlySet<string> =>
  new Set(steps.flatMap(({ id, capture, lease }) => [id, ...Object.keys(capture), ...Object.keys(lease)]));
