import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { createValidator, type Validator } from '../fhir/validator.ts';
import { makeTestPki } from '../http/test-pki.ts';
import { type Transport, transportPlan } from '../http/transport.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import type { RunPlan, Selection } from '../model/plan.ts';
import type { TestSuite } from '../model/suite.ts';
import { REDACTION_FILE } from '../model/supplier-file.ts';
import { REFERENCE_PROVIDER, type Role, type SystemUnderTest } from '../model/system-under-test.ts';
import { WAIVERS_FILE } from '../model/waiver.ts';
import type { ClientSide } from '../run/reception.ts';
import { hintFor } from '../schema/suggestion.ts';
import { withDefects } from '../simulate/defects.ts';
import { planRun } from '../suite/plan.ts';
import { type Answers, checkAnswers } from './answers.ts';
import { clientUnderTest, type OwnProvider, type System } from './client-under-test.ts';
import type { Context } from './context.ts';
import { packageVersion, readEngine } from './engine.ts';
import { checkHeaderValues } from './header-values.ts';
import { readInput } from './named-input.ts';
import { checkNeededValues } from './needed-values.ts';
import { type OpenedSuites, openSuites } from './open-suites.ts';
import { requireProvider, serveProvider } from './reference-provider.ts';
import { checkUnpublished, type Secrets, withSecrets } from './secret-references.ts';
import type { Settings } from './settings.ts';
import { askedOtherwise, differences, openStored, type StoppedRun } from './stopped-run.ts';
import { transportOf } from './test-certificates.ts';
import { patientsOutsideTests } from './test-patients.ts';
import { checkTokenSettings } from './token-settings.ts';
import { expiredWaivers } from './waivers-file.ts';

export interface RunRequest {
  /** Path of the interface's folder. */
  readonly suites: string;
  readonly role: Role;
  /** Without a target the reference provider is started and tested. */
  readonly settings: Pick<
    Settings,
    'target' | 'packages' | 'waivers' | 'redaction' | 'tsa' | 'values' | 'secrets' | 'transport' | 'placed'
  >;
  readonly identity: Omit<SystemUnderTest, 'role' | 'baseUrl'>;
  readonly filter: readonly string[];
  readonly tags: readonly string[];
  /** Defects of the reference provider. */
  readonly defects: readonly string[];
  /** What the reviewer gave for this run. */
  readonly nonce?: string;
  /** Nobody answers questions. */
  readonly unattended?: boolean;
  /** What drives the client prints what its user is shown. */
  readonly prints?: boolean;
  /** Given beforehand. */
  readonly answers?: Answers;
  /** Ids of cases to which something is attached. */
  readonly attached?: readonly string[];
  /** Where a client under test finds the simulator. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** Over TLS, with the certificates of clients written into this folder. */
  readonly tlsFolder?: string;
  /** The run that goes on: its suites and its selection count, and not those of the request. */
  readonly stopped?: StoppedRun;
}

/** A run that can begin. `close` ends the reference provider, if there is one. */
export interface PreparedRun {
  readonly plan: RunPlan;
  /** All that the interface has, selected or not. */
  readonly suites: readonly TestSuite[];
  readonly validator: Validator;
  readonly inputs: FileSet;
  readonly transport: Transport;
  /** How a client under test is dealt with, but for how it is asked. */
  readonly client?: Omit<ClientSide, 'drive'>;
  readonly close: () => Promise<void>;
}

export interface Preparation {
  /** Absent when there is any error. */
  readonly prepared?: PreparedRun;
  readonly diagnostics: readonly Diagnostic[];
  /** For showing the findings in their files. */
  readonly files: FileSet;
}

/** Opens the suites, sees to it that there is a system under test, and plans. */
export async function prepareRun(request: RunRequest, context: Context): Promise<Preparation> {
  if (request.settings.target !== undefined && request.defects.length > 0) {
    return { files: new Map(), diagnostics: [DEFECTS_OF_ANOTHER] };
  }
  const { stopped } = request;
  const nonce = stopped ? stopped.plan.nonce : request.nonce;
  if (stopped !== undefined && isOwnProvider(request)) return { files: new Map(), diagnostics: [ENDED_WITH_IT] };
  const otherwise = stopped ? askedOtherwise(request, stopped) : [];
  if (otherwise.length > 0) return { files: new Map(), diagnostics: otherwise };
  const { loaded, files, diagnostics } = stopped
    ? await openAgain(stopped, request, context)
    : await openNamed(request, context);
  if (loaded === undefined || diagnostics.some(isError)) return { files, diagnostics };

  const { values, secrets, tsa, placed } = request.settings;
  const validator = createValidator(loaded.api.fhirVersion, loaded.definitions);
  const system = await systemUnderTest(request, { files, api: loaded.api.id, validator }, context);
  const planned = planRun(loaded, {
    sut: system.sut,
    transport: transportPlan(system.transport),
    values,
    testPatients: patientsOutsideTests(values),
    selection: stopped?.plan.selection ?? selectionOf(request),
    ...(nonce !== undefined && { nonce }),
    ...(tsa && { timeAuthority: `${tsa.origin}${tsa.pathname}` }),
    salt: stopped?.plan.salt ?? randomBytes(16).toString('hex'),
    engine: await readEngine(context.nodeVersion),
  });
  const { plan } = planned;
  const found =
    plan === undefined
      ? planned.diagnostics
      : [...checkValues(plan, secrets, loaded.inputs), ...differences(plan, stopped)];
  const { answers } = request;
  const misgiven = answers ? checkAnswers(answers, { suites: loaded.suites, sut: system.sut, now: context.now() }) : [];
  const all = [...diagnostics, ...found.map(placed), ...misgiven, ...attachedToNone(request, loaded.suites)];
  if (plan === undefined || all.some(isError)) {
    await system.close();
    return { files, diagnostics: all };
  }
  const { inputs, suites } = loaded;
  const { transport, client, close } = system;
  const prepared = { plan, suites, validator, inputs, transport, ...(client && { client }), close };
  return { prepared, files, diagnostics: all };
}

