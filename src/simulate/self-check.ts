import { readResource } from '../fhir/bytes/document.ts';
import { formatOfMediaType } from '../fhir/bytes/media-type.ts';
import { readXmlDocument } from '../fhir/bytes/xml-document.ts';
import type { Reply } from '../http/listen.ts';
import { fieldValues } from '../message/wire-head.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { SimulatorDefinition, SimulatorRules } from '../model/simulator.ts';
import { exampleRequest } from './example-request.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

type Options = Omit<SimulatorOptions, 'defects'>;

/**
 * What is wrong with the replies of a simulator without defects: to the example of each interaction in every format, and when these are
 * right, to each with every named reply that is to be valid, and of every check. A reply without a body claims nothing. Each finding is
 * that of the validator, and its source is the place where the interaction, reply or check is declared.
 */
export function selfCheck(definition: SimulatorDefinition, options: Options): readonly Diagnostic[] {
  const { rules } = definition;
  const simulator = simulatorOf(definition, { checks: {} }, options);
  const examples = Object.entries(rules.interactions).map(([name, rule]) => ({
    name,
    request: exampleRequest(rule, rules, options),
  }));
  const look: Look = (at, what, reply) =>
    faultsIn(reply, definition, options).map((fault) => placed(fault, at, what, definition));
  const usual = usualReplies(examples, simulator, rules, look);
  return usual.length > 0
    ? usual
    : [...namedReplies(examples, simulator, rules, look), ...refusals(examples, definition, options, look)];
}

interface ExampleOf {
  readonly name: string;
  readonly request: HttpRequest;
}

type Look = (at: string, what: string, reply: () => Reply) => readonly Diagnostic[];

/** What is wrong in one format is not looked for in the next. */
function usualReplies(
  examples: readonly ExampleOf[],
  simulator: Simulator,
  { formats }: SimulatorRules,
  look: Look,
): readonly Diagnostic[] {
  const asked = [...new Set(Object.values(formats.replies))];
  return examples.flatMap(({ name, request }) => {
    for (const format of asked) {
      const reply = (): Reply => simulator.handle(inFormat(request, format));
      const faults = look(`/interactions/${name}`, `the reply to ${name}`, reply);
      if (faults.length > 0) return faults;
    }
    return [];
  });
}

const namedReplies = (
  examples: readonly ExampleOf[],
  simulator: Simulator,
  { replies }: SimulatorRules,
  look: Look,
): readonly Diagnostic[] =>
  Object.entries(replies).flatMap(([reply, { on, valid = true }]) =>
    examples
      .filter(({ name }) => valid && (on === undefined || on.includes(name)))
      .flatMap(({ name, request }) =>
        look(`/replies/${reply}`, `the reply ${reply} to ${name}`, () => simulator.handle(request, { reply })),
      ),
  );

/** Every check, made to refuse what it is shown. */
function refusals(
  [example]: readonly ExampleOf[],
  definition: SimulatorDefinition,
  options: Options,
  look: Look,
): readonly Diagnostic[] {
  if (example === undefined) return [];
  return Object.entries(definition.rules.checks).flatMap(([name, { on: _on, when: _when, ...check }]) => {
    const checks = { [name]: { ...check, require: [{ value: true, equals: false }] } };
    const refusing = simulatorOf(definition, { checks, store: { resources: [], series: [] } }, options);
    return look(`/checks/${name}`, `the refusal of ${name}`, () => refusing.handle(example.request));
  });
}

const simulatorOf = (
  definition: SimulatorDefinition,
  otherwise: Partial<SimulatorRules>,
  options: Options,
): Simulator =>
  createSimulator({ ...definition, rules: { ...definition.rules, ...otherwise } }, { ...options, defects: [] });

const inFormat = (request: HttpRequest, format: string): HttpRequest => ({
  ...request,
  headers: [...request.headers, ['Accept', format]],
});

function faultsIn(
  reply: () => Reply,
  { fhirVersion }: SimulatorDefinition,
  { validator }: Options,
): readonly Diagnostic[] {
  try {
    const { headers, body } = reply().response;
    if (body.length === 0) return [];
    const [mediaType = ''] = fieldValues(headers, 'Content-Type');
    if (fhirVersion === undefined) return faultsInXml(mediaType, body);
    const format = formatOfMediaType(mediaType);
    if (format === undefined) return [noResource(mediaType)];
    const { document, diagnostics: read } = readResource(body, format, fhirVersion);
    const { diagnostics = [] } = document === undefined ? {} : validator.validate(document.resource, { read });
    return [...read, ...diagnostics].filter(isError);
  } catch (cause) {
    if (cause instanceof HarnessError) return [cause.diagnostic];
    throw cause;
  }
}

/** Without FHIR a reply must be XML at least. */
function faultsInXml(mediaType: string, body: Uint8Array): readonly Diagnostic[] {
  if (formatOfMediaType(mediaType) !== 'xml') return [noXml(mediaType)];
  const reading = readXmlDocument(body);
  return 'problem' in reading ? [reading.problem] : [];
}

const noXml = (mediaType: string): Diagnostic => ({
  code: 'XML_SYNTAX',
  severity: 'error',
  message: `The reply is no XML by its Content-Type, "${mediaType}"`,
});

const noResource = (mediaType: string): Diagnostic => ({
  code: 'NOT_A_RESOURCE',
  severity: 'error',
  message: `The reply is no FHIR by its Content-Type, "${mediaType}"`,
});

function placed(fault: Diagnostic, at: string, what: string, { places }: SimulatorDefinition): Diagnostic {
  const source = places[at];
  const where = fault.location?.fhirpath ?? fault.location?.pointer ?? '';
  return {
    ...fault,
    message: `In ${what}${where === '' ? '' : `, at ${where}`}: ${fault.message}`,
    hint: 'A simulator must be right before it is used against anyone; its examples say which requests it was tried with.',
    location: { ...fault.location, ...(source === undefined ? {} : { source }) },
  };
}
