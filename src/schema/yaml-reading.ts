import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLError,
} from 'yaml';
import type { Diagnostic, SourceRef } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { JsonValue } from '../model/json.ts';
import type { Locate } from './problem.ts';

export interface YamlDocument {
  readonly file: string;
  /** Absent when the text is no YAML; present, as far as it could be read, beside other findings. */
  readonly value?: JsonValue;
  /** Where a pointer leads; for one that leads nowhere, the nearest place around it. */
  readonly locate: Locate;
  readonly diagnostics: readonly Diagnostic[];
}

/** Aliases may repeat this many nodes in all; more is an attempt to exhaust memory. */
const MAX_ALIASED_NODES = 1_000;
const MAX_DEPTH = 100;

interface Place {
  readonly key: number;
  readonly value: number;
}

/** One walk over a document that makes its value and remembers where each part of it stands. */
export class YamlReading {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #places = new Map<string, Place>();
  readonly #diagnostics: Diagnostic[] = [];
  #aliasedNodes = 0;

  constructor(file: string, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
  }

  read(document: Document.Parsed): YamlDocument {
    for (const problem of [...document.errors, ...document.warnings]) this.#reportParsing(problem);
    const locate: Locate = (pointer, part = 'value') => this.#locate(pointer, part);
    const base = { file: this.#file, locate, diagnostics: this.#diagnostics };
    if (document.errors.length > 0) return base;
    const value = this.#node(document, document.contents, '', { depth: 0, aliases: [] });
    return this.#isBomb() ? base : { ...base, value };
  }

  #isBomb(): boolean {
    return this.#diagnostics.some(({ code }) => code === 'YAML_ALIAS_BOMB');
  }

  #node(document: Document.Parsed, node: ParsedNode | null, pointer: string, trail: Trail): JsonValue {
    if (trail.depth > MAX_DEPTH) return this.#report('YAML_SYNTAX', 'Nested too deeply', node);
    if (trail.aliases.length > 0) this.#aliasedNodes += 1;
    if (this.#aliasedNodes > MAX_ALIASED_NODES) return null;
    const deeper = { ...trail, depth: trail.depth + 1 };
    if (isAlias(node)) return this.#alias(document, node, pointer, trail);
    if (isMap(node)) {
      return Object.fromEntries(node.items.map((pair) => this.#member(document, pair, pointer, deeper)));
    }
    if (isSeq(node)) {
      return node.items.map((item, index) => {
        const at = `${pointer}/${index}`;
        this.#remember(at, item, item);
        return this.#node(document, item, at, deeper);
      });
    }
    return isScalar(node) ? this.#scalar(node) : null;
  }

  #member(
    document: Document.Parsed,
    { key, value }: Pair<ParsedNode, ParsedNode | null>,
    pointer: string,
    trail: Trail,
  ): readonly [string, JsonValue] {
    if (!isScalar(key) || typeof key.value === 'object') {
      this.#report('YAML_SYNTAX', 'A key must be a text', key);
      return ['', null];
    }
    const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    this.#remember(at, key, value);
    return [name, this.#node(document, value, at, trail)];
  }

  #alias(document: Document.Parsed, alias: ParsedNode, pointer: string, trail: Trail): JsonValue {
    const target = isAlias(alias) ? alias.resolve(document) : undefined;
    const circular = target !== undefined && trail.aliases.includes(target);
    if (target === undefined || circular) return this.#report('YAML_SYNTAX', 'The alias leads nowhere', alias);
    const aliases = [...trail.aliases, target];
    const value = this.#node(document, target as ParsedNode, pointer, { depth: trail.depth + 1, aliases });
    const isOutermost = trail.aliases.length === 0;
    if (isOutermost && this.#aliasedNodes > MAX_ALIASED_NODES && !this.#isBomb()) {
      const message = `Aliases repeat more than ${MAX_ALIASED_NODES} nodes`;
      this.#report('YAML_ALIAS_BOMB', message, alias, 'Write out what they stand for, or let fewer stand for it.');
    }
    return value;
  }

  #scalar(node: Scalar): JsonValue {
    const { value, source } = node;
    if (typeof value === 'number' && source !== JSON.stringify(value)) {
      const message = `${source} would be read as the number ${value}`;
      this.#report('YAML_NUMBER', message, node, 'Put quotes around it, or write the number plainly.');
      return source ?? null;
    }
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  }

  #remember(pointer: string, key: ParsedNode | null, value: ParsedNode | null): void {
    const start = key?.range?.[0] ?? 0;
    if (!this.#places.has(pointer)) this.#places.set(pointer, { key: start, value: value?.range?.[0] ?? start });
  }

  #locate(pointer: string, part: 'key' | 'value'): SourceRef {
    const place = this.#places.get(pointer);
    if (place !== undefined) return this.#at(place[part]);
    return pointer === '' ? this.#at(0) : this.#locate(pointer.slice(0, pointer.lastIndexOf('/')), 'value');
  }

  #at(offset: number): SourceRef {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #report(code: DiagnosticCode, message: string, node: unknown, hint?: string): null {
    const offset = (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0;
    this.#diagnostics.push({
      code,
      severity: 'error',
      message,
      ...(hint === undefined ? {} : { hint }),
      location: { source: this.#at(offset) },
    });
    return null;
  }

  #reportParsing({ code, message, pos }: YAMLError): void {
    const range = { range: pos };
    if (code === 'TAG_RESOLVE_FAILED') this.#report('YAML_TAG', message, range, 'Suites use no tags of their own.');
    else this.#report('YAML_SYNTAX', message, range, 'Is the indentation right, and is everything opened also closed?');
  }
}

interface Trail {
  readonly depth: number;
  /** Anchored nodes that are being repeated. */
  readonly aliases: readonly unknown[];
}
