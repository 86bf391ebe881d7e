/**
 * Results in Redis, by the content of their jobs. A job may be delivered twice: the first result
 * stays, a second one is compared with it.
 */

import type { Redis } from 'ioredis';
import { PREFIX } from './connection.js';
import { digestOf } from './results.js';

/** Kept so long after the last time that they were wanted, seconds: two weeks. */
const KEPT_SECONDS = 14 * 24 * 3600;
/** Keys of one question. */
const BATCH = 200;

/** Two runs of one job that came to different results. */
export interface Differing {
  readonly key: string;
  /** Both results as text, the first one kept. */
  readonly results: readonly [string, string];
}

/** See the file comment. */
export class ResultStore {
  private readonly redis: Redis;
  private readonly prefix: string;

  constructor(redis: Redis, build: string) {
    this.redis = redis;
    this.prefix = `${PREFIX}:${build}`;
  }

  /** Puts a result in its place; true when one was there already and is another. */
  async put(key: string, result: string): Promise<boolean> {
    const name = this.nameOf(key);
    const placed = await this.redis.set(name, result, 'EX', KEPT_SECONDS, 'NX');
    if (placed !== null) return false;
    const known = await this.redis.get(name);
    if (known === null || digestOf(known) === digestOf(result)) return false;
    await this.redis.set(this.otherOf(key), result, 'EX', KEPT_SECONDS);
    return true;
  }

  /** The results of these jobs, null for those that there are none of yet. */
  async get(keys: readonly string[]): Promise<(string | null)[]> {
    return this.read(keys.map((key) => this.nameOf(key)));
  }

  /** Which of these jobs have a result. */
  async has(keys: readonly string[]): Promise<boolean[]> {
    return this.exist(keys.map((key) => this.nameOf(key)));
  }

  /** Jobs among these of which two runs differ. */
  async differing(keys: readonly string[]): Promise<Differing[]> {
    const isOther = await this.exist(keys.map((key) => this.otherOf(key)));
    const found: Differing[] = [];
    for (const key of keys.filter((_, index) => isOther[index])) {
      const [first, second] = await this.read([this.nameOf(key), this.otherOf(key)]);
      if (first !== null && second !== null) found.push({ key, results: [first, second] });
    }
    return found;
  }

  private nameOf(key: string): string {
    return `${this.prefix}:result:${key}`;
  }

  private otherOf(key: string): string {
    return `${this.prefix}:other:${key}`;
  }

  private async read(names: readonly string[]): Promise<(string | null)[]> {
    const all: (string | null)[] = [];
    for (let at = 0; at < names.length; at += BATCH) {
      all.push(...(await this.redis.mget(...names.slice(at, at + BATCH))));
    }
    return all;
  }

  private async exist(names: readonly string[]): Promise<boolean[]> {
    const all: boolean[] = [];
    for (let at = 0; at < names.length; at += BATCH) {
      const pipeline = this.redis.pipeline();
      for (const name of names.slice(at, at + BATCH)) pipeline.exists(name);
      const answers = (await pipeline.exec()) ?? [];
      all.push(...answers.map(([error, count]) => error === null && count === 1));
    }
    return all;
  }
}
