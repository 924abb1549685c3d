import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import type { NamedReply } from '../model/simulator.ts';

/** The request with other parameters and headers: those named are replaced, or taken away by null. */
export function asThough(
  request: HttpRequest,
  { query = {}, headers = {} }: NonNullable<NamedReply['asThough']>,
): HttpRequest {
  return { ...request, url: withQuery(request.url, query), headers: withHeaders(request.headers, headers) };
}

type Parts = Readonly<Record<string, string | null>>;

function withQuery(address: string, query: Parts): string {
  if (Object.keys(query).length === 0 || !URL.canParse(address)) return address;
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

function withHeaders(fields: readonly HeaderField[], headers: Parts): readonly HeaderField[] {
  const named = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  return [...fields.filter(([name]) => !named.has(name.toLowerCase())), ...given];
}
