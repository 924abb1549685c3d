import { resolve } from 'node:path';
import { isError } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../../model/exit-code.ts';
import type { RunPlan } from '../../model/plan.ts';
import { needsPerson } from '../../model/question.ts';
import type { ClientSide } from '../../run/reception.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { driveBy } from '../drive.ts';
import { PERSON_WITHIN_MS } from '../drive-by-person.ts';
import { openingsWanting } from '../openings-wanting.ts';
import { personAt } from '../person.ts';
import { prepareRun, type RunRequest } from '../prepare-run.ts';
import { Progress } from '../progress.ts';
import { renderDiagnostic } from '../render-diagnostic.ts';
import { type RunInputs, readRunInputs } from '../run-inputs.ts';
import type { RunOptions } from '../run-options.ts';
import { runSession, type Session } from '../run-session.ts';
import { secretNames } from '../secret-references.ts';
import { sessionJson, sessionProblems, sessionSummary } from '../session-summary.ts';
import type { Settings } from '../settings.ts';

/** Runs the suites of an interface against a provider and seals the evidence. */
export async function run(suites: string, options: RunOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const read = await readRunInputs(options, context);
  if ('problems' in read) return refuse(read.problems, terminal, read.exit);
  const { settings, stopped, role, tls, signer, answers, attachments, attach, recipient } = read.inputs;
  const { prepared, diagnostics, files } = await prepareRun(requestOf(suites, options, read.inputs), context);
  for (const diagnostic of diagnostics.filter(isError)) terminal.err(`${renderDiagnostic(diagnostic, files)}\n`);
  if (prepared === undefined) return EXIT.usage;
  const wanting = stopped ? openingsWanting(stopped, recipient !== undefined) : [];
  for (const diagnostic of wanting) terminal.err(`${renderDiagnostic(diagnostic)}\n`);

  const isAttended =
    context.attended && !options.json && !options.unattended && asksAnybody(prepared.plan, options, settings);
  const person = isAttended
    ? personAt(context, prepared.plan, { attester: options.attester ?? settings.attester, attachments, tls })
    : undefined;
  const progress = new Progress(prepared.plan, terminal, () => context.now().getTime());
  const byHand = person !== undefined && isByHand(prepared.plan, options, settings);
  const afterwards = settings.target === undefined || role === 'client' ? undefined : options.keep ? 'keep' : 'undo';
  if (afterwards === 'undo') context.signal.addEventListener('abort', () => terminal.err(INTERRUPTED), { once: true });
  try {
    const session = await runSession(
      {
        plan: prepared.plan,
        suites: prepared.suites,
        validator: prepared.validator,
        inputs: prepared.inputs,
        secrets: settings.secrets,
        transport: prepared.transport,
        evidence: resolve(cwd, options.evidence),
        // A client is one, and does one thing at a time.
        workers: role === 'client' ? 1 : options.workers,
        deadlineMs: options.deadline,
        signer,
        ...(afterwards && { afterwards }),
        ...(stopped && { stopped }),
        ...(recipient && { recipient }),
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
            ...withinOf(options, byHand),
            // Whoever is asked at the terminal knows what is waited for.
            ...(!byHand && { onWaiting: (waiting) => progress.waits(waiting) }),
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
    return exitOf(session, options);
  } finally {
    person?.leave();
    await prepared.close();
  }
}

function requestOf(
  suites: string,
  options: RunOptions,
  { settings, role, tls, answers, attach, stopped }: RunInputs,
): RunRequest {
  return {
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
  };
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

function exitOf({ bundle, result }: Session, { allowSkips = false }: RunOptions): ExitCode {
  const broke = !result.complete || result.preflight.problems.some(isError) || result.verdict === 'error';
  if (bundle === undefined || broke) return EXIT.harness;
  return exitCodeOf(
    result.cases.map(({ verdict }) => verdict),
    allowSkips,
  );
}
