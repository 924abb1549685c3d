import type { PDFDocument } from 'pdfkit';
import { sha256 } from '../../model/digest.ts';
import { jsonReport } from '../json.ts';
import type { ReportInput } from '../report-format.ts';
import { titleOf } from '../title.ts';
import { attachResults } from './attachment.ts';
import type { Block } from './block.ts';
import { CONTENT_WIDTH } from './look.ts';
import { registerFaces } from './page/faces.ts';
import { markupString } from './page/file-string.ts';
import { drawStack } from './page/laid.ts';
import { lay } from './page/lay.ts';
import { Pages } from './page/pages.ts';
import { drawRunning } from './page/running.ts';
import { spelledText } from './page/spelling.ts';
import { reportBlocks } from './report.ts';
import { SameBytesDocument } from './same-bytes-document.ts';
import { addSignatureField, withByteRange } from './signature-field.ts';

/**
 * The report as PDF 1.7, built to the rules of PDF/A-3a (ISO 19005-3) and with the structure that PDF/UA-1 (ISO 14289-1) asks for, with
 * results.json attached, and with an empty signature when it is to be signed.
 */
export async function renderPdf(input: ReportInput): Promise<Buffer> {
  const results = jsonReport.render(input);
  const digest = sha256(results);
  const blocks = reportBlocks(input, digest);
  const document = newDocument(input, digest);
  const bytes = collected(document);

  registerFaces(document);
  const root = document.struct('Document');
  document.addStructure(root);
  const pages = new Pages(document, placesIn(blocks));
  drawStack(
    pages,
    root,
    blocks.map((block) => lay(block, CONTENT_WIDTH)),
  );
  drawRunning(pages, titleOf(input.result), input.result.runId);
  root.end();

  attachResults(document, results, madeAt(input));
  const signature = input.signedAt && addSignatureField(document, input.signedAt);
  document.end();
  return signature === undefined ? bytes : withByteRange(await bytes, signature);
}

/** All of it comes from the run, so the same run gives the same bytes; pdfkit derives the id of the file from it. */
function newDocument(input: ReportInput, resultsDigest: string): PDFDocument {
  const { engine } = input.result;
  return new SameBytesDocument({
    size: 'A4',
    margins: { top: 0, right: 0, bottom: 0, left: 0 },
    font: null,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    info: {
      Title: markupString(spelledText(`Test report: ${titleOf(input.result)}`, 'plain')),
      Author: 'Assay',
      Creator: `Assay ${engine.version}`,
      Producer: 'pdfkit',
      Keywords: `results.json SHA-256 ${resultsDigest}`,
      CreationDate: madeAt(input),
    },
  });
}

/** A run that was cut short has no other time than that of its start. */
const madeAt = ({ result: { startedAt, finishedAt = startedAt } }: ReportInput): Date => new Date(finishedAt);

/** Names of the places that links can lead to. */
function placesIn(blocks: readonly Block[]): ReadonlySet<string> {
  return new Set(blocks.flatMap(placesOf));
}

function placesOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return block.place === undefined ? [] : [block.place];
    case 'table':
      return block.rows.flatMap(({ place }) => place ?? []);
    case 'section':
      return block.blocks.flatMap(placesOf);
    case 'beside':
      return [...block.left, ...block.right].flatMap(placesOf);
    default:
      return [];
  }
}

function collected(document: PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
