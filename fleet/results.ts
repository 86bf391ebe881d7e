/**
 * Results of jobs, as they travel. Who reads one out of a store checks its shape first; the
 * numbers and texts in it are shown, merged and compared, never carried out.
 */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OBLIGATIONS } from '../model/clauses/index.js';
import { READINGS } from '../model/readings.js';
import type { CheckReport } from '../search/check/campaign/report.js';
import type { DriverReport } from '../search/drivers/report.js';
import type { ChunkResult } from '../search/fuzz/chunk.js';
import type { FleetJob } from './jobs.js';
import { decode, encode } from './plain-json.js';

const MOST_REGIONS = 64;
const MOST_WORDS = 1_000_000;

const integer = z.number().int();
const text = z.string();
const texts = z.array(text);
const server = z.enum(['kernel', 'user']);

const CASE = z.object({
  platform: z.object({
    reading: text.refine((id) => READINGS.some((each) => each.id === id), 'no reading'),
    copyLimit: integer.min(0),
    server,
    personality: integer,
  }),
  applications: integer.min(1).max(16),
  regions: z
    .array(
      z.object({
        process: integer,
        base: integer,
        runs: z.array(
          z.object({
            pages: integer,
            rights: z.union([z.literal(0), z.literal(1), z.literal(2)]),
            cached: z.boolean(),
          }),
        ),
        zeroes: z.array(z.object({ offset: integer, size: integer })),
        cuts: z.array(integer),
      }),
    )
    .max(MOST_REGIONS),
  buffers: z.array(z.object({ name: text, process: integer, address: integer, size: integer })),
  program: z.instanceof(Int32Array).refine(({ length }) => length <= MOST_WORDS, 'too long'),
});

const FINDING = z.strictObject({
  signature: text,
  class: z.enum(['departure', 'breach', 'unsafe', 'warning']),
  clauses: texts,
  obligations: texts,
  check: text,
  operation: text,
  expected: text,
  observed: text,
  length: integer,
  evidence: text.optional(),
  case: CASE,
  origin: z.strictObject({
    seed: text,
    target: text,
    fault: text,
    case: integer,
    island: integer.optional(),
  }),
});

const odd = z.array(
  z.strictObject({
    what: text,
    reading: text,
    step: integer,
    operation: text,
    first: text,
    second: text,
  }),
);

const CHUNK = z.strictObject({
  first: integer,
  cases: integer.min(0),
  operations: integer.min(0),
  open: integer.min(0),
  inconclusive: integer.min(0),
  exercised: z
    .instanceof(Uint32Array)
    .refine(({ length }) => length === OBLIGATIONS.length + 1, 'counts of another version'),
  unsafe: z.instanceof(Uint32Array),
  findings: z.array(FINDING),
  odd,
  met: z.boolean(),
  restarts: integer.min(0),
  lost: text,
});

const witness = { length: integer, file: text, steps: texts };

/** Shown, never carried out: what pages are drawn of has its shape, the rest is as it came. */
const EXPLANATION = z.looseObject({
  clauses: z.array(z.looseObject({ id: text, text })),
  steps: z.array(z.looseObject({ number: integer, text, expected: texts, observed: text })),
  timeline: z
    .looseObject({
      invariants: z.array(z.looseObject({ id: text, sentence: text })),
      processes: z.array(z.looseObject({ name: text })),
      records: z.array(z.looseObject({ name: text })),
      states: z.array(z.looseObject({ processes: z.array(integer), records: z.array(integer) })),
    })
    .nullable(),
});

const SCOPE_REPORT = z.strictObject({
  scope: text,
  reading: text,
  client: text,
  server: text,
  fault: text,
  states: integer,
  unreduced: z.strictObject({ states: integer, transitions: integer }),
  transitions: integer,
  depth: integer,
  complete: z.boolean(),
  stopped: text,
  seconds: z.number(),
  statesPerSecond: z.number(),
  bytesPerState: z.number(),
  collisionProbability: z.number(),
  clausesExercised: texts,
  deadRules: texts,
  deadlocks: integer,
  unspoken: integer,
  unrecoverable: integer,
  unsafe: z.array(z.strictObject({ id: text, ...witness })),
  witness: z.strictObject(witness).nullable(),
});

