/** The fuzzing campaign: cases by number, in chunks, merged in order; findings reduced once. */

import { OBLIGATIONS } from '../model/clauses/index.js';
import { READINGS } from '../model/readings.js';
import { Runner } from '../properties/run.js';
import { createTarget, SIMULATOR, TargetStartError } from '../targets/index.js';
import type { Target } from '../targets/interface.js';
import { Keeping } from './corpus/collect.js';
import { cover } from './corpus/cover.js';
import type { CorpusStart, Interesting } from './corpus/types.js';
import type { Finding } from './finding.js';
import { type ChunkRequest, type ChunkResult, ChunkRunner } from './fuzz/chunk.js';
import { coverageOf } from './fuzz/coverage.js';
import { ISLANDS } from './fuzz/islands.js';
import { unsafeEntries } from './fuzz/unsafe.js';
import { guardFinding, SAMPLED } from './guard.js';
import type { Nondeterminism } from './nondeterminism.js';
import { offeredPlaces } from './offer.js';
import type { FuzzOptions } from './options.js';
import { reduceFinding } from './reduce.js';
import type { FuzzReport, ReportedFinding } from './reports.js';
import { weighedSlice } from './slice.js';
import { secondsSince, startClock } from './workers/clock.js';
import { createPool, type Pool } from './workers/pool.js';

/** Cases of one chunk: small enough to stop between, large enough to be worth a message. */
const CHUNK = 250;
/** The same for a target from outside, which is a hundred times slower. */
const CHUNK_OUTSIDE = 25;

/** IDs of the readings that an option names; empty means all. Throws RangeError on others. */
export function readingIds(wanted: readonly string[]): readonly string[] {
  if (wanted.length === 0) return READINGS.map((reading) => reading.id);
  for (const id of wanted) {
    if (!READINGS.some((reading) => reading.id === id))
      throw new RangeError(`unknown reading ${id}`);
  }
  return READINGS.map((reading) => reading.id).filter((id) => wanted.includes(id));
}

/** What has been merged so far. */
class Campaign {
  cases = 0;
  operations = 0;
  open = 0;
  inconclusive = 0;
  readonly exercised = new Uint32Array(OBLIGATIONS.length + 1);
  readonly findings: ReportedFinding[] = [];
  unsafe: Uint32Array = new Uint32Array(0);
  restarts = 0;
  lost = '';
  readonly odd: Nondeterminism[] = [];
  private readonly signatures: Set<string>;
  private readonly options: FuzzOptions;
  private readonly total: number;
  private readonly keeping: Keeping | null;

  /** `total`: cases that are to be run. */
  constructor(options: FuzzOptions, total: number) {
    this.options = options;
    this.total = total;
    this.signatures = new Set(options.known);
    const { corpus } = options;
    this.keeping = corpus === undefined ? null : new Keeping(corpus.seen);
  }

  /** What came of the start corpus: a part of the first slice. */
  begin({ cases, operations, exercised, found }: CorpusStart): void {
    this.cases += cases.length;
    this.operations += operations;
    add(this.exercised, exercised);
    for (const finding of found) this.note(finding);
  }

  /** Few cases that show all that was new; undefined where nobody asked. */
  get interesting(): readonly Interesting[] | undefined {
    return this.keeping === null ? undefined : cover(this.keeping.kept, this.options.corpus?.seen);
  }

  /** Merges a chunk; false when the campaign is to stop. */
  take(chunk: ChunkResult): boolean {
    this.cases += chunk.cases;
    this.operations += chunk.operations;
    this.open += chunk.open;
    this.inconclusive += chunk.inconclusive;
    this.restarts += chunk.restarts;
    this.lost = chunk.lost;
    add(this.exercised, chunk.exercised);
    if (this.unsafe.length === 0) this.unsafe = new Uint32Array(chunk.unsafe.length);
    add(this.unsafe, chunk.unsafe);
    this.odd.push(...chunk.odd);
    this.keeping?.take(chunk.interesting ?? []);
    for (const finding of chunk.findings) this.note(finding);
    const { onProgress, failFast } = this.options;
    onProgress?.({
      done: this.cases,
      total: this.total,
      operations: this.operations,
      findings: this.findings.length,
      label: 'fuzzing',
    });
    return !(failFast && this.findings.length > 0) && this.lost === '';
  }

  private note(found: Finding): void {
    if (this.signatures.has(found.signature)) return;
    this.signatures.add(found.signature);
    this.guard(found);
    const finding = this.options.reduce ? this.reduce(found) : found;
    this.findings.push({ ...finding, file: '' });
    this.options.onFinding?.(finding);
  }

  /** Every finding is run twice more. */
  private guard(finding: Finding): void {
    const { target, fault } = finding.origin;
    const { inspection, watchdog } = this.options;
    const { reading } = finding.case.platform;
    try {
      const runner = new Runner(createTarget(target, reading, fault, watchdog), inspection);
      const odd = guardFinding(finding, runner);
      if (odd !== null) this.odd.push(odd);
    } catch (error) {
      // A target that cannot go on says so elsewhere.
      if (!(error instanceof TargetStartError)) throw error;
    }
  }

  private reduce(finding: Finding): Finding {
    const { target: name, fault } = finding.origin;
    const { inspection, watchdog, readings } = this.options;
    const make = (reading: string): Target => createTarget(name, reading, fault, watchdog);
    try {
      const target = make(finding.case.platform.reading);
      const elsewhere = { readings, createTarget: make };
      return reduceFinding(finding, { target, inspection, elsewhere }).finding;
    } catch (error) {
      // A target that cannot go on: the finding counts as it was found.
      if (!(error instanceof TargetStartError)) throw error;
      return finding;
    }
  }
}

