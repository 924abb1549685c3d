import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';

/** A text among the values. */
export interface Text {
  readonly text: string;
  /** Of the member that holds it, or that holds the list around it. */
  readonly name: string;
  readonly pointer: string;
}

/** Every text of the values, in their order. */
export const textsIn = (values: JsonObject): readonly Text[] => textsBelow(values, '', '');

function textsBelow(value: JsonValue, name: string, pointer: string): readonly Text[] {
  if (typeof value === 'string') return [{ text: value, name, pointer }];
  if (Array.isArray(value)) return value.flatMap((member, index) => textsBelow(member, name, `${pointer}/${index}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    textsBelow(inner, member, `${pointer}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}
