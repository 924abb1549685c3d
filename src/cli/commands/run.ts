import { resolve } from 'node:path';
import { loadSigner } from '../../evidence/seal/load-signer.ts';
import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../../model/exit-code.ts';
import type { RunPlan } from '../../model/plan.ts';
import { needsPerson } from '../../model/question.ts';
import type { Role } from '../../model/system-under-test.ts';
import type { ClientSide } from '../../run/reception.ts';
import { answersNamed, readAnswers } from '../answers.ts';
import { Attachments, attachedBy } from '../attachments.ts';
import { checkDrive, nobodyAt } from '../check-drive.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { driveBy } from '../drive.ts';
import { PERSON_WITHIN_MS } from '../drive-by-person.ts';
import { personAt } from '../person.ts';
import { prepareRun } from '../prepare-run.ts';
import { Progress } from '../progress.ts';
import { recipientOf } from '../recipient.ts';
import { renderDiagnostic } from '../render-diagnostic.ts';
import { runSession } from '../run-session.ts';
import { secretNames } from '../secret-references.ts';
import { sessionJson, sessionProblems, sessionSummary } from '../session-summary.ts';
import { readSettings, type Settings } from '../settings.ts';
import { signerFilesOf } from '../signing.ts';
import { readStopped } from '../stopped-run.ts';

export interface RunOptions {
  readonly target?: string;
  readonly via?: string;
  readonly config?: string;
  /** Paths of files for TLS with the provider. */
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly clientP12?: string;
  readonly ca?: string;
  readonly filter: readonly string[];
  readonly tag: readonly string[];
  /** `name.path=value` */
  readonly set: readonly string[];
  /** Folders, archives or single files with official definitions. */
  readonly package: readonly string[];
  readonly workers: number;
  /** Milliseconds. */
  readonly deadline: number;
  readonly evidence: string;
  /** What the reviewer gave for this run. */
  readonly nonce?: string;
  readonly key?: string;
  readonly cert?: string;
  readonly p12?: string;
  /** Authority that time-stamps the seal. */
  readonly tsa?: URL;
  readonly sutName?: string;
  readonly sutVersion?: string;
  readonly sutOrganisation?: string;
  readonly sutOds?: string;
  readonly sutEnvironment?: string;
  readonly defect: readonly string[];
  /** Most requests in a time, as `5/s`. */
  readonly rate?: string;
  /** Leave at the system under test what the cases made. */
  readonly keep?: boolean;
  /** Path of a certificate or key that the openings of redacted values are encrypted to. */
  readonly keepOpenings?: string;
  /** Path of a file. */
  readonly waivers?: string;
  readonly allowSkips?: boolean;
  readonly json?: boolean;
  /** Folder of a run that stopped and is to go on. */
  readonly resume?: string;
  readonly role?: Role;
  /** Of the simulator that a client under test calls. */
  readonly host?: string;
  readonly port?: number;
  /** Folder for the certificates with which a client under test calls it: then it is reached over TLS. */
  readonly tls?: string;
  /** The client calls a real provider, the target, through us. */
  readonly proxy?: boolean;
  /** Drives the client under test, whatever the configuration says. */
  readonly drive?: ClientSide['drive'];
  /** That command prints what the user of the client is shown, and logs. */
  readonly prints?: boolean;
  /** File of answers that were given beforehand. */
  readonly answers?: string;
  /** `CASE=path` of files that show something of a case. */
  readonly attach?: readonly string[];
  /** Who answers. */
  readonly attester?: string;
  /** Nobody is asked, and what asks a person is left out. */
  readonly unattended?: boolean;
  /** Milliseconds for each request of a client, in place of what its step says. */
  readonly within?: number;
}

