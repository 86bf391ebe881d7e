import { existsSync, readdirSync } from 'node:fs';
import { type IncomingHttpHeaders, request, type Server } from 'node:http';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { portOf, serve } from '#dist/cli/explore/server.js';
import { platformsFor, Session } from '#dist/cli/explore/session.js';
import { START } from '#dist/cli/explore/start.js';
import type { ExploreQuestion } from '#dist/reports/view/explore.js';
import type { ExploreRun, ExploreView, StateGraph } from '#dist/search/exploration.js';
import { parseScenario } from '#dist/search/scenario/parse.js';
import { temporaryFolder } from '../../e2e/command.js';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

interface Explorer {
  readonly port: number;
  readonly folder: string;
}

async function explorer(): Promise<Explorer> {
  const folder = path.join(temporaryFolder(), 'below');
  const scenario = parseScenario(START, 'a test');
  const session = new Session({
    scenario,
    platforms: platformsFor(scenario, ['compact7-armv5'], ['kernel']),
    targets: [{ target: 'simulator', fault: 'recached-at-first-free', watchdog: 0 }],
    folder,
  });
  const server = await serve({ page: '<p>page</p>', answer: session.answer }, 0);
  open.push(server);
  return { port: portOf(server), folder };
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Sending {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A raw request: fetch would neither forge a Host nor leave a path as it is. */
async function send({ port }: Explorer, sending: Sending = {}): Promise<Reply> {
  const { method = 'GET', url = '/', headers = {}, body = '' } = sending;
  return new Promise((resolve, reject) => {
    const isChunked = 'Transfer-Encoding' in headers;
    const length =
      body === '' || isChunked ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const all = { Host: `127.0.0.1:${port}`, ...length, ...headers };
    const asked = request(
      { host: '127.0.0.1', port, method, path: url, headers: all },
      (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const HERE = { platform: 0, steps: 1, path: [] } as const;

async function question(
  at: Explorer,
  asked: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const body = JSON.stringify(asked);
  return send(at, { method: 'POST', url: '/ask', headers: { ...JSON_TYPE, ...headers }, body });
}

const SAVE: ExploreQuestion = { ask: 'save', name: 'mine', ...HERE };

describe('who may ask', () => {
  test('listens on loopback alone, and says that nothing may embed it', async () => {
    const at = await explorer();
    expect(open[0].address()).toMatchObject({ address: '127.0.0.1' });
    const { status, headers, text } = await send(at);
    expect([status, text]).toEqual([200, '<p>page</p>']);
    expect(headers['content-security-policy']).toBe("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('its own page may, by either name of the machine', async () => {
    const at = await explorer();
    const own = `127.0.0.1:${at.port}`;
    const local = `localhost:${at.port}`;
    const same = { 'Sec-Fetch-Site': 'same-origin' };
    for (const host of [own, local]) {
      const headers = { Host: host, Origin: `http://${host}`, ...same };
      expect((await question(at, SAVE, headers)).status).toBe(200);
    }
    expect(readdirSync(at.folder)).toHaveLength(2);
  });

  const cases: [string, Readonly<Record<string, string>>, number][] = [
    ['a forged host', { Host: 'attacker.example' }, 421],
    ['a host that begins alike', { Host: '127.0.0.1.attacker.example' }, 421],
    ['a host without the port', { Host: '127.0.0.1' }, 421],
    ['a page of another origin', { Origin: 'http://attacker.example' }, 403],
    ['a page from disk', { Origin: 'null' }, 403],
    ['a page of another port', { Origin: 'http://127.0.0.1:1' }, 403],
    ['an image of another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['a frame of a neighbour', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['a form', { 'Content-Type': 'text/plain' }, 415],
    ['a form that was sent', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
  ];
  test.each(cases)('%s may not', async (_, headers, status) => {
    const at = await explorer();
    const reply = await question(at, SAVE, headers);
    expect(reply.status).toBe(status);
    expect(existsSync(at.folder)).toBe(false);
    if (status === 415) return;
    expect((await send(at, { headers })).status).toBe(status);
  });
});

describe('what may be asked for', () => {
  const climbing = ['/../package.json', '/..%2f..%2fetc/passwd', '//etc/passwd', '/ask/..', '/?a'];
  test.each([...climbing, '/%2e%2e/x', '/viewer.mjs'])('no file: %s', async (url) => {
    const { status, text } = await send(await explorer(), { url });
    expect([status, JSON.parse(text)]).toEqual([404, { error: 'there is nothing of that name' }]);
  });

  test('each address by its own method, in JSON of reasonable length', async () => {
    const at = await explorer();
    expect((await send(at, { method: 'POST', body: '{}' })).status).toBe(405);
    expect((await send(at, { method: 'DELETE' })).status).toBe(405);
    expect((await send(at, { url: '/ask' })).status).toBe(405);
    const post = { method: 'POST', url: '/ask', headers: JSON_TYPE };
    expect((await send(at, { ...post, body: '{"ask"' })).status).toBe(400);
    expect((await send(at, { ...post, body: `"${'x'.repeat(70_000)}"` })).status).toBe(413);
    const chunked = { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' };
    expect((await send(at, { ...post, headers: chunked, body: '{}' })).status).toBe(413);
  });

  const names = ['../mine', 'a/b', '..', '', '.hidden', 'a\\b', 'a\0b', 'C:', 'x'.repeat(61)];
  test.each([...names, '<b>', 'a b', '\u001b[31m'])(
    'no name that leads elsewhere: %j',
    async (name) => {
      const at = await explorer();
      const { status, text } = await question(at, { ...SAVE, name });
      expect(status).toBe(400);
      expect((JSON.parse(text) as { error: string }).error).toContain('name');
      expect(existsSync(at.folder)).toBe(false);
    },
  );

  const wrong: [unknown, number][] = [
    [null, 400],
    [{ ask: 'shell', ...HERE }, 400],
    [{ ...SAVE, folder: '/tmp' }, 400],
    [{ ask: 'run', target: './elsewhere', ...HERE }, 400],
    [{ ask: 'run', target: 1, ...HERE }, 404],
    [{ ask: 'view', ...HERE, steps: 2 }, 404],
    [{ ask: 'view', ...HERE, path: [4000] }, 404],
    [{ ask: 'view', ...HERE, platform: 7 }, 404],
    [{ ask: 'view', ...HERE, path: Array.from({ length: 201 }, () => 0) }, 400],
    [{ ask: 'graph', ...HERE, depth: 2, states: 100_000, operations: [] }, 400],
    [{ ask: 'graph', ...HERE, depth: 0, states: 10, operations: [] }, 400],
  ];
  test.each(wrong)('no %j', async (asked, status) => {
    const reply = await question(await explorer(), asked);
    expect(reply.status).toBe(status);
    expect((JSON.parse(reply.text) as { error: string }).error).not.toBe('');
  });

  test('a state, a graph, a run on the target that was named', async () => {
    const at = await explorer();
    const view = JSON.parse((await question(at, { ask: 'view', ...HERE })).text) as ExploreView;
    expect(view).toMatchObject({ verdict: 'passed', follows: null });
    expect(view.next.filter(({ state }) => state === 'enabled').length).toBeGreaterThan(5);
    const bounds = { depth: 1, states: 5, operations: ['call', 'return'] };
    const graph = await question(at, { ask: 'graph', ...HERE, ...bounds });
    expect((JSON.parse(graph.text) as StateGraph).nodes.length).toBeGreaterThan(1);
    const run = await question(at, { ask: 'run', target: 0, ...HERE });
    expect(JSON.parse(run.text) as ExploreRun).toMatchObject({ verdict: 'passed' });
  });

  test('a folder that is none is an error in words', () => {
    const scenario = parseScenario(START, 'a test');
    const platforms = platformsFor(scenario, ['ce6-x86'], ['user']);
    const session = new Session({ scenario, platforms, targets: [], folder: '/dev/null/x' });
    const { status, body } = session.answer(SAVE);
    expect(status).toBe(409);
    expect((body as { error: string }).error).toContain('cannot be saved');
  });

  test('a target that does not start is an error in words', () => {
    const scenario = parseScenario(START, 'a test');
    const platforms = platformsFor(scenario, ['ce6-x86'], ['user']);
    const targets = [{ target: './there-is-no-such-program', fault: '', watchdog: 0 }];
    const session = new Session({ scenario, platforms, targets, folder: temporaryFolder() });
    const { status, body } = session.answer({ ask: 'run', target: 0, ...HERE });
    expect(status).toBe(502);
    expect((body as { error: string }).error).not.toBe('');
  });
});

test('a port that is taken is an error', async () => {
  const { port } = await explorer();
  await expect(serve({ page: '', answer: () => ({ status: 200, body: 0 }) }, port)).rejects.toThrow(
    'EADDRINUSE',
  );
});
