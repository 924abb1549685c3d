import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import type { ElementRule, Slice, Slicing } from '../compile/rule.ts';
import type { Walk } from './context.ts';
import { type Frame, locationOf } from './frame.ts';

interface Item {
  readonly value: JsonValue;
  readonly index: number;
}

/** How the values of an element fall into its slices: how many in each, none outside a closed slicing, in order. */
export function slicingFindings(walk: Walk, element: ElementRule, value: JsonValue, parent: Frame): void {
  const { slicing } = element;
  const [property] = element.properties;
  if (!slicing || !property) return;
  const { name, type } = property;
  const frame: Frame = { parent, property: name, name: element.name, index: undefined, value, type, rule: undefined };
  if (walk.broken.touches(frame)) {
    walk.skipped += slicing.slices.length;
    return;
  }
  const items = (Array.isArray(value) ? value : [value]).map((item, index) => ({ value: item, index }));
  new SlicingCheck(walk, frame, property.source).check(slicing, items);
}

type Finding = Pick<Diagnostic, 'code' | 'severity' | 'message' | 'hint'>;

/** One element's values held against its slicing, and those of a slice against the slicing of that slice. */
class SlicingCheck {
  readonly #walk: Walk;
  readonly #frame: Frame;
  readonly #source: string;

  constructor(walk: Walk, frame: Frame, source: string) {
    this.#walk = walk;
    this.#frame = frame;
    this.#source = source;
  }

  check(slicing: Slicing, items: readonly Item[]): void {
    const placed = items.map((item) => ({
      item,
      position: slicing.slices.findIndex(({ matches }) => matches?.(item.value)),
    }));
    this.#checkMembership(slicing, placed);
    slicing.slices.forEach((slice, position) => {
      const members = placed.filter((entry) => entry.position === position).map(({ item }) => item);
      // No value is in no slice, however slices are told apart.
      if (slice.matches || items.length === 0) this.#checkCount(slice, members);
      else this.#report(undecidable(slice), slice.id);
    });
  }

  /** In a closed slicing every value is in a slice; in an ordered one the slices follow each other. */
  #checkMembership(slicing: Slicing, placed: readonly { readonly item: Item; readonly position: number }[]): void {
    const isDecidable = slicing.slices.every(({ matches }) => matches);
    let furthest = 0;
    for (const { item, position } of placed) {
      if (position < 0) {
        if (slicing.rules === 'closed' && isDecidable) this.#report(unmatched(slicing), slicing.id, item.index);
        // What is in no slice comes last, so any slice after it comes too late.
        if (slicing.rules === 'openAtEnd') furthest = slicing.slices.length;
        continue;
      }
      const isLate = position < furthest && (slicing.ordered || furthest === slicing.slices.length);
      if (isLate)
        this.#report(misplaced(slicing.slices[position]), slicing.slices[position]?.id ?? slicing.id, item.index);
      furthest = Math.max(furthest, position);
    }
  }

  #checkCount(slice: Slice, members: readonly Item[]): void {
    if (members.length < slice.min) this.#report(tooFew(slice, members.length), slice.id);
    else if (members.length > slice.max)
      this.#report(tooMany(slice, members.length), slice.id, members[slice.max]?.index);
    else if (slice.slicing) this.check(slice.slicing, members);
  }

  #report(finding: Finding, id: string, index?: number): void {
    const location = locationOf({ ...this.#frame, index });
    this.#walk.findings.push({ ...finding, location, rule: `${this.#source}#${id}` });
  }
}

const undecidable = (slice: Slice): Finding => ({
  code: 'SLICING_NOT_CHECKED',
  severity: 'not-checked',
  message: `It cannot be told offline which values are in ${slice.id}`,
});

const unmatched = (slicing: Slicing): Finding => ({
  code: 'SLICE_UNMATCHED',
  severity: 'error',
  message: `The value is in none of the slices of ${slicing.id}`,
});

const misplaced = (slice: Slice | undefined): Finding => ({
  code: 'SLICE_ORDER',
  severity: 'error',
  message: `${slice?.name} comes after values that it must precede`,
});

const tooFew = (slice: Slice, count: number): Finding => {
  const sign = slice.describe();
  return {
    code: 'SLICE_MISSING',
    severity: 'error',
    message: `${slice.id} needs ${slice.min}, found ${count}`,
    ...(sign !== undefined && { hint: `A value of it ${sign}` }),
  };
};

const tooMany = (slice: Slice, count: number): Finding => ({
  code: 'SLICE_TOO_MANY',
  severity: 'error',
  message: `${slice.id} allows ${slice.max}, found ${count}`,
});
