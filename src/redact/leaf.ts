/** A text of a payload with its place, whatever the syntax. */
export interface Leaf {
  /** Name of the member or element that holds it; lists do not count. */
  readonly name: string;
  /** Name of what that stands in; empty at the root. */
  readonly container: string;
  /** Type of the innermost resource around it, as written; undefined when the resource does not say. */
  readonly resource: string | undefined;
  /** Whether it is what people read of a narrative. */
  readonly narrative: boolean;
  /** What the element that holds it refers to, as it says in `reference`. */
  readonly refersTo: () => string | undefined;
  /** Whether it is the rest of a payload, from where nobody can tell what it says. */
  readonly unreadable: boolean;
  /** Without escapes. */
  readonly text: string;
  /** Whether it was written with escapes. */
  readonly escaped: boolean;
  /** What stands for it in the payload. */
  readonly start: number;
  readonly end: number;
  readonly write: (text: string) => string;
  /** JSON pointer, or the names of the elements. */
  readonly at: () => string;
}

/** Where a payload stands when it is the text of another one. */
export interface Around {
  /** How many payloads are around it. */
  readonly depth: number;
  readonly resource: string | undefined;
  readonly narrative: boolean;
}

/** So many steps tell where something is; what stands further out is left out. */
const LONGEST_POINTER = 64;

/** A JSON pointer by its steps, the innermost first. */
export function pointerTo(stepsOutward: Iterable<string>): string {
  const steps: string[] = [];
  for (const step of stepsOutward) {
    if (steps.length === LONGEST_POINTER) return `/.../${steps.reverse().join('/')}`;
    steps.push(step);
  }
  return steps
    .reverse()
    .map((step) => `/${step}`)
    .join('');
}

/** A payload with other texts in the place of some of its leaves, which come in their order. */
export function edited(text: string, edits: readonly { readonly leaf: Leaf; readonly changed: string }[]): string {
  const parts: string[] = [];
  let kept = 0;
  for (const { leaf, changed } of edits) {
    parts.push(text.slice(kept, leaf.start), leaf.write(changed));
    kept = leaf.end;
  }
  return parts.join('') + text.slice(kept);
}
