/**
 * What one worker does: takes chunks of the level, finds successors in batches, adds those that
 * are new to the visited set and to its log, and judges them.
 */

import { Compiled } from '../compile/compiled.js';
import { Judge } from '../compile/judge.js';
import { compareRules, PlainRules } from '../compile/plain.js';
import { Layout } from '../layout.js';
import type { CheckModel } from '../model.js';
import { Canonical } from '../symmetry/canonical.js';
import { hashOf, Visited } from '../visited.js';
import { Batch } from './batch.js';
import { Chunks, CONTROL, PACE_AT } from './chunks.js';
import type { Sighting } from './findings.js';
import { Log, type Range } from './log.js';
import { Tally } from './tally.js';
import type { Expanded, ExpandTask, Phase, Statistics, WorkerSetup } from './tasks.js';

/** Integers that remembered rules and verdicts may take before all is forgotten: 1 GiB. */
const MOST_REMEMBERED = 1 << 28;

/** What a worker has of its surroundings. */
export interface Surroundings {
  /** Seconds, for {@link WorkerSetup.profile}. */
  readonly clock: () => number;
  /** Called often while the worker is at it. */
  readonly beat: () => void;
}

/** Explores with memory shared between workers. */
export class Explorer {
  readonly layout: Layout;
  readonly log: Log;
  readonly canonical: Canonical | undefined;
  readonly compiled: Compiled;
  readonly model: CheckModel;
  readonly control: Int32Array;
  visited: Visited;
  private readonly setup: WorkerSetup;
  private readonly judge: Judge;
  private readonly plain: PlainRules;
  private readonly tally: Tally;
  private readonly clock: (() => number) | undefined;
  private readonly beat: () => void;
  /** Transitions of each worker, for progress. */
  private readonly pace: Float64Array;
  private readonly batch: Batch;
  private readonly form: Int32Array;
  /** Hashes of states that are looked up together, and what keeps early reading from going. */
  private hashes = new Int32Array(0);
  private touched = 0;
  private fullAt = 0;
  private depth = 0;
  private readonly seconds: Record<Phase, number>;

  constructor(setup: WorkerSetup, model: CheckModel, { clock, beat }: Surroundings) {
    this.setup = setup;
    this.model = model;
    this.clock = setup.profile ? clock : undefined;
    this.layout = new Layout(model);
    const { words } = this.layout;
    this.beat = beat;
    this.control = new Int32Array(setup.control, 0, CONTROL.SIZE);
    this.pace = new Float64Array(setup.control, PACE_AT, setup.workers);
    this.log = new Log(words, setup.worker, setup.workers);
    this.visited = new Visited(Visited.memory(1, words, setup.lossy), words, setup.lossy);
    this.compiled = new Compiled(model, this.layout);
    this.plain = new PlainRules(model, this.layout);
    this.judge = new Judge(model, this.layout, setup.reads);
    this.tally = new Tally(model);
    this.seconds = { rules: 0, symmetry: 0, hashing: 0, table: 0, invariants: 0 };
    this.canonical =
      model.symmetry === undefined || setup.scalarsets === undefined
        ? undefined
        : new Canonical(this.layout, model.symmetry, setup.scalarsets);
    this.batch = new Batch(words, this.canonical);
    this.form = new Int32Array(words);
  }

  /** Uses another table from now on; it counts as full when all workers have found `fullAt`. */
  useTable(memory: SharedArrayBuffer, fullAt: number): void {
    this.visited = new Visited(memory, this.layout.words, this.setup.lossy);
    this.fullAt = fullAt;
  }

  /** Adds the initial states. */
  seed(): Expanded {
    const { words } = this.layout;
    this.depth = -1;
    const { rows } = this.batch;
    for (const state of this.model.initial) {
      rows.ensure(1);
      const to = rows.count * rows.stride;
      this.layout.pack(state, rows.data, to);
      rows.data[to + words] = -1;
      rows.count += 1;
    }
    this.flush();
    return this.reply([]);
  }

  /** Adds states of the log to the table, as many chunks as it gets hold of. */
  fill(ranges: readonly Range[]): void {
    const { words } = this.layout;
    this.eachChunk(ranges, ({ segment, from, count }) => {
      const states = this.log.read(segment);
      if (this.hashes.length < count) this.hashes = new Int32Array(count);
      const { hashes, visited } = this;
      // As in a batch: memory answers for all of them at once.
      for (let i = 0; i < count; i += 1) {
        hashes[i] = hashOf(states, (from + i) * words, words);
        this.touched ^= visited.touch(hashes[i]);
      }
      for (let i = 0; i < count; i += 1) visited.insert(states, (from + i) * words, hashes[i]);
      return true;
    });
  }

  /** Expands states until there are no more or somebody asks for a pause. */
  expand({ depth, ranges, segments }: ExpandTask): Expanded {
    this.log.learn(segments);
    this.depth = depth;
    const rest: Range[] = [];
    this.eachChunk(ranges, (range) => {
      const done = this.expandRange(range);
      if (done < range.count) {
        rest.push({ ...range, from: range.from + done, count: range.count - done });
        return false;
      }
      return Atomics.load(this.control, CONTROL.PAUSE) === 0;
    });
    this.flush();
    return this.reply(rest);
  }

