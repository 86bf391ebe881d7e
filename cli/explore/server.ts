/** The HTTP server of the explorer: one page, and one address for questions. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { MOST_BYTES, refusalOf } from './guard.js';

/** What a question was answered. */
export interface Answer {
  readonly status: number;
  /** Made JSON of. */
  readonly body: unknown;
}

/** What is served. */
export interface Service {
  readonly page: string;
  /** Answers a question, which is any JSON value. */
  readonly answer: (question: unknown) => Answer;
}

const LOOPBACK = '127.0.0.1';
const LONGEST_REQUEST = 10_000;

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Serves on loopback; `port` 0: any that is free. Rejects where the port is taken. */
export async function serve(service: Service, port: number): Promise<Server> {
  const server = createServer({ requestTimeout: LONGEST_REQUEST }, (request, response) => {
    void handle(service, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  return server;
}

/** The port that a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function handle(
  { page, answer }: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(request, request.socket.localPort ?? 0);
  if (refusal !== null) {
    // What else was sent is not read.
    response.setHeader('Connection', 'close');
    send(response, { status: refusal.status, body: { error: refusal.what } });
    return;
  }
  if (request.url === '/') {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' });
    response.end(page);
    return;
  }
  const question = await bodyOf(request);
  const unread = { status: 400, body: { error: 'the question is no JSON' } };
  send(response, question === undefined ? unread : answer(question));
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** The body as JSON; undefined for anything else, or where the other side went away. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > MOST_BYTES) return undefined;
      parts.push(part);
    }
    return JSON.parse(Buffer.concat(parts).toString()) as unknown;
  } catch {
    return undefined;
  }
}
