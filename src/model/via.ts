import type { SystemUnderTest } from './system-under-test.ts';

/**
 * Where requests go: the base URL, or behind the address of a proxy that is told the base URL in the path, as the Spine security
 * proxy is: its address and the base URL with exactly one slash between
 * (https://nhsconnect.github.io/gpconnect/integration_spine_security_proxy_implementation_guide.html).
 */
export function addressOf({ baseUrl, via }: Pick<SystemUnderTest, 'baseUrl' | 'via'>): string {
  return via === undefined ? baseUrl : `${via.replace(/\/+$/, '')}/${baseUrl}`;
}
