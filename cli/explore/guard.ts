/**
 * Who may ask the explorer. It listens on loopback, but a browser lets any page send requests
 * there, and a name of an attacker's domain may be made to lead there (DNS rebinding). So a request
 * has to name the explorer's own host, and where it says who sent it, that has to be its own page.
 */

import type { IncomingMessage } from 'node:http';

/** Why a request is refused. */
export interface Refusal {
  readonly status: number;
  readonly what: string;
}

/** Longest body of a question, in bytes. */
export const MOST_BYTES = 65_536;

/** Null for a request that may be answered by a server on `port`. */
export function refusalOf(request: IncomingMessage, port: number): Refusal | null {
  const { headers, method = '', url = '' } = request;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  if (!hosts.includes(host)) return { status: 421, what: 'this host is not served here' };
  if (origin !== undefined && origin !== `http://${host}`) {
    return { status: 403, what: 'pages of another origin may not ask here' };
  }
  if (site !== 'none' && site !== 'same-origin') {
    return { status: 403, what: 'pages of another site may not ask here' };
  }
  if (url !== '/' && url !== '/ask') return { status: 404, what: 'there is nothing of that name' };
  if (method !== (url === '/' ? 'GET' : 'POST')) {
    return { status: 405, what: `${url === '/' ? 'GET' : 'POST'} is what this address takes` };
  }
  if (url === '/') return null;
  // A form of another page can send text, but no JSON.
  if (headers['content-type'] !== 'application/json') {
    return { status: 415, what: 'questions are application/json' };
  }
  const length = Number(headers['content-length'] ?? Number.NaN);
  return length <= MOST_BYTES ? null : { status: 413, what: 'the question is too long' };
}
