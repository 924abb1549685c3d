/** A string of the file. pdfkit takes plain ones for names. */
export const fileString = (text: string): InstanceType<typeof String> => new String(text);

/**
 * A string that is written into the XML of the metadata as well, where pdfkit puts it as it is: there it stands with the
 * references that XML needs. A solidus has one too, so that no text claims to be a key of the file.
 */
export function markupString(text: string): InstanceType<typeof String> {
  const escaped = text.replace(/[&<>/]/g, (character) => `&#${character.charCodeAt(0)};`);
  return Object.assign(new String(text), { toString: () => escaped });
}
