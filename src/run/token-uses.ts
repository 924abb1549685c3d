import type { RunPlan } from '../model/plan.ts';
import { type Api, isSent, type RequestTemplate } from '../model/suite.ts';

/** A token set, with the first interaction that it is sent with. */
export interface TokenUse {
  readonly tokenSet: string;
  readonly interaction: string;
}

/** Where FHIR says what a server can do (https://hl7.org/fhir/STU3/http.html#capabilities). */
const CAPABILITIES = '/metadata';

/** The interaction that reads the CapabilityStatement, if the interface declares one. */
export function capabilityInteraction({ interactions }: Api): string | undefined {
  return Object.keys(interactions).find((name) => interactions[name]?.path === CAPABILITIES);
}

/** Each token set that a run sends, once: for its preflight, its cases in their order, and the probes. */
export function tokenUses({ api, cases }: RunPlan): readonly TokenUse[] {
  const capability = capabilityInteraction(api);
  const requests: readonly Pick<RequestTemplate & { kind: 'interaction' }, 'interaction' | 'token'>[] = [
    ...(capability === undefined ? [] : [{ interaction: capability }]),
    ...[...cases.flatMap(({ steps }) => steps).filter(isSent), ...Object.values(api.probes)].flatMap(({ send }) =>
      send.kind === 'interaction' ? [send] : [],
    ),
  ];
  const uses = requests.flatMap(({ interaction, token = api.interactions[interaction]?.token }) =>
    typeof token === 'string' ? [{ tokenSet: token, interaction }] : [],
  );
  return uses.filter(({ tokenSet }, place) => uses.findIndex((use) => use.tokenSet === tokenSet) === place);
}
