import { isJsonObject, type JsonValue } from '../model/json.ts';

/** Whether a text is made of declared test data alone, and so may be written. */
export type IsDeclared = (text: string) => boolean;

/** Test data that the configuration and the suites declare: a text is declared when each of its words stands in it. */
export function declaredIn(values: JsonValue): IsDeclared {
  const texts = new Set(textsOf(values));
  const words = new Set([...texts].flatMap(wordsOf));
  return (text) => texts.has(text) || wordsOf(text).every((word) => words.has(word));
}

function textsOf(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(textsOf);
  if (isJsonObject(value)) return Object.values(value).flatMap(textsOf);
  return [];
}

const wordsOf = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== '');