/** Runs the suites of an interface against a provider and seals the evidence. */
export async function run(suites: string, options: RunOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const read = await readSettings(options, context);
  if ('problems' in read) return refuse(read.problems, terminal);
  const { settings } = read;
  const reading = options.resume === undefined ? undefined : readStopped(options.resume, context);
  if (reading !== undefined && 'problems' in reading) return refuse(reading.problems, terminal);
  const stopped = reading?.run;
  const role = stopped?.plan.sut.role ?? options.role ?? 'provider';
  const tls = options.tls === undefined ? undefined : resolve(cwd, options.tls);
  if (role === 'client' && settings.target !== undefined && options.proxy !== true) {
    return refuse([CLIENT_WITH_TARGET], terminal);
  }
  const unasked = role === 'client' && options.drive === undefined ? await checkDrive(settings.drive, context) : [];
  if (unasked.length > 0) return refuse(unasked, terminal);
  const { target } = settings;
  const deserted = options.proxy && target !== undefined ? await nobodyAt(target, 'The provider behind the proxy') : [];
  if (deserted.length > 0) return refuse(deserted, terminal, EXIT.harness);
  const signer = await signerFilesOf(options, context);
  if ('problem' in signer) return refuse([signer.problem], terminal);
  const { diagnostics: keyProblems } = await loadSigner(signer.files, context.now());
  if (keyProblems.some(isError)) return refuse(keyProblems, terminal);

  const named = answersNamed(options, cwd);
  const answers = named === undefined ? undefined : await readAnswers(named, cwd);
  if (answers !== undefined && 'problems' in answers) return refuse(answers.problems, terminal);

  const attachments = new Attachments(cwd);
  const attach = attachedBy(options.attach ?? []);
  const given = answers?.given.flatMap(({ attachments: paths = [] }) => paths) ?? [];
  const unattachable = await notAttached([...attach.values()].flat().concat(given), attachments);
  if (unattachable.length > 0) return refuse(unattachable, terminal);
  const recipient = await recipientOf(options.keepOpenings, cwd);
  if ('problem' in recipient) return refuse([recipient.problem], terminal);

  const { prepared, diagnostics, files } = await prepareRun(
    {
      suites,
      role,
      settings,
      identity: identityOf(options, settings.system),
      filter: options.filter,
      tags: options.tag,
      defects: options.defect,
      ...(options.nonce !== undefined && { nonce: options.nonce }),
      unattended: options.unattended ?? false,
      prints: options.prints ?? settings.drive.prints ?? false,
      ...(answers && { answers }),
      attached: [...attach.keys()],
      ...(options.host !== undefined && { host: options.host }),
      ...(options.port !== undefined && { port: options.port }),
      ...(tls !== undefined && { tlsFolder: tls }),
      ...(stopped && { stopped }),
    },
    context,
  );
  for (const diagnostic of diagnostics.filter(isError)) terminal.err(`${renderDiagnostic(diagnostic, files)}\n`);
  if (prepared === undefined) return EXIT.usage;

  const isAttended =
    context.attended && !options.json && !options.unattended && asksAnybody(prepared.plan, options, settings);
  const person = isAttended
    ? personAt(context, prepared.plan, { attester: options.attester ?? settings.attester, attachments })
    : undefined;
  const progress = new Progress(prepared.plan, terminal);
  const afterwards = settings.target === undefined || role === 'client' ? undefined : options.keep ? 'keep' : 'undo';
  if (afterwards === 'undo') context.signal.addEventListener('abort', () => terminal.err(INTERRUPTED), { once: true });
  try {
    const session = await runSession(
      {
        plan: prepared.plan,
        validator: prepared.validator,
        inputs: prepared.inputs,
        secrets: settings.secrets,
        transport: prepared.transport,
        evidence: resolve(cwd, options.evidence),
        // A client is one, and does one thing at a time.
        workers: role === 'client' ? 1 : options.workers,
        deadlineMs: options.deadline,
        signer: signer.files,
        ...(afterwards && { afterwards }),
        ...(stopped && { stopped }),
        ...(recipient.value && { recipient: recipient.value }),
        ...(prepared.client && {
          client: {
            ...prepared.client,
            drive:
              options.drive ??
              driveBy(settings.drive, context, {
                tls,
                person: person?.drive,
                secretNames: secretNames(settings.secrets),
              }),
            ...withinOf(options, person !== undefined && isByHand(prepared.plan, options, settings)),
          },
        }),
        ...(settings.tsa && { tsa: settings.tsa }),
        ...(settings.intervalMs !== undefined && { intervalMs: settings.intervalMs }),
        ...(answers && { answers }),
        ...(person && { ask: person.ask }),
        attaching: { attachments, byCase: attach },
        onEvent: (event) => progress.tell(event),
      },
      context,
    );
    progress.end();
    terminal.err(sessionProblems(session));
    terminal.out(options.json ? sessionJson(session) : sessionSummary(session, context));
    if (session.bundle === undefined) return EXIT.harness;
    const { result } = session;
    const broke = !result.complete || result.preflight.problems.some(isError) || result.verdict === 'error';
    if (broke) return EXIT.harness;
    return exitCodeOf(
      result.cases.map(({ verdict }) => verdict),
      options.allowSkips ?? false,
    );
  } finally {
    person?.leave();
    await prepared.close();
  }
}

async function notAttached(paths: readonly string[], attachments: Attachments): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  for (const path of paths) {
    const problem = await attachments.open(path);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

/** Nothing makes the client do what is asked of it. */
const isByHand = ({ sut }: RunPlan, { drive }: RunOptions, settings: Settings): boolean =>
  sut.role === 'client' && drive === undefined && !settings.drive.command && !settings.drive.url;

const asksAnybody = (plan: RunPlan, options: RunOptions, settings: Settings): boolean =>
  isByHand(plan, options, settings) || plan.cases.some((planned) => needsPerson(plan, planned));

function withinOf({ within }: RunOptions, byHand: boolean): Pick<ClientSide, 'withinMs'> {
  const withinMs = within ?? (byHand ? PERSON_WITHIN_MS : undefined);
  return withinMs === undefined ? {} : { withinMs };
}

const CLIENT_WITH_TARGET: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: 'A client has no target: it calls the simulator, whose address is told to it',
  hint: 'Leave out --target, ASSAY_TARGET and target of the configuration.',
};

const INTERRUPTED = 'Interrupted: what the cases made is cleaned up now. Interrupt again to leave it.\n';

function identityOf(options: RunOptions, system: Settings['system']): Settings['system'] {
  const given = {
    name: options.sutName,
    version: options.sutVersion,
    organisation: options.sutOrganisation,
    odsCode: options.sutOds,
    environment: options.sutEnvironment,
  };
  const stated = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...system, ...Object.fromEntries(stated) };
}
