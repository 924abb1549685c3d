import { type Document, LineCounter, parseDocument } from 'yaml';
import type { SourceRef } from '../model/diagnostic.ts';
import { type YamlDocument, YamlReading } from './yaml-reading.ts';

/**
 * Reads one YAML 1.2 document of the core schema as JSON data with positions. What JSON cannot hold or a reader could misread is
 * refused: tags of one's own, duplicate and non-text keys, and numbers that would lose how they were written (`010`, `1.10`).
 */
export function readYaml(file: string, bytes: Uint8Array): YamlDocument {
  const text = decoded(bytes);
  if (text === undefined)
    return unreadable(file, 'The file is not UTF-8 text', 'Save it as UTF-8, without a byte order mark.');
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (document === undefined)
    return unreadable(file, 'The file is nested too deeply', 'No file of Assay needs more than a few levels.');
  return new YamlReading(file, lines).read(document);
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Undefined when the parser ran out of stack. */
function parsed(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(text, { lineCounter, schema: 'core', merge: false, prettyErrors: false, logLevel: 'error' });
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

function unreadable(file: string, message: string, hint: string): YamlDocument {
  const source: SourceRef = { file, line: 1, column: 1 };
  return {
    file,
    locate: () => source,
    diagnostics: [{ code: 'YAML_SYNTAX', severity: 'error', message, hint, location: { source } }],
  };
}
