import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { HarnessError } from '../../model/harness-error.ts';
import { systemFault } from '../../model/system-fault.ts';
import type { ReportFormat } from '../../report/report-format.ts';
import { ALL_FORMATS } from '../../report/report-formats.ts';
import { hintFor } from '../../schema/suggestion.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { shortPath } from '../open-suites.ts';
import { readRun } from '../recorded-run.ts';
import { renderDiagnostic } from '../render-diagnostic.ts';

export interface ReportOptions {
  /** Names of formats; empty for all. */
  readonly format: readonly string[];
  /** A file when one format is named and it looks like one, otherwise a folder. */
  readonly out?: string;
  readonly list?: boolean;
  readonly json?: boolean;
}

/** Renders a run again in the formats asked for. What is not as it was sealed is refused, and nothing is written. */
export async function report(
  evidence: string | undefined,
  options: ReportOptions,
  { terminal, cwd }: Context,
): Promise<ExitCode> {
  if (options.list) {
    terminal.out(options.json ? `${JSON.stringify(ALL_FORMATS.map(factsOf))}\n` : formatList());
    return EXIT.ok;
  }
  if (evidence === undefined) return refuse([NOTHING_NAMED], terminal);
  const unknown = options.format.filter((name) => formatOf(name) === undefined);
  if (unknown.length > 0) return refuse(unknown.map(noFormat), terminal);

  const run = await readRun(evidence, cwd);
  if ('problems' in run) return refuse(run.problems, terminal, run.exit);
  for (const note of run.notes) terminal.err(`${renderDiagnostic(note)}\n`);
  const formats = options.format.length === 0 ? ALL_FORMATS : ALL_FORMATS.filter((one) => isNamed(one, options.format));
  const written: WrittenReport[] = [];
  for (const one of formats) {
    const path = await placeOf(one, evidence, options, cwd);
    const bytes = await one.render(run.input);
    await write(path, bytes);
    written.push({ format: one.format, file: shortPath(path, cwd), sizeBytes: bytes.length, sha256: sha256(bytes) });
  }
  terminal.out(
    options.json
      ? `${JSON.stringify(written)}\n`
      : written.map(({ format, file }) => `${format.padEnd(WIDTH)}${file}\n`).join(''),
  );
  return EXIT.ok;
}

interface WrittenReport {
  readonly format: string;
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

const isNamed = ({ format }: ReportFormat, names: readonly string[]): boolean => names.includes(format);

const formatOf = (name: string): ReportFormat | undefined => ALL_FORMATS.find(({ format }) => format === name);

/** The file that was named; or else the file's own name in the folder that was, or in one beside the evidence. */
async function placeOf(
  { fileName }: ReportFormat,
  evidence: string,
  { format, out }: ReportOptions,
  cwd: string,
): Promise<string> {
  if (out !== undefined && format.length === 1 && !(await isFolder(out, cwd))) return resolve(cwd, out);
  const beside = `${evidence.replace(/\/+$/, '').replace(/\.evidence\.zip$/, '')}.reports`;
  return join(resolve(cwd, out ?? beside), fileName);
}

/** What ends with a slash or has no extension is meant as a folder; what is one is taken for one. */
async function isFolder(out: string, cwd: string): Promise<boolean> {
  if (/[/\\]$/.test(out) || extname(out) === '') return true;
  const found = await stat(resolve(cwd, out)).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  } catch (cause) {
    const message = `${path} cannot be written: ${systemFault(cause)}`;
    const hint = 'Name another place with --out, or see to space and permissions there.';
    throw new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message, hint }, cause);
  }
}

const WIDTH = 18;

const factsOf = ({ format, fileName, mediaType }: ReportFormat) => ({ format, fileName, mediaType });

const formatList = (): string =>
  ALL_FORMATS.map(
    ({ format, fileName, mediaType }) => `${format.padEnd(WIDTH)}${fileName.padEnd(24)}${mediaType}\n`,
  ).join('');

const NOTHING_NAMED: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: 'No evidence is named',
  hint: 'Name a sealed bundle or the folder of a run; --list shows the formats.',
};

const noFormat = (name: string): Diagnostic => ({
  code: 'USAGE',
  severity: 'error',
  message: `There is no format "${name}"`,
  hint: hintFor(
    name,
    ALL_FORMATS.map(({ format }) => format),
  ),
});
