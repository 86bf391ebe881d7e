/**
 * Coordinates an exhaustive search: level by level, so that the first way found to a state is a
 * shortest one. Workers expand a level together; between levels, and where they pause, nothing
 * moves, and the table can grow or the search be saved.
 */

import { Checkpoint, type Counts, type Saved } from './checkpoint.js';
import { Judge } from './compile/judge.js';
import { Chunks, CONTROL, PACE_AT } from './engine/chunks.js';
import { Crew } from './engine/crew.js';
import type { Range } from './engine/log.js';
import type { Expanded, Statistics, WorkerSetup } from './engine/tasks.js';
import { countStates, Territory } from './engine/territory.js';
import type { Layout } from './layout.js';
import type { CheckModel, CheckSource } from './model.js';
import type { CheckOptions, Stop } from './result.js';
import { mergeStatistics } from './statistics.js';

/** One search, from its beginning to where it stops. */
export class Search {
  readonly model: CheckModel;
  readonly layout: Layout;
  readonly crew: Crew;
  readonly territory: Territory;
  readonly counts: Counts = { transitions: 0, orbitStates: 0, orbitTransitions: 0, deadlocks: 0 };
  stopped: Stop | undefined;
  /** The level that is expanded, and what is left of it. */
  depth: number = 0;
  rest: readonly Range[] = [];
  private readonly options: CheckOptions;
  private readonly control: Int32Array;
  private readonly pace: Float64Array;
  private readonly reads: SharedArrayBuffer;
  private readonly checkpoint: Checkpoint | undefined;
  private before: Statistics | undefined;
  private readonly started: number;
  private savedAt: number;
  private wantsSaving = false;

  constructor(source: CheckSource, model: CheckModel, layout: Layout, options: CheckOptions) {
    const workers = options.workers ?? 1;
    this.model = model;
    this.layout = layout;
    this.options = options;
    this.territory = new Territory(layout.words, options.lossy === true);
    const control = new SharedArrayBuffer(PACE_AT + 8 * workers);
    this.control = new Int32Array(control, 0, CONTROL.SIZE);
    this.pace = new Float64Array(control, PACE_AT, workers);
    this.reads = Judge.memory(model, layout);
    this.started = options.now?.() ?? 0;
    this.savedAt = this.started;
    const setups = setupsOf(source, model, options, control, this.reads);
    this.checkpoint =
      options.checkpoint === undefined
        ? undefined
        : new Checkpoint(options.checkpoint.folder, layout, { source, setup: setups[0] }, model);
    this.crew = new Crew(setups, () => this.beat());
  }

  /** Searches until everything is expanded or something stops it. */
  async run(): Promise<void> {
    const abort = (): void => this.stop('interrupted');
    this.options.signal?.addEventListener('abort', abort);
    try {
      if (this.options.signal?.aborted === true) abort();
      await this.begin();
      while (this.rest.length > 0 && this.stopped === undefined) await this.expandLevel();
      // Asked to stop, but nothing was left to do.
      if (this.rest.length === 0 && this.stopped !== 'finding') this.stopped = undefined;
      if (this.stopped !== undefined) await this.save();
      else this.checkpoint?.clear();
    } finally {
      this.options.signal?.removeEventListener('abort', abort);
    }
  }

  /** What the workers saw, with what was seen before a resumed search was saved. */
  async statistics(): Promise<Statistics> {
    const all = await this.crew.askAll({ kind: 'statistics' });
    return mergeStatistics(this.before === undefined ? all : [this.before, ...all]);
  }

  /** The visited set keeps fingerprints. */
  get isLossy(): boolean {
    return this.options.lossy === true;
  }

  /** Deals ranges out from their beginning. */
  dealAnew(): void {
    Atomics.store(this.control, CONTROL.NEXT_CHUNK, 0);
  }

  private async begin(): Promise<void> {
    const saved = this.options.checkpoint?.resume === true ? this.checkpoint?.load() : undefined;
    if (saved !== undefined) {
      await this.goOnFrom(saved);
      return;
    }
    this.checkpoint?.clear();
    await this.useTable();
    this.take(0, await this.crew.ask(0, { kind: 'seed' }));
    this.rest = this.territory.levels[0] ?? [];
    await this.stopAtFinding();
  }

  private async goOnFrom(saved: Saved): Promise<void> {
    saved.levels.forEach((ranges, depth) => this.territory.add(depth, ranges, []));
    this.territory.segments.push(...saved.segments);
    new Int32Array(this.reads).set(saved.reads);
    Object.assign(this.counts, saved.counts);
    this.before = saved.statistics;
    this.depth = saved.depth;
    this.rest = saved.rest;
    Atomics.store(this.control, CONTROL.STATES, this.territory.states);
    await this.growTable();
    // It was saved between two levels.
    if (this.rest.length === 0) await this.descend();
  }