const ENDED_WITH_IT: Diagnostic = {
  code: 'RESUME_DIFFERS',
  severity: 'error',
  message: 'The run tested the reference provider, which ended with it',
  hint: 'Begin a new run: leave out --resume. Or name the target that the run had.',
};

/** The suites that the run was begun with. A client meets the simulator of those that are there, which is no input of the plan. */
async function openAgain(stopped: StoppedRun, request: RunRequest, context: Context): Promise<OpenedSuites> {
  const stored = openStored(stopped);
  if (request.role !== 'client') return stored;
  const { files } = await openNamed(
    { ...request, suites: join(dirname(request.suites), stopped.plan.api.id) },
    context,
  );
  return { ...stored, files: new Map([...files, ...stored.files]) };
}

/** The suites that the request names, with the waivers and the policy of redaction that go with them. */
async function openNamed({ suites, settings, filter, tags }: RunRequest, { cwd, now }: Context): Promise<OpenedSuites> {
  const waivers = await readInput(settings.waivers, WAIVERS_FILE, cwd);
  const redaction = await readInput(settings.redaction, REDACTION_FILE, cwd);
  const opened = await openSuites(suites, cwd, settings.packages, new Map([...waivers.files, ...redaction.files]), {
    filter,
    tags,
  });
  const expired = expiredWaivers(opened.loaded?.waivers ?? [], now());
  return {
    ...opened,
    diagnostics: [
      ...waivers.diagnostics,
      ...redaction.diagnostics,
      ...[...opened.diagnostics, ...expired].map(waivers.placed).map(redaction.placed),
    ],
  };
}

const attachedToNone = ({ attached = [] }: RunRequest, suites: readonly TestSuite[]): readonly Diagnostic[] => {
  const ids = suites.flatMap(({ cases }) => cases.map(({ id }) => id));
  return attached
    .filter((id) => !ids.includes(id))
    .map((id) => ({
      code: 'UNKNOWN_CASE',
      severity: 'error',
      message: `There is no case "${id}" to attach anything to`,
      hint: hintFor(id, ids),
    }));
};

const selectionOf = (request: RunRequest): Selection => ({
  filter: request.filter,
  tags: request.tags,
  simulator: isOwnProvider(request),
  ...(request.unattended && { unattended: true }),
  ...(request.prints && { prints: true }),
});

const isOwnProvider = ({ role, settings }: RunRequest): boolean => role === 'provider' && settings.target === undefined;

const checkValues = (plan: RunPlan, secrets: Secrets, inputs: FileSet): readonly Diagnostic[] => [
  ...checkNeededValues(plan),
  ...checkHeaderValues(plan, withSecrets(plan.values, secrets)),
  ...checkTokenSettings(plan, withSecrets(plan.values, secrets)),
  ...checkUnpublished(plan.values, secrets, inputs),
];

const DEFECTS_OF_ANOTHER: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: 'Only the reference provider has defects, and a target is named',
  hint: 'Leave out --defect, or the target: of the configuration, --target or ASSAY_TARGET.',
};

/** A client that was told an address finds us there again. */
function atSameAddress(request: RunRequest): RunRequest {
  if (request.stopped === undefined) return request;
  const { hostname, port } = new URL(request.stopped.plan.sut.baseUrl);
  const host = request.host ?? hostname.replace(/^\[(.*)\]$/, '$1');
  return { ...request, host, port: request.port || Number(port) };
}

async function systemUnderTest(request: RunRequest, own: OwnProvider, context: Context): Promise<System> {
  const { role, identity, defects } = request;
  if (role === 'client') return clientUnderTest({ ...atSameAddress(request), ...request.settings }, own, context);
  const { target, transport } = request.settings;
  if (target !== undefined) return { sut: { ...identity, role, baseUrl: target }, transport, close: async () => {} };
  const definition = requireProvider(own.files, `suites/${own.api}`);
  const pki = await makeTestPki(context.now(), withDefects(definition, defects).transport.certificate);
  const listener = await serveProvider(definition, {
    port: 0,
    defects,
    validator: own.validator,
    pki,
    now: context.now,
  });
  const sut: SystemUnderTest = {
    ...(identity.name === undefined && { name: REFERENCE_PROVIDER, version: await packageVersion() }),
    ...identity,
    role,
    baseUrl: listener.url,
  };
  return { sut, transport: transportOf(pki), close: () => listener.close() };
}
