import { parseDuration } from '../message/duration.ts';
import type { JsonValue } from '../model/json.ts';
import type { Assertion, AttestStep, Capture, ReceiveStep, SendStep, Step, TestCase } from '../model/suite.ts';
import { requestOf } from './api.ts';
import { checkPlaces, checkQuestions } from './check-places.ts';
import type { DeclaredAssertion, DeclaredSend, DeclaredStep } from './declared.ts';
import { assertionsUsed } from './fragments.ts';
import type { Library } from './library.ts';
import { errorAt, items, type Located, member, type Report, sourceOf } from './located.ts';
import { mutationOf } from './mutation.ts';
import type { StagedStep } from './script.ts';
import type { StagedCase } from './staging.ts';

/** The case as the model has it. A case that would judge nothing is reported. */
export function caseOf(staged: StagedCase, library: Library, report: Report): TestCase {
  const { test, act, uses } = staged;
  const { id, title, polarity, verifies, tags, twin, simulatorOnly, drive, listen } = test.value;
  const steps = staged.steps.map((step) => stepOf(step, library, report));
  reportNothingExpected(staged, report);
  checkQuestions(steps, drive !== undefined, report);
  reportNobodyListens(staged, report);
  return {
    id,
    title,
    polarity,
    verifies: [
      ...new Set([...verifies, ...steps.flatMap(({ expect }) => expect).flatMap((one) => one.verifies ?? [])]),
    ],
    tags: tags ?? [],
    ...(twin === undefined ? {} : { twin }),
    uses,
    ...(simulatorOnly === undefined ? {} : { simulatorOnly }),
    ...(drive === undefined ? {} : { drive: { do: drive.do, with: drive.with ?? {} } }),
    ...(listen === undefined ? {} : { listen }),
    steps,
    act,
    source: sourceOf(test),
  };
}

function reportNothingExpected({ test, steps, act }: StagedCase, report: Report): void {
  const step = steps.find(({ declared }) => declared.value.id === act);
  if (step === undefined || items(step.expect).length > 0 || isCount(step)) return;
  const at = member(test, 'steps') === undefined ? test : step.declared;
  const message = `Nothing is expected of the step "${act}", which the case is about`;
  report(errorAt(sourceOf(at), 'NO_ASSERTIONS', message, 'Add `expect`.'));
}

function reportNobodyListens({ test, steps }: StagedCase, report: Report): void {
  const listen = member(test, 'listen');
  if (listen === undefined || steps.some(({ declared }) => declared.value.receive !== undefined)) return;
  const message = 'The case awaits no request: nobody listens in it';
  report(errorAt(sourceOf(listen), 'WRONG_VALUE', message, '`listen` is for suites with `role: client`.'));
}

/** What is expected of it is how many requests come. */
const isCount = ({ declared }: StagedStep): boolean => declared.value.receive?.atMost !== undefined;

/** There is no one request of which anything could be expected or kept. */
function reportExpectedOfMany({ declared, expect }: StagedStep, report: Report): void {
  for (const part of [expect, member(declared, 'capture')]) {
    if (part === undefined) continue;
    const message = `"${declared.value.id}" counts requests, and looks at none of them`;
    report(errorAt(sourceOf(part), 'WRONG_VALUE', message, 'Say under `match` which requests are counted.'));
  }
}

/** A step as the model has it. */
export function stepOf(staged: StagedStep, library: Library, report: Report): Step {
  const { attest, send } = staged.declared.value;
  const step =
    send !== undefined
      ? sendStep(staged, send, library, report)
      : attest !== undefined
        ? attestStep(staged, attest, library, report)
        : receiveStep(staged, library, report);
  checkPlaces(step, library, report);
  return step;
}

function attestStep(
  staged: StagedStep,
  { ask, answer }: NonNullable<DeclaredStep['attest']>,
  library: Library,
  report: Report,
): AttestStep {
  const printed = assertionsUsed(member(staged.declared, 'printed'), library, report);
  return {
    kind: 'attest',
    ...partsOf(staged, library, report),
    attest: { ask, answer },
    printed: printed.map(assertionOf),
    mutate: [],
    lease: {},
  };
}

function partsOf({ declared, expect, captures }: StagedStep, library: Library, report: Report) {
  const { id, title, capture } = declared.value;
  return {
    id,
    ...(title === undefined ? {} : { title }),
    source: sourceOf(declared),
    expect: assertionsUsed(expect, library, report).map(assertionOf),
    capture: captures ? capturesOf(capture) : {},
  };
}

const DEFAULT_WITHIN_MS = 30_000;

function receiveStep(staged: StagedStep, library: Library, report: Report): ReceiveStep {
  const { receive, within } = staged.declared.value;
  const declared = member(staged.declared, 'receive');
  const match = declared && member(declared, 'match');
  if (isCount(staged)) reportExpectedOfMany(staged, report);
  return {
    kind: 'receive',
    ...partsOf(staged, library, report),
    receive: {
      interaction: receive?.interaction ?? '',
      match: assertionsUsed(match, library, report).map(assertionOf),
      ...(receive?.reply === undefined ? {} : { reply: receive.reply }),
      ...(receive?.atMost === undefined ? {} : { atMost: receive.atMost }),
    },
    mutate: [],
    lease: {},
    withinMs: (within === undefined ? undefined : parseDuration(within)) ?? DEFAULT_WITHIN_MS,
  };
}

function sendStep(staged: StagedStep, send: DeclaredSend, library: Library, report: Report): SendStep {
  const { declared, mutate, captures } = staged;
  const { lease, deadline, atOnce } = declared.value;
  const deadlineMs = deadline === undefined ? undefined : parseDuration(deadline);
  return {
    kind: 'send',
    ...partsOf(staged, library, report),
    send: requestOf({ ...declared, value: send, pointer: `${declared.pointer}/send` }, library.templates, report),
    mutate: mutate.flatMap((mutation) => mutationOf(mutation, report) ?? []),
    lease: captures ? (lease ?? {}) : {},
    ...(declared.value.connect === undefined ? {} : { connect: declared.value.connect }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(atOnce === undefined ? {} : { atOnce }),
  };
}

function assertionOf(declared: Located<DeclaredAssertion>): Assertion {
  const { verifies, says, ...asked } = declared.value;
  const [kind = '', args = null] = Object.entries(asked)[0] ?? [];
  return {
    kind,
    args: args as JsonValue,
    ...(verifies && { verifies }),
    ...(says !== undefined && { says }),
    source: sourceOf(declared),
  };
}

function capturesOf(declared: DeclaredStep['capture'] = {}): Readonly<Record<string, Capture>> {
  return Object.fromEntries(
    Object.entries(declared).map(([name, { fhirpath, pointer, header }]) => [
      name,
      fhirpath !== undefined
        ? { from: 'fhirpath', select: fhirpath }
        : header !== undefined
          ? { from: 'header', select: header }
          : { from: 'pointer', select: pointer ?? '' },
    ]),
  );
}