  /** Writes to `form` what stands for a packed state in the table. */
  formOf(packed: Int32Array, at: number, form: Int32Array): void {
    if (this.canonical !== undefined) this.canonical.form(packed, at, form, 0);
    else for (let word = 0; word < form.length; word += 1) form[word] = packed[at + word];
  }

  /** Calls `visit` with the chunks that this worker gets, until it answers false. */
  eachChunk(ranges: readonly Range[], visit: (range: Range) => boolean): void {
    const chunks = new Chunks(ranges);
    for (;;) {
      this.beat();
      const chunk = Atomics.add(this.control, CONTROL.NEXT_CHUNK, 1);
      if (chunk >= chunks.count || !visit(chunks.chunk(chunk))) return;
    }
  }

  /** What was seen since the worker was made. */
  statistics(): Statistics {
    this.tally.drain(this.rulesInUse().outcomes);
    const { fires, notes, broken, deadlock } = this.tally;
    const { exercised } = this.judge;
    const memory = this.compiled.size + this.judge.size;
    return { fires, notes, exercised, broken, deadlock, seconds: this.seconds, memory };
  }

  private rulesInUse(): Compiled | PlainRules {
    return this.setup.evaluation === 'plain' ? this.plain : this.compiled;
  }

  /** Expands a range; how many of its states, which is fewer if the table became full. */
  private expandRange({ segment, from, count }: Range): number {
    const states = this.log.read(segment);
    const { words } = this.layout;
    let began = this.clock?.() ?? 0;
    for (let i = 0; i < count; i += 1) {
      this.expandState(states, (from + i) * words);
      if (!this.batch.isFull) continue;
      this.lap('rules', began);
      this.flush();
      began = this.clock?.() ?? 0;
      if (Atomics.load(this.control, CONTROL.STATES) >= this.fullAt) {
        Atomics.store(this.control, CONTROL.PAUSE, 1);
        return i + 1;
      }
    }
    this.lap('rules', began);
    return count;
  }

  private expandState(states: Int32Array, at: number): void {
    const rules = this.rulesInUse();
    if (this.setup.evaluation === 'compare') {
      compareRules(this.model, this.layout, this.compiled, this.plain, states, at);
    }
    const transitions = rules.expand(states, at, this.batch.rows);
    this.tally.transitions += transitions;
    if (transitions === 0) this.tally.noteDeadlock(this.sighting(this.depth, states, at, false));
    if (rules.violating.length > 0) {
      const sighting = this.sighting(this.depth + 1, states, at, true);
      for (const transition of rules.violating) {
        this.tally.noteBroken(rules.outcomes.remarksOf(transition).violated, sighting);
      }
    }
    if (this.canonical === undefined) return;
    this.canonical.form(states, at, this.form, 0);
    this.tally.orbitStates += this.canonical.orbit;
    this.tally.orbitTransitions += this.canonical.orbit * transitions;
  }

  /** Adds the rows to the table and the log, judges what is new, and starts a new batch. */
  private flush(): void {
    const { batch, visited, log } = this;
    let began = this.clock?.() ?? 0;
    batch.dropRecent();
    began = this.lap('hashing', began);
    batch.makeForms();
    began = this.lap('symmetry', began);
    const found = batch.insertInto(visited, log);
    began = this.lap('table', began);
    for (let i = 0; i < found; i += 1) this.judgeRow(batch.fresh[i]);
    this.lap('invariants', began);
    batch.rows.count = 0;
    Atomics.add(this.control, CONTROL.STATES, found);
    this.pace[this.setup.worker] = this.tally.allTransitions();
    this.forget();
  }

  private judgeRow(row: number): void {
    const { rows, forms } = this.batch;
    const at = row * this.batch.formStride;
    const transition = rows.data[row * rows.stride + this.layout.words];
    let violated: readonly number[];
    if (this.setup.evaluation === 'plain') {
      violated = this.plain.violatedIn(forms, at, this.judge.exercised);
    } else if (this.canonical !== undefined || transition < 0) {
      // A canonical form differs from the state before in more than the transition stored.
      violated = this.judge.violatedIn(forms, at);
    } else {
      violated = this.judge.violatedAfter(transition, this.compiled.outcomes, forms, at);
    }
    if (violated.length === 0) return;
    this.tally.noteBroken(violated, this.sighting(this.depth + 1, forms, at, false));
  }

  private sighting(depth: number, states: Int32Array, at: number, byTransition: boolean): Sighting {
    return { depth, packed: states.slice(at, at + this.layout.words), byTransition };
  }

  private lap(phase: Phase, began: number): number {
    if (this.clock === undefined) return 0;
    const now = this.clock();
    this.seconds[phase] += now - began;
    return now;
  }

  private forget(): void {
    if (this.compiled.size + this.judge.size < MOST_REMEMBERED) return;
    this.tally.drain(this.compiled.outcomes);
    this.compiled.clear();
    this.judge.clear();
  }

  private reply(rest: readonly Range[]): Expanded {
    return { rest, ...this.log.report(), ...this.tally.takeCounts() };
  }
}
