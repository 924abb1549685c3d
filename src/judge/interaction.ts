import type { HttpRequest } from '../model/exchange.ts';
import type { Interaction } from '../model/suite.ts';

/** Whether a request to a base URL is of an interaction, by its method and its path; each placeholder stands for one segment. */
export function isOfInteraction(
  { method, url }: HttpRequest,
  interaction: Interaction | undefined,
  baseUrl: string,
): boolean {
  if (interaction === undefined || interaction.method !== method || !URL.canParse(url)) return false;
  const base = new URL(baseUrl).pathname.replace(/\/$/, '');
  const { pathname } = new URL(url);
  return pathname.startsWith(`${base}/`) && patternOf(interaction.path).test(pathname.slice(base.length));
}

function patternOf(path: string): RegExp {
  const segments = path.split(/\$\{[^}]*\}/).map((text) => text.replaceAll(/[^\w/]/g, '\\$&'));
  return new RegExp(`^${segments.join('[^/]+')}$`);
}
