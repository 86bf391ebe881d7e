/**
 * Jobs of a fleet: plain data that says what to run, never code. What a queue hands over may come
 * from anybody who can write there; it is checked here before anything is done with it.
 */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DRIVERS } from '../drivers/index.js';
import { CLAUSES } from '../model/clauses/index.js';
import { READINGS } from '../model/readings.js';
import { FAMILIES } from '../properties/generation/kinds.js';
import { CLIENTS, type Client } from '../search/check/marshalling/clients.js';
import { MODEL_FAULTS } from '../search/check/marshalling/faults/index.js';
import { compileQuestion } from '../search/check/marshalling/question.js';
import type { Scope } from '../search/check/marshalling/scope.js';
import { SCOPE } from '../search/check/scope-file.js';
import type { DriverTestOptions } from '../search/drivers/report.js';
import type { ChunkRequest } from '../search/fuzz/chunk.js';
import { ISLANDS } from '../search/fuzz/islands.js';
import { BOARD_FAULTS } from '../targets/index.js';

const MOST_CASES = 1e12;
const MOST_IN_A_JOB = 1e9;
const LONGEST_TEXT = 4096;
const MOST_MEMORY = 1e12;
const MOST_PREEMPTIONS = 20;

function count(least: number, most: number): z.ZodNumber {
  return z.number().int().min(least).max(most);
}

function oneOf(known: readonly string[]): z.ZodString {
  return z.string().refine((text) => known.includes(text), 'a name that there is not');
}

const READING = oneOf(READINGS.map(({ id }) => id));
const TEXT = z.string().max(LONGEST_TEXT);

/** Cases of a fuzzing campaign: a range drawn blind, or an island. */
export interface CasesJob extends ChunkRequest {
  readonly kind: 'cases';
}

/** One exhaustive search. */
export interface ScopeJob {
  readonly kind: 'scope';
  readonly scope: Scope;
  readonly reading: string;
  readonly client: Client;
  /** Defect planted in the rules, '' for none. */
  readonly fault: string;
  /** A condition to find a world for, '' for none. */
  readonly question: string;
  readonly maxStates?: number;
  readonly maxMemoryBytes?: number;
  readonly lossy: boolean;
  readonly symmetry: boolean;
}

/** One driver of the collection. Files of drivers are code, and code is not sent. */
export interface DriverJob extends Omit<DriverTestOptions, 'signal'> {
  readonly kind: 'driver';
  readonly name: string;
}

/** See the file comment. */
export type FleetJob = CasesJob | ScopeJob | DriverJob;

const CASES = z.strictObject({
  kind: z.literal('cases'),
  seed: TEXT,
  first: count(0, MOST_CASES),
  count: count(1, MOST_IN_A_JOB),
  island: count(-1, ISLANDS - 1),
  readings: z.array(READING).min(1).max(READINGS.length),
  servers: z
    .array(z.enum(['kernel', 'user']))
    .min(1)
    .max(2),
  inspection: z.boolean(),
  target: TEXT,
  watchdog: z.number().min(0).max(MOST_CASES),
  fault: oneOf(['', ...BOARD_FAULTS.map(({ id }) => id)]),
  families: z.array(z.enum(FAMILIES)).exactOptional(),
  twice: count(1, MOST_CASES).exactOptional(),
  until: z.union([z.literal('any'), z.array(oneOf(CLAUSES.map(({ id }) => id)))]),
});

const SEARCH = z.strictObject({
  kind: z.literal('scope'),
  scope: SCOPE,
  reading: READING,
  client: z.enum(CLIENTS),
  fault: oneOf(['', ...MODEL_FAULTS.map(({ id }) => id)]),
  question: TEXT.refine(isQuestion, 'no question'),
  maxStates: count(1, MOST_CASES).exactOptional(),
  maxMemoryBytes: count(1, MOST_MEMORY).exactOptional(),
  lossy: z.boolean(),
  symmetry: z.boolean(),
});

const DRIVER = z.strictObject({
  kind: z.literal('driver'),
  name: oneOf(DRIVERS.map(({ name }) => name)),
  seed: TEXT,
  readings: z.array(READING).max(READINGS.length),
  preemptions: count(0, MOST_PREEMPTIONS),
  mostSchedules: count(1, MOST_CASES),
  drawn: count(0, MOST_CASES),
  reduced: z.boolean(),
  reduce: z.boolean(),
});

const JOB: z.ZodType<FleetJob> = z.discriminatedUnion('kind', [CASES, SEARCH, DRIVER]);

function isQuestion(text: string): boolean {
  try {
    if (text !== '') compileQuestion(text);
    return true;
  } catch {
    return false;
  }
}

/** A job from outside, with its members in one order. Throws RangeError for anything else. */
export function readJob(data: unknown): FleetJob {
  const checked = JOB.safeParse(data);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new RangeError(`no job: ${z.core.toDotPath(issue?.path ?? [])}: ${issue?.message ?? ''}`);
}

const DIGITS = 40;

/** Name of a job by its content: equal jobs have one name and one result. */
export function jobKey(job: FleetJob): string {
  const text = JSON.stringify(readJob(job));
  return `j${createHash('sha256').update(text).digest('hex').slice(0, DIGITS)}`;
}

/** A job in a few words. */
export function jobText(job: FleetJob): string {
  switch (job.kind) {
    case 'cases':
      return job.island < 0
        ? `cases ${job.first} to ${job.first + job.count - 1} of seed ${job.seed}`
        : `island ${job.island} of seed ${job.seed}`;
    case 'scope':
      return `scope ${job.scope.name}, ${job.reading}, ${job.client}, ${job.scope.server}`;
    case 'driver':
      return `driver ${job.name}`;
  }
}
