import { type Decoded, mayHoldCode, redactCoded, redactData } from './coded.ts';
import { jsonLeaves } from './json-leaves.ts';
import { type Around, edited, type Leaf } from './leaf.ts';
import { kindOfLeaf } from './person.ts';
import { mayStay, type Protection } from './protection.ts';
import { redactText } from './text-rules.ts';
import { replaceOriginals } from './whole-words.ts';
import { xmlLeaves } from './xml-leaves.ts';

/** Notes that a rule replaced something, and where. */
export type Note = (rule: string, at: string) => void;

/** Elements in which people write names as they like. */
const FREE_TEXT: ReadonlySet<string> = new Set(['display', 'div', 'text', 'comment', 'description', 'diagnostics']);

const OUTERMOST: Around = { depth: 0, resource: undefined, narrative: false };

/** What is nested deeper is withheld: nobody writes such, and looking on would have no end. */
const DEEPEST = 8;

/** A whole text, payload or not, with stand-ins for what may not be written. Everything around them stays as it was sent. */
export function redactWhole(text: string, protection: Protection, note: Note, around = OUTERMOST): string {
  const leaves = leavesOf(text, around);
  const { text: changed, rules } = redactText(redactLeaves(text, leaves, protection, note, around), protection);
  for (const rule of rules) note(rule, 'body');
  return leaves.length === 0 ? redactProse(changed, protection, note, around) : changed;
}

/**
 * A payload with stand-ins for secrets, for what identifies people, and for quotes of those who stood in a resource of their
 * own now or earlier in the run.
 */
function redactLeaves(
  text: string,
  leaves: readonly Leaf[],
  protection: Protection,
  note: Note,
  around: Around,
): string {
  const identified = leaves.map((leaf) => identifiedBy(leaf, protection, note));
  const edits = leaves
    .map((leaf, place) => ({ leaf, changed: identified[place] ?? rewritten(leaf, protection, note, around) }))
    .filter(({ leaf, changed }) => changed !== leaf.text);
  return edited(text, edits);
}

/** Text that is no payload: what is coded in it, and quotes of those who are known. */
function redactProse(text: string, protection: Protection, note: Note, { depth }: Around): string {
  const readable = redactCoded(
    text,
    decodedIn(protection, note, () => 'body', depth),
  );
  const changed = replaceOriginals(readable, protection);
  if (changed !== readable) note('quote', 'body');
  return changed;
}

/**
 * A header, a start line or a text of the record. Quotes come last: nothing that stands for another value is ever read as a payload or a
 * code.
 */
export function redactLine(
  text: string,
  protection: Protection,
  note: (rule: string) => void,
  mayBeCode = true,
): string {
  const { text: ruled, rules } = redactText(text, protection);
  for (const rule of rules) note(rule);
  const decoded = decodedIn(protection, note, () => '', OUTERMOST.depth);
  const readable = redactCoded(isPayload(ruled) && !ESCAPED_MARKUP.test(ruled) ? decoded.text(ruled) : ruled, decoded);
  const changed = replaceOriginals(readable, protection, mayBeCode);
  if (changed !== readable) note('quote');
  return changed;
}

/** Attributes whose quotes are escaped are read when the escapes are gone. */
const ESCAPED_MARKUP = /<[a-z][^<>]*=\s*\\"/i;

/** Redacts what was coded, and says that it stands where the code does. */
function decodedIn(protection: Protection, note: Note, at: () => string, depth: number): Decoded {
  const withheld = (run: string): string => {
    if (mayStay('data', run, protection)) return run;
    const standIn = protection.standIns.for('data', run);
    note('data', at());
    return standIn;
  };
  return {
    withheld,
    text: (text) =>
      depth < DEEPEST
        ? redactWhole(text, protection, (rule) => note(rule, at()), { ...OUTERMOST, depth: depth + 1 })
        : withheld(text),
  };
}

/** Markup or JSON, whichever begins first; other text may surround it. */
function leavesOf(text: string, around: Around): readonly Leaf[] {
  const [mark] = /^[\s\ufeff]*"|<[a-z!?]|[{[]/i.exec(text) ?? [];
  if (mark === undefined) return [];
  return mark.startsWith('<') ? xmlLeaves(text, around) : jsonLeaves(text, around);
}

/** What stands for a leaf that is a secret or identifies somebody who is not declared test data. */
function identifiedBy(leaf: Leaf, protection: Protection, note: Note): string | undefined {
  const kind = kindOfLeaf(leaf, protection.rules);
  const { text } = leaf;
  if (kind === undefined || text.trim() === '' || wordsOf(leaf).every((word) => mayStay(kind, word, protection)))
    return undefined;
  const standIn = protection.standIns.for(kind, text);
  note(kind, `body ${leaf.at()}`);
  return standIn;
}

/** Nobody can tell what an unreadable rest means, but declared words may be read whatever they mean. */
const wordsOf = ({ text, unreadable }: Leaf): readonly string[] =>
  unreadable ? text.split(/[\s,:{}[\]"<>=/]+/).filter((word) => word !== '') : [text];

const isPayload = (text: string): boolean => /<[a-z][\w:.-]*[\s/>]|[{[]\s*["{[]/i.test(text);

/** A leaf may hold a payload itself, as a narrative or a quoted message does, coded content, or free text that quotes somebody. */
function rewritten(leaf: Leaf, protection: Protection, note: Note, { depth }: Around): string {
  const inside = isPayload(leaf.text)
    ? redactInner(leaf, protection, note, depth + 1)
    : quoting(leaf, decoding(leaf, protection, note, depth), protection, note);
  // What is written without escapes is found in the text of the whole body.
  return leaf.escaped ? redacted(inside, leaf, protection, note) : inside;
}

function redactInner(leaf: Leaf, protection: Protection, note: Note, depth: number): string {
  const at = `body ${leaf.at()}`;
  if (depth <= DEEPEST) {
    const around = aroundOf(leaf, depth);
    return redactLeaves(leaf.text, leavesOf(leaf.text, around), protection, (rule) => note(rule, at), around);
  }
  const standIn = protection.standIns.for('unreadable-body', leaf.text);
  note('unreadable-body', at);
  return standIn;
}

/** Elements of the type base64Binary that hold content: of attachments, of Binary, and of extensions, STU3 and R4 alike. */
const holdsData = ({ name, resource }: Leaf): boolean =>
  (name === 'data' && resource !== undefined) ||
  (name === 'content' && resource === 'Binary') ||
  name === 'valueBase64Binary';

function decoding(leaf: Leaf, protection: Protection, note: Note, depth: number): string {
  if (!mayHoldCode(leaf.text) && !holdsData(leaf)) return leaf.text;
  const decoded = decodedIn(protection, note, () => `body ${leaf.at()}`, depth);
  return holdsData(leaf) ? redactData(leaf.text, decoded) : redactCoded(leaf.text, decoded);
}

const aroundOf = ({ resource, name, container }: Leaf, depth: number): Around => ({
  depth,
  resource,
  narrative: name === 'div' && container === 'text',
});

function quoting({ name, at }: Leaf, text: string, protection: Protection, note: Note): string {
  if (name === 'resourceType') return text;
  const changed = replaceOriginals(text, protection, name !== '' && !FREE_TEXT.has(name));
  if (changed !== text) note('quote', `body ${at()}`);
  return changed;
}

function redacted(text: string, { at }: Leaf, protection: Protection, note: Note): string {
  const { text: changed, rules } = redactText(text, protection);
  for (const rule of rules) note(rule, `body ${at()}`);
  return changed;
}
