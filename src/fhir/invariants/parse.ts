/** A FHIRPath expression (http://hl7.org/fhirpath/N1/#grammar), as far as constraints and suites usually go. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'quantity'; readonly value: number; readonly unit: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'this' }
  | { readonly kind: 'variable'; readonly name: string }
  /** `of` is absent at the start of a path. */
  | { readonly kind: 'member'; readonly of?: Expression; readonly name: string }
  | { readonly kind: 'call'; readonly of?: Expression; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'type'; readonly op: 'is' | 'as'; readonly of: Expression; readonly type: string };

const TOKEN =
  /[ \r\n\t]*(?:(?<string>'(?:\\.|[^'\\])*')|(?<number>[0-9]+(?:\.[0-9]+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*|`[^`\\]*`)|(?<variable>%[A-Za-z]+|\$this)|(?<symbol><=|>=|!=|[-.,()|&+=<>{}])|(?<end>$))/y;

const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'].flatMap((unit) => [
  unit,
  `${unit}s`,
]);

/** Words that name nothing unless they stand in backticks (http://hl7.org/fhirpath/N1/#keywords); the engine takes `sort` for one there. */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['true', 'false', 'and', 'or', 'xor', 'implies', 'div', 'mod', '`sort`'],
  ...UNITS,
]);

interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'variable' | 'symbol' | 'end';
  readonly text: string;
}

/** Binary operators, those that bind least first (http://hl7.org/fhirpath/N1/#operator-precedence). */
const LEVELS: readonly (readonly string[])[] = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['|'],
  ['is', 'as'],
  ['+', '-', '&'],
];

/** Undefined when the text is not within the part of the grammar that is read here; what is read is FHIRPath. */
export function parseExpression(source: string): Expression | undefined {
  const tokens = tokensOf(source);
  if (!tokens) return undefined;
  const parser = new Parser(tokens);
  try {
    return parser.whole();
  } catch (error) {
    if (error instanceof Unsupported || error instanceof RangeError) return undefined;
    throw error;
  }
}

class Unsupported extends Error {}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (TOKEN.lastIndex = 0; ; ) {
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) return undefined;
    for (const kind of ['string', 'number', 'name', 'variable', 'symbol', 'end'] as const) {
      const found = groups[kind];
      if (found !== undefined) tokens.push({ kind, text: found });
    }
    if (groups['end'] !== undefined) return tokens;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

const unquote = (text: string): string =>
  text.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped);

function nameOf(text: string): string {
  if (KEYWORDS.has(text)) throw new Unsupported();
  return text.replaceAll('`', '');
}

/** Recursive descent over the tokens of one expression. */
class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#binary(0);
    if (this.#peek().kind !== 'end') throw new Unsupported();
    return expression;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '' };
  }

  #accept(text: string): boolean {
    if (this.#peek().text !== text || this.#peek().kind === 'string') return false;
    this.#next += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw new Unsupported();
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const op = operators.find((candidate) => this.#accept(candidate));
      if (op === undefined) return left;
      if (op === 'is' || op === 'as') left = { kind: 'type', op, of: left, type: this.#typeName() };
      else left = { kind: 'binary', op, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    if (!this.#accept('-')) return this.#path();
    const operand = this.#path();
    if (operand.kind !== 'literal' || typeof operand.value !== 'number') throw new Unsupported();
    return { kind: 'literal', value: -operand.value };
  }

  #path(): Expression {
    let expression = this.#term();
    while (this.#accept('.')) expression = this.#invocation(expression);
    return expression;
  }

  #term(): Expression {
    const { kind, text } = this.#peek();
    if (this.#accept('(')) {
      const inner = this.#binary(0);
      this.#expect(')');
      return inner;
    }
    if (this.#accept('{')) {
      this.#expect('}');
      return { kind: 'empty' };
    }
    if (kind === 'name' && text !== 'true' && text !== 'false') return this.#invocation(undefined);
    this.#next += 1;
    if (kind === 'string') return { kind: 'literal', value: unquote(text) };
    if (kind === 'number') return this.#number(Number(text));
    if (kind === 'name') return { kind: 'literal', value: text === 'true' };
    if (kind !== 'variable') throw new Unsupported();
    return text === '$this' ? { kind: 'this' } : { kind: 'variable', name: nameOf(text.slice(1)) };
  }

  #number(value: number): Expression {
    const unit = UNITS.find((candidate) => this.#accept(candidate));
    return unit === undefined ? { kind: 'literal', value } : { kind: 'quantity', value, unit };
  }

  #invocation(of: Expression | undefined): Expression {
    const token = this.#peek();
    if (token.kind !== 'name') throw new Unsupported();
    this.#next += 1;
    const name = nameOf(token.text);
    const start = of === undefined ? {} : { of };
    if (!this.#accept('(')) return { kind: 'member', ...start, name };
    if ((name === 'is' || name === 'as' || name === 'ofType') && this.#tokens[this.#next + 1]?.text === ')') {
      const type = this.#typeName();
      this.#expect(')');
      return { kind: 'type', op: name === 'is' ? 'is' : 'as', of: of ?? { kind: 'this' }, type };
    }
    return { kind: 'call', ...start, name, args: this.#arguments() };
  }

  #arguments(): readonly Expression[] {
    const args: Expression[] = [];
    if (this.#accept(')')) return args;
    do args.push(this.#binary(0));
    while (this.#accept(','));
    this.#expect(')');
    return args;
  }

  #typeName(): string {
    const { kind, text } = this.#peek();
    if (kind !== 'name') throw new Unsupported();
    this.#next += 1;
    return nameOf(text);
  }
}
