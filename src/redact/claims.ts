import { isJsonObject } from '../model/json.ts';

/** Whether a part of a token is a JSON object in base64url, which no signature ever is. */
export function holdsClaims(part: string): boolean {
  try {
    return isJsonObject(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    return false;
  }
}
