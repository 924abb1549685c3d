import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Prepared } from './prepare.ts';
import { tap } from './tap.ts';
import { OLDEST_TLS, type TlsSettings } from './tls.ts';

/** Idle connections are dropped before a usual server would, so that a request seldom meets one that is being closed. */
const IDLE_MS = 1000;

export const POOLED = { keepAlive: true, timeout: IDLE_MS };
export const SINGLE = { keepAlive: false };

/**
 * Said outright, so that no environment variable or option of Node can loosen it. Without cached sessions every
 * connection proves its certificate anew. HTTP/1.1 is all that we speak.
 */
const STRICT = { rejectUnauthorized: true, maxCachedSessions: 0, ALPNProtocols: ['http/1.1'] };

/** Connections that outlive an exchange, by what they may be used for. */
interface Agents {
  readonly pooled: HttpAgent;
  readonly single: HttpAgent;
}

const plain: Agents = { pooled: tapping(new HttpAgent(POOLED)), single: tapping(new HttpAgent(SINGLE)) };
const secure = new WeakMap<TlsSettings, Agents>();
const usualTls: TlsSettings = {};

/** Pools are kept per target by Node and per TLS settings here; idle connections never keep the process alive. */
export function agentFor({ scheme, mayShareConnection }: Prepared, tls: TlsSettings = usualTls): HttpAgent {
  const agents = scheme === 'http' ? plain : secureAgents(tls);
  return mayShareConnection ? agents.pooled : agents.single;
}

function secureAgents(tls: TlsSettings): Agents {
  const known = secure.get(tls);
  if (known !== undefined) return known;
  const agents = { pooled: tapping(secureAgent(POOLED, tls)), single: tapping(secureAgent(SINGLE, tls)) };
  secure.set(tls, agents);
  return agents;
}

/** Connections over TLS that are made as these settings say. */
export const secureAgent = (options: object, tls: TlsSettings): HttpsAgent =>
  new HttpsAgent({ minVersion: OLDEST_TLS, ...options, ...tls, ...STRICT });

function tapping(agent: HttpAgent): HttpAgent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...args) => {
    const connection = connect(...args);
    return connection instanceof Socket ? tap(connection) : connection;
  };
  return agent;
}