/** Which cases a chunk runs. */
type PlannedChunk = Pick<ChunkRequest, 'first' | 'count' | 'island'>;

/** Runs chunks somewhere else than on threads of this process. The result is the same. */
export interface Elsewhere {
  readonly pool: Pool<ChunkRequest, ChunkResult>;
  /** Cases of one chunk when so many are drawn blind. */
  readonly chunkOf: (blind: number) => number;
}

/** Blind cases first, in chunks; then the islands, each in one piece; of these the slice. */
function planChunks(
  options: FuzzOptions,
  elsewhere: Elsewhere | undefined,
): readonly PlannedChunk[] {
  const { runs, guided, firstCase, target, slice } = options;
  const bred = Math.floor((runs * guided) / 100);
  const blind = runs - bred;
  const plan: PlannedChunk[] = [];
  const here = target === SIMULATOR ? CHUNK : CHUNK_OUTSIDE;
  const most = elsewhere?.chunkOf(blind) ?? here;
  for (let at = 0; at < blind; at += most) {
    plan.push({ first: firstCase + at, count: Math.min(most, blind - at), island: -1 });
  }
  for (let island = 0, at = blind; island < ISLANDS; island += 1) {
    const count =
      Math.floor((bred * (island + 1)) / ISLANDS) - Math.floor((bred * island) / ISLANDS);
    if (count > 0) plan.push({ first: firstCase + at, count, island });
    at += count;
  }
  return weighedSlice(plan, slice, ({ count }) => count);
}

function add(into: Uint32Array, from: Uint32Array): void {
  for (let i = 0; i < into.length; i += 1) into[i] += from[i];
}

/** Worker threads: whoever listens on a TCP port may serve one connection at a time. */
function workersFor({ target, workers }: FuzzOptions): number {
  return target.startsWith('tcp:') ? 1 : workers;
}

/**
 * Runs a fuzzing campaign. Equal options give equal reports, `seconds` apart, for any number of
 * workers, here or elsewhere, as far as the target is deterministic. Throws RangeError for an
 * unknown reading or fault, TargetStartError for a target that cannot be started.
 */
export async function fuzz(asked: FuzzOptions, elsewhere?: Elsewhere): Promise<FuzzReport> {
  const started = startClock();
  const wanted = readingIds(asked.readings);
  const probe = createTarget(asked.target, wanted[0], asked.fault, asked.watchdog);
  const places = offeredPlaces(probe, { readings: wanted, servers: asked.servers });
  const options: FuzzOptions = { ...asked, ...places };
  const plan = planChunks(options, elsewhere);
  const planned = plan.reduce((sum, { count }) => sum + count, 0);
  const { corpus, slice } = options;
  const begins = corpus !== undefined && (slice === undefined || slice.number === 1);
  const campaign = new Campaign(options, planned + (begins ? corpus.cases.length : 0));
  if (begins) campaign.begin(corpus);
  await runChunks(options, plan, campaign, elsewhere?.pool ?? poolHere(options));
  return reportOf(options, campaign, secondsSince(started));
}

/** Threads of this process. */
function poolHere(options: FuzzOptions): Pool<ChunkRequest, ChunkResult> {
  const here = new ChunkRunner();
  const workerFile = new URL('./workers/chunk.js', import.meta.url);
  return createPool(workersFor(options), workerFile, (request) => here.run(request));
}

async function runChunks(
  options: FuzzOptions,
  plan: readonly PlannedChunk[],
  campaign: Campaign,
  pool: Pool<ChunkRequest, ChunkResult>,
): Promise<void> {
  const { seed, readings, servers, inspection, target, watchdog, fault, families } = options;
  const until: ChunkRequest['until'] = options.failFast ? 'any' : [];
  const drawn = families === undefined ? {} : { families };
  const common = { seed, readings, servers, inspection, target, watchdog, fault, until };
  const shared = { ...common, twice: SAMPLED, ...drawn };
  const starts = startsOf(options.corpus);
  const request = (index: number): ChunkRequest => {
    const chunk = plan[index];
    return { ...chunk, ...shared, ...starts(chunk.island) };
  };
  try {
    await pool.run(plan.length, request, (chunk) => campaign.take(chunk), options.signal);
  } finally {
    await pool.close();
  }
}

/** The part of the corpus that an island begins with: each case is of one island. */
function startsOf(
  corpus: CorpusStart | undefined,
): (island: number) => Pick<ChunkRequest, 'start'> {
  if (corpus === undefined) return () => ({});
  const { cases, seen } = corpus;
  return (island) => {
    const parents = cases.filter((_, index) => index % ISLANDS === island);
    return { start: { parents, seen } };
  };
}

function reportOf(options: FuzzOptions, campaign: Campaign, seconds: number): FuzzReport {
  const { seed, target, fault, readings, inspection, signal } = options;
  const { cases, operations, open, inconclusive, restarts, lost, findings } = campaign;
  const { interesting } = campaign;
  return {
    ...(interesting !== undefined && { interesting }),
    seed,
    target,
    fault,
    readings,
    cases,
    operations,
    open,
    inconclusive,
    seconds,
    interrupted: signal?.aborted === true,
    restarts,
    lost,
    findings,
    nondeterminism: campaign.odd,
    unsafe: unsafeEntries(campaign.unsafe, readings),
    clauses: coverageOf(campaign.exercised, readings, inspection),
  };
}
