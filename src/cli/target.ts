import { isBlockedPort } from '../http/blocked-port.ts';
import type { Diagnostic, SourceRef } from '../model/diagnostic.ts';

/**
 * What keeps a text from being the base URL of a provider. It is written into the evidence, so it may hold no password; and what is
 * sent is appended to it, so it may have neither query nor fragment. The finding never repeats it.
 */
export async function checkTarget(
  target: string,
  source?: SourceRef,
  noun = 'target',
): Promise<Diagnostic | undefined> {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  const wrong = wrongIn(target, url) ?? ((await isBlockedPort(target)) ? BLOCKED : undefined);
  if (wrong === undefined) return undefined;
  return {
    code: 'USAGE',
    severity: 'error',
    message: `The ${noun} ${wrong.what}`,
    hint: wrong.hint,
    ...(source && { location: { source } }),
  };
}

interface Wrong {
  readonly what: string;
  readonly hint: string;
}

const BLOCKED: Wrong = {
  what: 'has a port that web clients keep closed',
  hint: 'Let the provider listen on another one: https://fetch.spec.whatwg.org/#port-blocking lists those that are closed.',
};

function wrongIn(target: string, url: URL | undefined): Wrong | undefined {
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || !/^https?:\/\//i.test(target)) {
    return { what: 'is no base URL', hint: 'Write it as https://provider.example/fhir.' };
  }
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/]*@/.test(target)) {
    return {
      what: 'holds a user name or password, which would be written into the evidence',
      hint: 'Leave it out; secrets come from env:NAME or file:PATH among the values.',
    };
  }
  if (/[?#]/.test(target)) {
    return {
      what: 'has a query or a fragment',
      hint: 'Name the base URL alone; paths and queries of the interface are appended to it.',
    };
  }
  return undefined;
}
