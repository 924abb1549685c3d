import type { Diagnostic } from '../model/diagnostic.ts';
import { isError } from '../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Api } from '../model/suite.ts';
import { hintFor } from '../schema/suggestion.ts';
import { eachOnce, firstOf } from './each-once.ts';
import {
  type AssertionKind,
  type Finding,
  failed,
  ownSide,
  passed,
  type Side,
  type Subject,
  unreadable,
} from './kind.ts';
import { payloadOf } from './payload.ts';

interface ProfileArgs {
  /** A name of the interface's `profiles`, or a canonical URL. */
  readonly is: string;
  readonly of: Side;
}

const parse = (args: JsonValue, own: Side): ProfileArgs =>
  // The loader has compared the arguments with the schema.
  typeof args === 'string' ? { is: args, of: own } : { of: own, ...(args as unknown as { is: string }) };

/**
 * What the system under test sent, or the other message, is valid and meets a profile. Where both our own definition and the official one are at hand,
 * it meets both. A profile of which nothing could be checked proves nothing: that is an error.
 */
export const profile: AssertionKind = {
  kind: 'profile',
  needsFhir: true,
  argsSchema: {
    anyOf: [
      { type: 'string', minLength: 1 },
      {
        type: 'object',
        required: ['is'],
        additionalProperties: false,
        properties: { is: { type: 'string', minLength: 1 }, of: { enum: ['request', 'response'] } },
      },
    ],
  },
  lint: (args, api, problemOf) => {
    const { is } = parse(args, 'response');
    const isKnown = urlsOf(is, api).length > 0 || (is.includes(':') && problemOf(is) === undefined);
    return isKnown ? [] : [unknown(is, api, typeof args === 'string' ? '' : '/is')];
  },
  looksAt: (args, own) => [{ of: parse(args, own).of, part: 'body' }],
  check: (args, subject) => {
    const { is, of } = parse(args, ownSide(subject.role));
    const payload = payloadOf(subject.exchange[of], subject.api.fhirVersion);
    const { document, diagnostics } = payload.read();
    const finding =
      document === undefined
        ? unreadable(of, is, diagnostics)
        : judge(document.resource, diagnostics, { is, of }, subject);
    return finding.verdict === 'fail' && isOurFault(of, subject) ? { ...finding, verdict: 'error' } : finding;
  },
};

/** What we sent is our fault, but for a refusal: with that we answer what a client has done. */
const isOurFault = (of: Side, { ours, exchange: { response } }: Subject): boolean =>
  of === ours && !(of === 'response' && response !== undefined && response.status >= 400);

function judge(
  resource: JsonObject,
  read: readonly Diagnostic[],
  { is, of }: ProfileArgs,
  { api, validator }: Subject,
): Finding {
  const declared = urlsOf(is, api);
  const urls = declared.length > 0 ? declared : [is];
  const validation = validator.validate(resource, { profiles: urls, read });
  const diagnostics = eachOnce([...read, ...validation.diagnostics]);
  const [first, ...more] = diagnostics.filter(isError);
  const type = resource.resourceType ?? null;
  if (first !== undefined) {
    return { ...failed(`The ${of} does not meet "${is}"${firstOf(first, more.length)}`, is, type), diagnostics };
  }
  const checked = validation.profiles.filter(({ url, checked }) => urls.includes(url) && checked !== 'unknown');
  if (checked.length === 0) {
    const message = `Nothing of "${is}" could be checked: ${validator.problemOf(urls[0] ?? is) ?? 'no rule applied'}`;
    return { verdict: 'error', message, expected: is, actual: type, diagnostics };
  }
  return { ...passed(`The ${of} meets "${is}"`, is, type), diagnostics };
}

/** What a name stands for: our own definition, the official one, or both. The official URL means the same as its name. */
function urlsOf(is: string, { profiles }: Api): readonly string[] {
  const meant = Object.hasOwn(profiles, is) ? profiles[is] : Object.values(profiles).find((one) => one.official === is);
  return [meant?.own?.url, meant?.official].filter((url) => url !== undefined);
}

const unknown = (is: string, { profiles }: Api, pointer: string): Diagnostic => ({
  code: 'UNKNOWN_PROFILE',
  severity: 'error',
  message: `There is no profile "${is}"`,
  hint: hintFor(is, Object.keys(profiles)),
  location: { pointer },
});
