import { interpolate, placeholdersOf } from '../message/interpolate.ts';
import { valueAt } from '../message/scope.ts';
import { SigningKeys } from '../message/signing-keys.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { TokenSet } from '../model/suite.ts';
import { tokenUses } from '../run/token-uses.ts';

/**
 * What keeps the tokens of a run from being made: keys that cannot sign, and endpoints that are no URL. `values` are
 * those of the plan with their secrets.
 */
export function checkTokenSettings(plan: RunPlan, values: JsonObject): readonly Diagnostic[] {
  const keys = new SigningKeys();
  return tokenUses(plan).flatMap(({ tokenSet }) => {
    const set = plan.api.tokenSets[tokenSet];
    return set === undefined ? [] : [...keyProblems(set, values, keys), ...endpointProblems(tokenSet, set, values)];
  });
}

function keyProblems({ key, header }: TokenSet, values: JsonObject, keys: SigningKeys): readonly Diagnostic[] {
  if (key === undefined) return [];
  const path = valueNamed(key);
  const location = { pointer: `/${path.join('/')}` };
  const pem = valueAt(values, path);
  if (isBlank(pem)) return [];
  const read = keys.read(String(pem), String(header['alg']));
  return 'problem' in read ? [{ ...read.problem, location }] : [];
}

/** User names and passwords would be written into the evidence with the URL. */
const ENDPOINT = /^https?:\/\/[^/?#@]+([/?][^#]*)?$/i;

function endpointProblems(name: string, { exchange }: TokenSet, values: JsonObject): readonly Diagnostic[] {
  if (exchange === undefined) return [];
  const { value } = interpolate(exchange.endpoint, { values });
  if (isBlank(value) || (typeof value === 'string' && ENDPOINT.test(value) && URL.canParse(value))) return [];
  const path = valueNamed(exchange.endpoint);
  return [{ ...noEndpoint(name), ...(path.length === 0 ? {} : { location: { pointer: `/${path.join('/')}` } }) }];
}

/** Blanks are told with the cases that need them. */
const isBlank = (value: JsonValue | undefined): boolean => value === undefined || value === null;

/** The path of the first value that a template names. */
function valueNamed(template: string): readonly string[] {
  const [, ...path] = placeholdersOf(template).find(({ path: [root] }) => root === 'values')?.path ?? [];
  return path;
}

const noEndpoint = (token: string): Diagnostic => ({
  code: 'CONFIG_INVALID',
  severity: 'error',
  message: `The endpoint from which the token "${token}" is obtained is no http or https URL`,
  hint: 'Write it as https://auth.example/oauth2/token, without a user name or a fragment.',
});
