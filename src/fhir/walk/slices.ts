import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonValue } from '../../model/json.ts';
import type { ElementRule, Slice, Slicing } from '../compile/rule.ts';
import type { Walk } from './context.ts';
import { type Frame, fhirpathOf, pointerOf } from './frame.ts';

/** How the values of an element fall into its slices: how many in each, none outside a closed slicing, in order. */
export function slicingFindings(walk: Walk, element: ElementRule, value: JsonValue, parent: Frame): void {
  const { slicing } = element;
  const [property] = element.properties;
  if (!slicing || !property) return;
  const frame: Frame = { parent, property: property.name, name: element.name, index: undefined };
  if (walk.broken.touches(frame)) return;
  const items = Array.isArray(value) ? value : [value];
  sort(
    walk,
    slicing,
    items.map((item, index) => ({ item, index })),
    frame,
    property.source,
  );
}

interface Item {
  readonly item: JsonValue;
  readonly index: number;
}

function sort(walk: Walk, slicing: Slicing, items: readonly Item[], frame: Frame, source: string): void {
  const report = (
    code: Diagnostic['code'],
    severity: Diagnostic['severity'],
    message: string,
    id: string,
    index?: number,
  ): void => {
    const at = index === undefined ? frame : { ...frame, index };
    const location = { pointer: pointerOf(at), fhirpath: fhirpathOf(at) };
    walk.findings.push({ code, severity, message, location, rule: `${source}#${id}` });
  };
  const groups = new Map<Slice, Item[]>(slicing.slices.map((slice) => [slice, []]));
  let furthest = 0;
  for (const entry of items) {
    const position = slicing.slices.findIndex(({ matches }) => matches?.(entry.item));
    const slice = slicing.slices[position];
    if (!slice) {
      if (slicing.rules === 'closed' && slicing.slices.every(({ matches }) => matches)) {
        report(
          'SLICE_UNMATCHED',
          'error',
          `The value is in none of the slices of ${slicing.id}`,
          slicing.id,
          entry.index,
        );
      }
      continue;
    }
    groups.get(slice)?.push(entry);
    if (slicing.ordered && position < furthest) {
      report('SLICE_ORDER', 'error', `${slice.name} comes after a slice that it must precede`, slice.id, entry.index);
    }
    furthest = Math.max(furthest, position);
  }
  for (const [slice, found] of groups) {
    if (!slice.matches) {
      if (items.length > 0)
        report('SLICING_NOT_CHECKED', 'not-checked', `Values cannot be told to be in ${slice.id} offline`, slice.id);
      continue;
    }
    if (found.length < slice.min) {
      report('SLICE_MISSING', 'error', `${slice.id} needs ${slice.min}, found ${found.length}`, slice.id);
    } else if (found.length > slice.max) {
      report(
        'SLICE_TOO_MANY',
        'error',
        `${slice.id} allows ${slice.max}, found ${found.length}`,
        slice.id,
        found[slice.max]?.index,
      );
    } else if (slice.slicing) sort(walk, slice.slicing, found, frame, source);
  }
}
