/**
 * The way to Redis: optional packages, loaded when they are needed, and an address that comes from
 * the environment alone, so that no password is ever on a command line, in a file or in a report.
 */

import type { Queue, Worker } from 'bullmq';
import type { Redis, RedisOptions } from 'ioredis';
import { buildId } from './build-id.js';
import { FleetError } from './error.js';

/** Variable that holds the address. */
export const URL_VARIABLE = 'MARSHALCHECK_REDIS_URL';

/** Prefix of every key in Redis. */
export const PREFIX = 'marshalcheck';

const CONNECT_MILLISECONDS = 10_000;
const LONGEST_PAUSE = 2000;

/** The two packages. */
interface Packages {
  readonly Queue: typeof Queue;
  readonly Worker: typeof Worker;
  readonly Redis: new (url: string, options: RedisOptions) => Redis;
}

/** Loads a package; tests put in one that fails. */
export type Load = () => Promise<Packages>;

async function loadPackages(): Promise<Packages> {
  const [{ Queue, Worker }, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
  return { Queue, Worker, Redis };
}

/** A connection to Redis and what is made on it. */
export interface Connection {
  readonly redis: Redis;
  readonly packages: Packages;
  /** Host and port, for people. */
  readonly where: string;
  /** Queue and results of this build. */
  readonly build: string;
  close(): Promise<void>;
}

/** Host and port of an address; a password in it is left out. Throws FleetError. */
export function addressText(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const { protocol = '', host = '' } = parsed ?? {};
  if (['redis:', 'rediss:'].includes(protocol) && host !== '') return `${protocol}//${host}`;
  throw new FleetError(
    'usage',
    `${URL_VARIABLE} is no address of a Redis`,
    'it begins with redis:// or, for TLS, rediss://',
    `export ${URL_VARIABLE}=redis://localhost:6379`,
  );
}

/** Connects to the Redis that the environment names. Throws FleetError. */
export async function connect(load: Load = loadPackages): Promise<Connection> {
  const { [URL_VARIABLE]: url = '' } = process.env;
  if (url === '') {
    throw new FleetError(
      'usage',
      'a fleet needs a Redis, and none is named',
      `the variable ${URL_VARIABLE} is not set`,
      `export ${URL_VARIABLE}=redis://localhost:6379`,
    );
  }
  const where = addressText(url);
  const packages = await load().catch(missingPackages);
  const state = { isConnected: false };
  const redis = new packages.Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MILLISECONDS,
    // Once it was there it is waited for, as long as it takes: a Redis may be started again.
    retryStrategy: (times) => (state.isConnected ? Math.min(times * 100, LONGEST_PAUSE) : null),
  });
  let reason = '';
  redis.on('error', (error: Error) => {
    reason = error.message;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw unreachable(where, reason === '' ? (error as Error).message : reason);
  }
  state.isConnected = true;
  const close = async (): Promise<void> => {
    redis.disconnect();
    return Promise.resolve();
  };
  return { redis, packages, where, build: buildId(), close };
}

function missingPackages(error: unknown): never {
  const { code } = error as { readonly code?: string };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
  throw new FleetError(
    'usage',
    'the packages of the fleet are not installed',
    'bullmq and ioredis are optional: only a fleet needs them',
    'npm install bullmq ioredis',
  );
}

function unreachable(where: string, reason: string): FleetError {
  return new FleetError(
    'broken',
    `Redis at ${where} cannot be used: ${reason}`,
    'it is not running, a firewall is in between, or user, password or certificate is wrong',
    `redis-cli -u "$${URL_VARIABLE}" ping`,
  );
}
