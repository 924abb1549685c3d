import { jsonLeaves } from './json-leaves.ts';
import type { Around, Leaf } from './leaf.ts';
import { kindOfLeaf } from './person.ts';
import { mayStay, type Protection } from './protection.ts';
import { redactText } from './text-rules.ts';
import { replaceOriginals } from './whole-words.ts';
import { xmlLeaves } from './xml-leaves.ts';

/** Notes that a rule replaced something, and where. */
export type Note = (rule: string, at: string) => void;

/** Elements in which people write names as they like. */
const FREE_TEXT: ReadonlySet<string> = new Set(['display', 'div', 'text', 'comment', 'description', 'diagnostics']);

/**
 * A payload with stand-ins for secrets, for what identifies people, and for quotes of those who stood in a resource of their
 * own now or earlier in the run. Everything around them stays as it was sent.
 */
export function redactPayload(text: string, protection: Protection, note: Note, around?: Around): string {
  const leaves = leavesOf(text, around);
  const identified = new Map(leaves.map((leaf) => [leaf, identifiedBy(leaf, protection, note)]));
  const edits = leaves.flatMap((leaf) => {
    const changed = identified.get(leaf) ?? rewritten(leaf, protection, note);
    return changed === leaf.text ? [] : [{ leaf, changed }];
  });
  return edited(text, edits);
}

/** Markup or JSON, or JSON that other text surrounds. */
function leavesOf(text: string, around: Around | undefined): readonly Leaf[] {
  const start = text.search(/[^\s\ufeff]/);
  if (text[start] === '<') return xmlLeaves(text, around);
  return text.includes('{') || text.includes('[') || text[start] === '"' ? jsonLeaves(text, around) : [];
}

/** What stands for a leaf that is a secret or identifies somebody who is not declared test data. */
function identifiedBy(leaf: Leaf, protection: Protection, note: Note): string | undefined {
  const kind = kindOfLeaf(leaf);
  const { text } = leaf;
  if (kind === undefined || text.trim() === '' || wordsOf(leaf).every((word) => mayStay(kind, word, protection)))
    return undefined;
  note(kind, `body ${leaf.at()}`);
  return protection.standIns.for(kind, text);
}

/** Nobody can tell what an unreadable rest means, but declared words may be read whatever they mean. */
const wordsOf = ({ text, unreadable }: Leaf): readonly string[] =>
  unreadable ? text.split(/[\s,:{}[\]"<>=/]+/).filter((word) => word !== '') : [text];

const isPayload = (text: string): boolean => /^\s*<[a-z]|[{[]\s*["{[]/i.test(text);

/** A leaf may hold a payload itself, as a narrative or a quoted message does, or free text that quotes somebody. */
function rewritten(leaf: Leaf, protection: Protection, note: Note): string {
  const inside = isPayload(leaf.text)
    ? redactPayload(leaf.text, protection, note, aroundOf(leaf))
    : quoting(leaf, protection, note);
  // What is written without escapes is found in the text of the whole body.
  return leaf.escaped ? redacted(inside, leaf, protection, note) : inside;
}

const aroundOf = ({ resource, name, container }: Leaf): Around => ({
  resource,
  narrative: name === 'div' && container === 'text',
});

function quoting({ name, text, at }: Leaf, { standIns }: Protection, note: Note): string {
  if (name === 'resourceType') return text;
  const changed = replaceOriginals(text, standIns, !FREE_TEXT.has(name));
  if (changed !== text) note('quote', `body ${at()}`);
  return changed;
}

function redacted(text: string, { at }: Leaf, protection: Protection, note: Note): string {
  const { text: changed, rules } = redactText(text, protection);
  for (const rule of rules) note(rule, `body ${at()}`);
  return changed;
}

function edited(text: string, edits: readonly { readonly leaf: Leaf; readonly changed: string }[]): string {
  const parts: string[] = [];
  let kept = 0;
  for (const { leaf, changed } of edits) {
    parts.push(text.slice(kept, leaf.start), leaf.write(changed));
    kept = leaf.end;
  }
  return parts.join('') + text.slice(kept);
}
