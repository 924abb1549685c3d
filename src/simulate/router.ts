import type { HttpRequest } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import type { InteractionRule, SimulatorRules } from '../model/simulator.ts';

/** Where a request leads. */
export interface Route {
  /** Absent when the method or the path fits no interaction. */
  readonly interaction?: { readonly name: string; readonly rule: InteractionRule };
  /** Parameters of the path. */
  readonly parameters: JsonObject;
  /** Methods that the path has, as `Allow` lists them; absent when the path is unknown. */
  readonly allow?: string;
}

/** Finds the interaction of a request. Paths are case-sensitive and have no final slash. */
export type Router = (request: HttpRequest, pathname: string) => Route;

export function createRouter(interactions: SimulatorRules['interactions'], baseUrl: string): Router {
  const base = new URL(baseUrl).pathname.replace(/\/$/, '');
  const rules = Object.entries(interactions).map(([name, rule]) => ({ name, rule, pattern: patternOf(rule.path) }));
  return ({ method }, pathname) => {
    const path = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : '';
    const fitting = rules.flatMap(({ pattern, ...interaction }) => {
      const match = pattern.exec(path);
      return match === null ? [] : [{ interaction, parameters: { ...match.groups } }];
    });
    if (fitting.length === 0) return { parameters: {} };
    const allow = fitting.flatMap(({ interaction }) => methodsOf(interaction.rule)).join(', ');
    const chosen = fitting.find(({ interaction }) => methodsOf(interaction.rule).includes(method));
    return chosen === undefined ? { parameters: {}, allow } : { ...chosen, allow };
  };
}

/** What can be got can also be asked for its head (RFC 9110 section 9.1). */
const methodsOf = ({ method }: InteractionRule): readonly string[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]);

/** `/Appointment/{id}` matches one segment for the parameter: the characters that a FHIR id may have. */
function patternOf(path: string): RegExp {
  const literal = path.replace(/[.$*+?()[\]\\^|]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\{(\w+)\}/g, '(?<$1>[A-Za-z0-9.-]{1,64})')}$`);
}