const CHECK = z.strictObject({
  report: z.strictObject({
    scopes: z.array(SCOPE_REPORT).length(1),
    findings: z.array(
      z.strictObject({
        scope: text,
        reading: text,
        client: text,
        invariant: text,
        sentence: text,
        ...witness,
        explanation: EXPLANATION.nullable(),
      }),
    ),
    interrupted: z.literal(false),
  }),
  /** Scenario files that the report names, by those names. */
  files: z.record(z.string().regex(/^[A-Za-z0-9][\w.-]{0,200}\.yaml$/), text),
});

const step = z.strictObject({ thread: text, where: text, what: text, gave: text });

const DRIVER = z.looseObject({
  name: text,
  about: text,
  server,
  preemptions: integer,
  schedules: integer,
  isComplete: z.boolean(),
  programs: z.array(z.looseObject({ reading: text, copyLimit: integer, workload: text })),
  certificate: z.looseObject({ statement: text }).nullable(),
  nondeterminism: odd,
  findings: z.array(
    z.looseObject({
      signature: text,
      class: z.enum(['breach', 'warning']),
      clauses: texts,
      obligations: texts,
      text,
      length: integer,
      schedule: texts,
      steps: z.array(step),
      platform: z.looseObject({ reading: text, copyLimit: integer }),
    }),
  ),
  missed: texts,
});

/** What an exhaustive search comes to, with the scenario files that it wrote. */
export interface ScopeResult {
  readonly report: CheckReport;
  readonly files: Readonly<Record<string, string>>;
}

/** The result of each kind of job. */
export interface Results {
  readonly cases: ChunkResult;
  readonly scope: ScopeResult;
  readonly driver: DriverReport;
}

const SHAPES = { cases: CHUNK, scope: CHECK, driver: DRIVER } as const;

/** A result as text. */
export function resultText(result: Results[FleetJob['kind']]): string {
  return encode(result);
}

/** The result of a job of that kind. Throws RangeError for what is none. */
export function readResult<Kind extends FleetJob['kind']>(
  kind: Kind,
  given: string,
): Results[Kind] {
  let value: unknown;
  try {
    value = decode(given);
  } catch (error) {
    throw new RangeError(`no result: ${(error as Error).message}`, { cause: error });
  }
  const checked = SHAPES[kind].safeParse(value);
  // Checked member by member, and handed over as it came: with the order of its members, which
  // reports show, and with what a drawn case carries beside a case.
  if (checked.success) return value as Results[Kind];
  const [issue] = checked.error.issues;
  throw new RangeError(`no result: ${z.core.toDotPath(issue?.path ?? [])}: ${issue?.message}`);
}

/** Signatures of what a job found. */
export function signaturesOf(kind: FleetJob['kind'], given: string): string[] {
  if (kind === 'cases') return signatures(readResult(kind, given).findings);
  if (kind === 'driver') return signatures(readResult(kind, given).findings);
  return readResult(kind, given).report.findings.map(
    ({ invariant, scope, client }) => `${invariant}/${scope}/${client}`,
  );
}

function signatures(findings: readonly { readonly signature: string }[]): string[] {
  return findings.map(({ signature }) => signature);
}

/** Members that say what it took; two runs of one job differ in nothing else. */
const TIMES = new Set(['seconds', 'statesPerSecond', 'bytesPerState', 'restarts']);

/** Digest of what has to be equal whenever a job is run again. */
export function digestOf(given: string): string {
  const timeless = JSON.stringify(JSON.parse(given), (name, each: unknown) =>
    TIMES.has(name) ? undefined : each,
  );
  return createHash('sha256').update(timeless).digest('hex');
}

/** Where two results first differ, as a path; '' for nowhere. */
export function firstDifference(one: unknown, other: unknown, at = ''): string {
  if (Object.is(one, other)) return '';
  const bothObjects = [one, other].every((each) => typeof each === 'object' && each !== null);
  if (!bothObjects) return at === '' ? 'the whole' : at;
  const [left, right] = [one, other] as [Record<string, unknown>, Record<string, unknown>];
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (TIMES.has(name)) continue;
    const place = at === '' ? name : `${at}.${name}`;
    const found = firstDifference(left[name], right[name], place);
    if (found !== '') return found;
  }
  return '';
}
