import { placeholdersOf } from '../message/interpolate.ts';
import { valueAt } from '../message/scope.ts';
import { SigningKeys } from '../message/signing-keys.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { RequestTemplate } from '../model/suite.ts';

/** Keys of token sets that the planned cases send, and which cannot sign. `values` are those of the plan with their secrets. */
export function checkTokenKeys(plan: RunPlan, values: JsonObject): readonly Diagnostic[] {
  const keys = new SigningKeys();
  return [...tokenSetsOf(plan)].flatMap((name) => {
    const { key, header } = plan.api.tokenSets[name] ?? {};
    if (key === undefined) return [];
    const path = placeholdersOf(key).flatMap(({ path: [, ...below] }) => below);
    const location = { pointer: `/${path.join('/')}` };
    const pem = valueAt(values, path);
    if (typeof pem !== 'string' || pem === '') return [{ ...notSet(name, path), location }];
    const read = keys.read(pem, String(header?.['alg']));
    return 'problem' in read ? [{ ...read.problem, location }] : [];
  });
}

/** Names of the token sets that the planned cases send. */
function tokenSetsOf({ api, cases }: RunPlan): ReadonlySet<string> {
  const probes = Object.values(api.probes).map(({ send }) => send);
  const requests: readonly RequestTemplate[] = [
    ...probes,
    ...cases.flatMap(({ steps }) => steps.map((step) => step.send)),
  ];
  return new Set(
    requests.flatMap((request) => {
      if (request.kind === 'same') return [];
      const { token = api.interactions[request.interaction]?.token ?? null } = request;
      return token ?? [];
    }),
  );
}

const notSet = (token: string, path: readonly string[]): Diagnostic => ({
  code: 'CONFIG_INVALID',
  severity: 'error',
  message: `The token "${token}" is signed with a key, and the value "${path.join('.')}" is not set`,
  hint: `Let the configuration refer to the private key (PEM), as --set ${path.join('.')}=file:client.pem`,
});