  private async expandLevel(): Promise<void> {
    while (this.rest.length > 0) {
      const { segments } = this.territory;
      const { rest, depth } = this;
      Atomics.store(this.control, CONTROL.PAUSE, this.stopped === undefined ? 0 : 1);
      this.dealAnew();
      const replies = await this.crew.askAll({ kind: 'expand', depth, ranges: rest, segments });
      const dealt = Atomics.load(this.control, CONTROL.NEXT_CHUNK);
      for (const reply of replies) this.take(depth + 1, reply);
      this.rest = [...replies.flatMap((reply) => reply.rest), ...new Chunks(rest).from(dealt)];
      this.heed();
      if (this.stopped !== undefined && this.rest.length > 0) return;
      if (this.stopped === undefined) await this.makeRoom();
      if (this.stopped !== undefined && this.rest.length > 0) return;
      if (this.wantsSaving) await this.save();
    }
    await this.descend();
  }

  /** A level is finished: on to the next. */
  private async descend(): Promise<void> {
    this.depth += 1;
    this.rest = this.territory.levels[this.depth] ?? [];
    await this.stopAtFinding();
  }

  private take(depth: number, reply: Expanded): void {
    if (reply.ranges.length > 0) this.territory.add(depth, reply.ranges, reply.segments);
    this.counts.transitions += reply.transitions;
    this.counts.orbitStates += reply.orbitStates;
    this.counts.orbitTransitions += reply.orbitTransitions;
    this.counts.deadlocks += reply.deadlocks;
  }

  private async stopAtFinding(): Promise<void> {
    if (this.options.goOn === true || this.stopped !== undefined) return;
    const { broken } = await this.statistics();
    if (broken.some((sighting) => sighting !== undefined)) this.stopped = 'finding';
  }

  /** Grows the table where it is full; stops where a limit says so. */
  private async makeRoom(): Promise<void> {
    const { maxStates, maxMemoryBytes } = this.options.limits ?? {};
    const { territory } = this;
    const states = Atomics.load(this.control, CONTROL.STATES);
    if (maxStates !== undefined && states >= maxStates) {
      this.stopped = 'states';
      return;
    }
    if (states < territory.fullAt) return;
    if (maxMemoryBytes !== undefined && territory.bytesAfterGrowth(states) > maxMemoryBytes) {
      this.stopped = 'memory';
      return;
    }
    await this.growTable();
  }

  private async growTable(): Promise<void> {
    const { territory } = this;
    territory.grow(territory.states);
    await this.useTable();
    this.dealAnew();
    const { segments, levels } = territory;
    await this.crew.askAll({ kind: 'fill', ranges: levels.flat(), segments });
  }

  private async useTable(): Promise<void> {
    const { table, fullAt } = this.territory;
    const most = this.options.limits?.maxStates ?? Infinity;
    await this.crew.askAll({ kind: 'table', memory: table, fullAt: Math.min(fullAt, most) });
  }

  /** A worker is at work: time to look at the clock. */
  private beat(): void {
    this.heed();
    this.options.progress?.({
      states: Atomics.load(this.control, CONTROL.STATES),
      transitions: this.transitionsSoFar(),
      depth: this.depth,
      frontier: countStates(this.territory.levels[this.depth] ?? []),
      transitionsPerSecond: this.rate(),
      estimate: this.estimate(),
    });
  }

  private heed(): void {
    const { now, limits, checkpoint } = this.options;
    if (now === undefined) return;
    const time = now();
    if (time - this.started >= (limits?.timeLimitSeconds ?? Infinity)) this.stop('time');
    if (time - this.savedAt < (checkpoint?.everySeconds ?? Infinity)) return;
    this.wantsSaving = true;
    Atomics.store(this.control, CONTROL.PAUSE, 1);
  }

  private stop(why: Stop): void {
    this.stopped ??= why;
    Atomics.store(this.control, CONTROL.PAUSE, 1);
  }

  private async save(): Promise<void> {
    this.wantsSaving = false;
    if (this.checkpoint === undefined) return;
    const { territory, depth, rest, counts } = this;
    const reads = [...new Int32Array(this.reads)];
    this.checkpoint.save(territory, { depth, rest, counts, reads }, await this.statistics());
    this.savedAt = this.options.now?.() ?? 0;
  }

  private transitionsSoFar(): number {
    return this.pace.reduce((sum, each) => sum + each, 0);
  }

  private rate(): number {
    const elapsed = (this.options.now?.() ?? 0) - this.started;
    return elapsed > 0 ? this.transitionsSoFar() / elapsed : 0;
  }

  /** Levels that shrink, at the rate of the last two, make a geometric series. */
  private estimate(): number | undefined {
    const sizes = this.territory.levels.slice(0, this.depth + 1).map(countStates);
    const [last, size] = sizes.slice(-2);
    if (size === undefined || size >= last) return undefined;
    const ratio = size / last;
    return Math.round(sizes.reduce((sum, each) => sum + each, 0) + (size * ratio) / (1 - ratio));
  }
}

function setupsOf(
  source: CheckSource,
  model: CheckModel,
  options: CheckOptions,
  control: SharedArrayBuffer,
  reads: SharedArrayBuffer,
): WorkerSetup[] {
  const workers = options.workers ?? 1;
  const all = model.symmetry?.scalarsets.map(({ name }) => name);
  return Array.from({ length: workers }, (_, worker) => ({
    source,
    worker,
    workers,
    evaluation: options.evaluation ?? 'compiled',
    scalarsets: options.unreduced === true ? undefined : (options.scalarsets ?? all),
    lossy: options.lossy === true,
    profile: options.profile === true,
    control,
    reads,
  }));
}
