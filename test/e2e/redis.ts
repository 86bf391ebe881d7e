// A Redis of a test's own, on a port that is free.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './command.js';

/** Why tests with a Redis are left out here; '' where they are not, and never in CI. */
export const noRedis: string =
  process.env['CI'] === undefined && spawnSync('redis-server', ['--version']).status !== 0
    ? 'redis-server is not installed: apt-get install redis-server'
    : '';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A server that can be killed and started again with its data. */
export interface RedisServer {
  readonly url: string;
  /** A client that goes away with the test. */
  client(): Redis;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** How a server is started. */
export interface RedisSettings {
  readonly password?: string;
  /** Files of a certificate: then it speaks TLS and nothing else. */
  readonly tls?: { readonly key: string; readonly certificate: string };
}

/** Starts a server. */
export async function redisServer({
  password = '',
  tls,
}: RedisSettings = {}): Promise<RedisServer> {
  const port = await freePort();
  const folder = temporaryFolder();
  const secret = password === '' ? '' : `:${password}@`;
  const url = `${tls === undefined ? 'redis' : 'rediss'}://${secret}127.0.0.1:${port}`;
  const words = [
    ...(password === '' ? [] : ['--requirepass', password]),
    ...(tls === undefined
      ? ['--port', String(port)]
      : ['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no']),
    ...(tls === undefined ? [] : ['--tls-cert-file', tls.certificate, '--tls-key-file', tls.key]),
    ...(tls === undefined ? [] : ['--tls-ca-cert-file', tls.certificate]),
  ];
  let child: ChildProcess | null = null;
  const client = (): Redis => {
    const trust = tls === undefined ? {} : { tls: { rejectUnauthorized: false } };
    const redis = new Redis(url, { maxRetriesPerRequest: null, ...trust });
    redis.on('error', () => undefined);
    onTestFinished(() => {
      redis.disconnect();
    });
    return redis;
  };
  const kill = async (): Promise<void> => {
    if (child === null) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    child = null;
  };
  const start = async (): Promise<void> => {
    const own = ['--bind', '127.0.0.1', '--dir', folder];
    child = spawn('redis-server', [...own, '--appendonly', 'yes', '--save', '', ...words], {
      stdio: 'ignore',
    });
    const redis = client();
    await redis.ping();
    redis.disconnect();
  };
  onTestFinished(kill);
  await start();
  return { url, client, kill, start };
}
