/**
 * A chunk of cases, run on one thread. Everything that comes of it is plain data that can be
 * merged with that of other chunks, in order, whoever ran them.
 */

import type { Case } from '../../model/case.js';
import { OBLIGATIONS } from '../../model/clauses/index.js';
import { findReading, type Reading } from '../../model/readings.js';
import { UNSAFE } from '../../model/unsafe.js';
import { describe, signatureOf } from '../../properties/describe.js';
import { CaseArbitrary } from '../../properties/generation/case-arbitrary.js';
import type { FamilyName } from '../../properties/generation/kinds.js';
import { Runner, type RunResult } from '../../properties/run.js';
import { createTarget, TargetStartError } from '../../targets/index.js';
import type { Target } from '../../targets/interface.js';
import { Collector } from '../corpus/collect.js';
import type { Interesting } from '../corpus/types.js';
import type { Finding } from '../finding.js';
import { Recorder, record } from '../guard.js';
import type { Nondeterminism } from '../nondeterminism.js';
import { randomOf } from '../seeds.js';
import { Island } from './islands.js';

/** The part of a start corpus that an island breeds from, and the features of all of it. */
export interface ChunkStart {
  readonly parents: readonly Case[];
  readonly seen: Uint32Array;
}

/** What a chunk is told. */
export interface ChunkRequest {
  readonly seed: string;
  readonly first: number;
  readonly count: number;
  /** Island that breeds the cases, −1 for cases drawn blind. */
  readonly island: number;
  readonly readings: readonly string[];
  readonly servers: readonly ('kernel' | 'user')[];
  /** See `FuzzOptions.families`. */
  readonly families?: readonly FamilyName[];
  readonly inspection: boolean;
  readonly target: string;
  readonly watchdog: number;
  readonly fault: string;
  /** Run every case twice whose number this divides; none when left out. */
  readonly twice?: number;
  /** Cases worth keeping are wanted; what the campaign began with. Left out: they are not. */
  readonly start?: ChunkStart;
  /** Stop after the first case whose finding names one of these clauses, or any; empty: never. */
  readonly until: readonly string[] | 'any';
}

/** What a chunk gives. */
export interface ChunkResult {
  readonly first: number;
  /** Cases that were run; fewer than asked for when `until` was met. */
  readonly cases: number;
  readonly operations: number;
  readonly open: number;
  readonly inconclusive: number;
  /** Times that each obligation was put to the test, by index. */
  readonly exercised: Uint32Array;
  /** Times met and declined: [(danger − 1) × readings + reading] × 2. */
  readonly unsafe: Uint32Array;
  /** The first finding of each signature in this chunk, as it was found. */
  readonly findings: readonly Finding[];
  /** Cases that gave another result when they were run again. */
  readonly odd: readonly Nondeterminism[];
  /** Cases that showed something new in this chunk; absent where nobody asked for them. */
  readonly interesting?: readonly Interesting[];
  /** True when `until` was met by the last case. */
  readonly met: boolean;
  /** Times that the target was started again. */
  readonly restarts: number;
  /** Why the target could not go on, '' where it could: the chunk ends there. */
  readonly lost: string;
}

/** Operations drawn for a case before the closing ones. */
const OPERATIONS = 30;

/** Runs chunks; keeps boards and scratch memory between them. */
export class ChunkRunner {
  private readonly runners = new Map<string, Runner>();
  private readonly targets = new Map<string, Target>();

  run(request: ChunkRequest): ChunkResult {
    const readings = request.readings.map((id) => findReading(id) as Reading);
    const { servers, families } = request;
    const space = { readings, servers, operations: OPERATIONS };
    const arbitrary = new CaseArbitrary(families === undefined ? space : { ...space, families });
    const tally = new Tally(request);
    const { seed, start } = request;
    const island =
      request.island < 0 ? null : new Island(arbitrary, seed, request.island, start?.parents);
    const before = this.restarts();
    try {
      this.runCases(request, arbitrary, island, tally);
    } catch (error) {
      if (!(error instanceof TargetStartError)) throw error;
      tally.lost = error.message;
    }
    tally.restarts = this.restarts() - before;
    tally.collect(this.runners.values());
    return tally.result();
  }

