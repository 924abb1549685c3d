import { createRequire } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { JournalEvent } from '../model/event.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { TestCase, TestSuite } from '../model/suite.ts';
import { Stories } from './case-stories.ts';
import { type Context, processContext } from './context.ts';
import { type MochaTest, Shown } from './mocha-shown.ts';
import { openSuites } from './open-suites.ts';
import { prepareRun } from './prepare-run.ts';
import { renderDiagnostic } from './render-diagnostic.ts';
import { runSession, type Session } from './run-session.ts';
import { sessionProblems, sessionSummary } from './session-summary.ts';
import { readSettings } from './settings.ts';
import { signerFilesOf } from './signing.ts';

/** What mocha gives to the files that it loads. */
interface MochaGlobals {
  readonly describe: (title: string, declare: () => void) => void;
  readonly it: (title: string, test: (this: MochaTest) => Promise<void>) => void;
}

interface Host {
  /** Declares the cases of a suite file as mocha tests. */
  readonly declareSuite: (file: string, mocha: MochaGlobals) => void;
  readonly rootHooks: { readonly beforeAll: () => Promise<void>; readonly afterAll: () => Promise<void> };
}

const WORKERS = 2;
const DEADLINE_MS = 10_000;
const DEFAULT_SUITES = 'suites/uec-booking';

/**
 * The suites as mocha tests. `ASSAY_TARGET` names the provider; without it the reference provider is tested, with the
 * defects that `ASSAY_DEFECT` lists. Verdicts come from the journal; mocha only shows them.
 */
export async function hostSuites(process: NodeJS.Process): Promise<Host> {
  const context = processContext();
  const { loaded, diagnostics, files } = await openSuites(DEFAULT_SUITES, context.cwd);
  for (const diagnostic of diagnostics.filter(isError))
    context.terminal.err(`${renderDiagnostic(diagnostic, files)}\n`);
  if (loaded === undefined) process.exit(2);

  const stories = new Stories();
  const selected = selectedBy(mochaOptions(process.argv.slice(2)));
  const chosen = loaded.suites.flatMap((suite) => suite.cases.filter((one) => selected(titleOf(suite, one))));
  const shown = new Shown();
  let session: Promise<Session> | undefined;
  return {
    declareSuite: (file, mocha) => {
      const path = relative(dirname(dirname(resolve(context.cwd, DEFAULT_SUITES))), file)
        .split(sep)
        .join('/');
      for (const suite of loaded.suites.filter(({ source }) => source.file === path))
        declare(suite, stories, shown, mocha);
    },
    rootHooks: {
      beforeAll: async () => {
        if (chosen.length === 0) return;
        session = runChosen(chosen, stories, context);
        session.catch((cause: unknown) => stories.fail(cause));
      },
      afterAll: () => shown.end(session),
    },
  };
}

const titleOf = (suite: TestSuite, { id, title }: TestCase): string => `${suite.title} ${id} ${title}`;

interface MochaSelection {
  readonly grep?: string | RegExp;
  readonly fgrep?: string;
  readonly invert?: boolean;
}

/** The options as mocha itself reads them. */
function mochaOptions(argv: readonly string[]): MochaSelection {
  const { loadOptions } = createRequire(import.meta.url)('mocha/lib/cli/index.js') as {
    readonly loadOptions: (argv: readonly string[]) => MochaSelection;
  };
  return loadOptions(argv);
}

/** Which tests mocha will run, so that no other case is carried out, but for the twins of these. */
function selectedBy({ grep, fgrep, invert = false }: MochaSelection): (title: string) => boolean {
  if (fgrep !== undefined) return (title) => title.includes(fgrep) !== invert;
  if (grep === undefined) return () => true;
  const pattern = typeof grep === 'string' ? new RegExp(grep) : grep;
  return (title) => pattern.test(title) !== invert;
}

function declare(suite: TestSuite, stories: Stories, shown: Shown, { describe, it }: MochaGlobals): void {
  describe(suite.title, () => {
    for (const { id, title, verifies } of suite.cases) {
      it(`${id} ${title}`, async function (this: MochaTest) {
        const story = await stories.of(id).catch((cause: unknown) => {
          throw shown.fault(cause);
        });
        this.test.context = [
          { title: 'Verifies', value: verifies },
          { title: 'Exchanges', value: story.exchanges },
        ];
        shown.story(story, this);
      });
    }
  });
}

async function runChosen(chosen: readonly TestCase[], stories: Stories, context: Context): Promise<Session> {
  const { env, terminal, cwd } = context;
  const target = env.ASSAY_TARGET === '' ? undefined : env.ASSAY_TARGET;
  const read = await readSettings({ ...(target === undefined ? {} : { target }), set: [] }, context);
  if ('problems' in read) throw firstOf(read.problems);
  const { settings } = read;
  const signer = await signerFilesOf({}, context);
  if ('problem' in signer) throw new HarnessError(signer.problem);

  const { prepared, diagnostics: found } = await prepareRun(
    {
      suites: DEFAULT_SUITES,
      role: 'provider',
      settings,
      identity: settings.system,
      filter: chosen.map(({ id }) => id),
      tags: [],
      defects: (env.ASSAY_DEFECT ?? '').split(',').filter((name) => name !== ''),
    },
    context,
  );
  if (prepared === undefined) throw firstOf(found);
  try {
    const { plan, suites, validator, inputs, transport } = prepared;
    const evidence = resolve(cwd, env.ASSAY_EVIDENCE ?? 'evidence');
    const onEvent = (event: JournalEvent): void => stories.tell(event);
    const request = {
      plan,
      suites,
      validator,
      inputs,
      secrets: settings.secrets,
      transport,
      evidence,
      workers: WORKERS,
      deadlineMs: DEADLINE_MS,
      signer: signer.files,
      ...(settings.tsa && { tsa: settings.tsa }),
      ...(settings.intervalMs !== undefined && { intervalMs: settings.intervalMs }),
      ...(settings.target !== undefined && { afterwards: 'undo' as const }),
      onEvent,
    };
    const session = await runSession(request, context);
    terminal.err(sessionProblems(session) + sessionSummary(session, context));
    return session;
  } finally {
    await prepared.close();
  }
}

function firstOf(diagnostics: readonly Diagnostic[]): Error {
  const problem = diagnostics.find(isError);
  return problem === undefined ? new Error('The run could not be prepared') : new HarnessError(problem);
}
