import { randomBytes } from 'node:crypto';
import { SigningKeys } from '../../message/signing-keys.ts';
import { isError } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import type { RunPlan } from '../../model/plan.ts';
import type { Role } from '../../model/system-under-test.ts';
import { Redactor } from '../../redact/redactor.ts';
import { declarationsOf } from '../../run/published.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { type PreparedRun, prepareRun } from '../prepare-run.ts';
import { previewText } from '../preview-text.ts';
import { renderDiagnostic } from '../render-diagnostic.ts';
import { type CasePreview, previewCase } from '../request-preview.ts';
import { type Secrets, withSecrets } from '../secret-references.ts';
import { readSettings } from '../settings.ts';

export interface PlanOptions {
  readonly role: Role;
  readonly target?: string;
  readonly config?: string;
  readonly filter: readonly string[];
  readonly tag: readonly string[];
  /** `name.path=value` */
  readonly set: readonly string[];
  readonly package: readonly string[];
  readonly json?: boolean;
}

/** Shows what a run would send, or what it would ask a client to do and await, case by case, and sends nothing. Everything is checked as a run checks it before it begins. */
export async function plan(suites: string, options: PlanOptions, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const read = await readSettings(options, context);
  if ('problems' in read) return refuse(read.problems, terminal);
  const { settings } = read;
  const { filter, tag: tags } = options;
  const { prepared, diagnostics, files } = await prepareRun(
    { suites, role: options.role, settings, identity: settings.system, filter, tags, defects: [] },
    context,
  );
  for (const diagnostic of diagnostics.filter(isError)) terminal.err(`${renderDiagnostic(diagnostic, files)}\n`);
  if (prepared === undefined) return EXIT.usage;
  await prepared.close();
  for (const preview of previews(prepared, settings.secrets, context.now())) {
    terminal.out(options.json ? `${JSON.stringify(preview)}\n` : `${previewText(preview)}\n`);
  }
  terminal.err(
    'Nothing was sent. Ids and times are made anew by each run; ‹…› is what an earlier response will tell.\n',
  );
  return EXIT.ok;
}

function previews({ plan: planned, suites }: PreparedRun, secrets: Secrets, now: Date): readonly CasePreview[] {
  const { values } = planned;
  const redactor = new Redactor({ ...declarationsOf(planned, suites), secrets, secret: randomBytes(32) });
  const live: RunPlan = { ...planned, values: withSecrets(values, secrets) };
  const keys = new SigningKeys();
  return live.cases.map((one) => redactor.redactValue(previewCase(one, { plan: live, keys, now })));
}