  private runCases(
    request: ChunkRequest,
    arbitrary: CaseArbitrary,
    island: Island | null,
    tally: Tally,
  ): void {
    for (let index = 0; index < request.count; index += 1) {
      const number = request.first + index;
      const given = island?.next(index) ?? arbitrary.drawCase(randomOf(request.seed, number));
      const runner = this.runnerFor(request, given.platform.reading);
      const reading = request.readings.indexOf(given.platform.reading);
      const isSampled = request.twice !== undefined && number % request.twice === 0;
      const first = isSampled ? new Recorder() : null;
      const watcher = (step: number, at: Runner): void => {
        tally.watch(at, reading);
        island?.watch(at);
        first?.watch(step, at);
        tally.collector?.watch(step, at);
      };
      const result = runner.run(given, given.domain, watcher);
      tally.cases += 1;
      island?.end(given);
      tally.collector?.end(plain(given), number, result);
      tally.operations += result.operations;
      if (result.verdict === 'open' || result.verdict === 'hung') tally.open += 1;
      if (result.verdict === 'overflow') tally.inconclusive += 1;
      if (result.verdict === 'departure' && this.note(request, given, number, result, tally)) break;
      if (first !== null) {
        first.end(result.verdict);
        const difference = first.differsFrom(record(runner, given, given.domain));
        const { reading: where } = given.platform;
        if (difference !== null) {
          const bred = request.island < 0 ? '' : `, bred on island ${request.island}`;
          tally.odd.push({ what: `case ${number}${bred}`, reading: where, ...difference });
        }
      }
    }
  }

  /** Describes a departure; true when the chunk is to stop there. */
  private note(
    request: ChunkRequest,
    given: Case,
    number: number,
    result: RunResult,
    tally: Tally,
  ): boolean {
    const runner = this.runnerFor(request, given.platform.reading);
    const bred = request.island >= 0;
    const origin = { ...origins(request), case: number, ...(bred && { island: request.island }) };
    return tally.note(signatureOf(runner, given), () =>
      describe(runner, plain(given), result, origin),
    );
  }

  private restarts(): number {
    let most = 0;
    // Targets from outside share one connection.
    for (const { restarts = 0 } of this.targets.values()) most = Math.max(most, restarts);
    return most;
  }

  private runnerFor(request: ChunkRequest, reading: string): Runner {
    const key = `${request.target} ${request.fault} ${reading} ${request.inspection}`;
    const known = this.runners.get(key);
    if (known !== undefined) return known;
    const target = createTarget(request.target, reading, request.fault, request.watchdog);
    const runner = new Runner(target, request.inspection);
    this.targets.set(key, target);
    this.runners.set(key, runner);
    return runner;
  }
}

function origins(request: ChunkRequest): { seed: string; target: string; fault: string } {
  return { seed: request.seed, target: request.target, fault: request.fault };
}

/** The case without the domain that it was drawn in. */
function plain(given: Case): Case {
  const { platform, applications, regions, buffers, program } = given;
  return { platform, applications, regions, buffers, program };
}

/** Counts of one chunk. */
class Tally {
  cases = 0;
  operations = 0;
  open = 0;
  inconclusive = 0;
  restarts = 0;
  lost = '';
  readonly odd: Nondeterminism[] = [];
  readonly collector: Collector | null;
  private met = false;
  private readonly request: ChunkRequest;
  private readonly exercised = new Uint32Array(OBLIGATIONS.length + 1);
  private readonly unsafe: Uint32Array;
  private readonly findings = new Map<string, Finding>();

  constructor(request: ChunkRequest) {
    this.request = request;
    this.collector = request.start === undefined ? null : new Collector(request.start.seen);
    this.unsafe = new Uint32Array(UNSAFE.length * request.readings.length * 2);
  }

  /** After each operation: documented dangers. */
  watch(runner: Runner, reading: number): void {
    const { unsafe, declined } = runner.belief;
    if (unsafe <= 0) return;
    const cell = (unsafe - 1) * this.request.readings.length + reading;
    this.unsafe[cell * 2 + (declined ? 1 : 0)] += 1;
  }

  /** Keeps the first finding of a signature; true when the chunk is to stop here. */
  note(signature: string, make: () => Finding): boolean {
    if (this.findings.has(signature)) return false;
    const finding = make();
    this.findings.set(signature, finding);
    const { until } = this.request;
    this.met = until === 'any' || finding.clauses.some((clause) => until.includes(clause));
    return this.met;
  }

  /** Takes over what the runners counted, and empties their counters. */
  collect(runners: Iterable<Runner>): void {
    for (const { belief } of runners) {
      for (let i = 0; i < this.exercised.length; i += 1) {
        this.exercised[i] += belief.exercised[i];
      }
      belief.exercised.fill(0);
    }
  }

  result(): ChunkResult {
    return {
      first: this.request.first,
      cases: this.cases,
      operations: this.operations,
      open: this.open,
      inconclusive: this.inconclusive,
      exercised: this.exercised,
      unsafe: this.unsafe,
      findings: [...this.findings.values()],
      odd: this.odd,
      ...(this.collector !== null && { interesting: this.collector.kept }),
      met: this.met,
      restarts: this.restarts,
      lost: this.lost,
    };
  }
}
