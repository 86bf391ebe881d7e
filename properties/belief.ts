/**
 * The belief: every world that explains what a target has shown so far. One judge serves fuzz,
 * replay, conformance and logs.
 */

import { OBLIGATIONS } from '../model/clauses/index.js';
import { isEnabled, perform } from '../model/model.js';
import { find } from '../model/operations/access.js';
import { Answer, type Outcome } from '../model/outcome.js';
import { type Operation, Step } from '../model/step.js';
import type { Domain } from '../model/world/domain.js';
import { layout } from '../model/world/layout.js';
import { World } from '../model/world/world.js';
import type { Inspection, Request, Response } from '../targets/interface.js';
import { agreesWith } from './answers.js';
import { coverInspected } from './inspected.js';
import { Inspector } from './inspection.js';
import { brokenInvariant } from './invariants.js';
import { Mismatch } from './mismatch.js';

/** Room for the worlds of a usual case. */
const SLAB_WORDS = 1 << 16;
/** Most worlds that a belief may hold; beyond it a case is inconclusive, never a pass. */
export const MOST_WORLDS = 4096;

/** Up to so many worlds are compared word by word. */
const FEW_WORLDS = 8;

/** What observing an operation led to. */
export type Verdict =
  /** Some world explains it. */
  | 'explained'
  /** No world does: `mismatch` and `nearest` say why. */
  | 'departure'
  /** The case ends here with no verdict: no rule speaks of what follows. */
  | 'open'
  /** A permitted hang: the case ends. */
  | 'hung'
  /** Too many worlds. */
  | 'overflow';

/** Judges a target's responses, one operation after the other. */
export class Belief {
  worlds: World[] = [];
  readonly step: Step = new Step();
  /** The difference on the branch that came nearest. */
  readonly mismatch: Mismatch = new Mismatch();
  /** Times that each obligation's condition held and was compared, by index. */
  readonly exercised: Uint32Array = new Uint32Array(OBLIGATIONS.length + 1);
  /** Documented danger (1 + index in UNSAFE) of the last operation, 0 none. */
  unsafe = 0;
  /** Branches that the last operation permits, over all worlds, and those that explain it. */
  branches = 0;
  taken = 0;
  /** Where not null: how often each obligation was cited by a branch that was not taken. */
  untaken: Uint32Array | null = null;
  /** True when the target stepped back from a wrong call where its reading lets it through. */
  declined = false;
  private readonly inspector = new Inspector();
  private readonly trial = new Mismatch();
  private spare: World[] = [];
  /** Where worlds live that last no longer than a case. */
  private readonly slab = new Int32Array(SLAB_WORDS);
  private slabUsed = 0;
  private inSlab = false;
  /** Spare worlds of each domain that {@link goOn} has met. */
  private readonly pools = new WeakMap<Domain, World[]>();
  private survivors: World[] = [];
  private readonly hashes = new Int32Array(MOST_WORLDS + 1);
  private domain: Domain | null = null;
  private opens = false;
  private hangs = false;

  /** Begins a case: one fresh world. The worlds of the case before are used again. */
  begin(domain: Domain): void {
    if (this.domain !== domain || !this.inSlab) {
      this.domain = domain;
      this.spare = [];
      this.worlds = [];
      this.survivors = [];
      this.slabUsed = 0;
      this.inSlab = true;
    }
    this.recycle(this.worlds);
    this.recycle(this.survivors);
    const world = this.take(domain);
    world.reset();
    this.worlds.push(world);
    this.opens = false;
    this.hangs = false;
  }

  /** Goes on from these worlds, one at least, of one domain: beliefs may share their judge. */
  goOn(worlds: World[]): void {
    const { domain } = worlds[0];
    this.recycle(this.survivors);
    if (this.domain !== domain || this.inSlab) {
      this.domain = domain;
      this.inSlab = false;
      this.spare = this.pools.get(domain) ?? [];
      this.pools.set(domain, this.spare);
    }
    this.survivors = [];
    this.worlds = worlds;
  }

  /** The world that stands for the belief where one is enough: the first. */
  get first(): World {
    return this.worlds[0];
  }

  /** True when an operation can be issued in every world (a record needs a free slot in each). */
  allows(request: Operation): boolean {
    for (const world of this.worlds) if (!isEnabled(world, request)) return false;
    return true;
  }

  /** Offset in its root region of the memory that a write is to; 0 where no world has any. */
  rootOffset(request: Operation): number {
    const { step } = this;
    step.request = request;
    step.resumed = false;
    for (const world of this.worlds) {
      step.world = world;
      find(step);
      if (step.place.region >= 0) return step.place.offset;
    }
    return 0;
  }

  /**
   * Takes one operation and what came of it. `held` is the operation that `resume` goes on with;
   * `tag` is what a write stores. Throws MissingCut.
   */
  observe(
    request: Request,
    held: Operation,
    tag: number,
    response: Response,
    inspection: Inspection | null,
  ): Verdict {
    const { step } = this;
    step.request = request;
    step.held = held;
    step.tag = tag;
    this.unsafe = -1;
    this.declined = false;
    this.opens = false;
    this.hangs = false;
    this.branches = 0;
    this.taken = 0;
    this.mismatch.clear();
    this.recycle(this.survivors);
    for (const world of this.worlds) {
      if (!this.explore(world, request, response, inspection)) return 'overflow';
      if (this.opens) return 'open';
    }
    if (this.survivors.length === 0) return this.hangs ? 'hung' : 'departure';
    this.recycle(this.worlds);
    const before = this.worlds;
    this.worlds = this.survivors;
    this.survivors = before;
    this.unsafe = Math.max(this.unsafe, 0);
    return 'explained';
  }

  /** Every branch of the operation from one world; false on overflow. */
  private explore(
    world: World,
    request: Request,
    response: Response,
    inspection: Inspection | null,
  ): boolean {
    const { step } = this;
    const { outcome, choices } = step;
    choices.reset();
    do {
      choices.begin();
      const next = this.take(world.domain);
      next.copyFrom(world);
      step.world = next;
      perform(step);
      if (this.isExplained(next, outcome, request, response, inspection)) {
        this.keep(next, outcome, inspection);
        if (this.survivors.length > MOST_WORLDS) return false;
      } else this.spare.push(next);
      if (this.opens) return true;
    } while (choices.advance());
    return true;
  }

  private isExplained(
    next: World,
    outcome: Outcome,
    request: Request,
    response: Response,
    inspection: Inspection | null,
  ): boolean {
    if (outcome.answer === Answer.impossible) return false;
    const { trial } = this;
    this.branches += 1;
    const agreed =
      agreesWith(next, outcome, request, response, trial) &&
      (inspection === null ||
        outcome.answer === Answer.hung ||
        outcome.answer === Answer.open ||
        this.inspector.agrees(next, outcome, inspection, trial));
    if (!agreed) {
      if (trial.check > this.mismatch.check) this.mismatch.copyFrom(trial);
      if (this.untaken !== null) this.untaken[outcome.valueCite || outcome.keepCite] += 1;
      return false;
    }
    this.taken += 1;
    if (outcome.answer === Answer.open) this.opens = true;
    if (outcome.answer === Answer.hung) {
      this.hangs = true;
      return false;
    }
    return outcome.answer !== Answer.open;
  }

  private keep(next: World, outcome: Outcome, inspection: Inspection | null): void {
    const broken = brokenInvariant(next);
    if (broken !== '') throw new Error(`the model broke ${broken}: a defect of marshalcheck`);
    this.cover(next, outcome, inspection);
    const same = this.unsafe === -1 || this.unsafe === outcome.unsafe;
    this.unsafe = same ? outcome.unsafe : 0;
    this.declined = outcome.declined;
    if (this.isSurvivor(next)) this.spare.push(next);
    else this.survivors.push(next);
  }

  /** True when a survivor is the same state; notes the state's hash for the next one. */
  private isSurvivor(next: World): boolean {
    const { survivors, hashes } = this;
    const count = survivors.length;
    const isMany = count >= FEW_WORLDS;
    if (count === FEW_WORLDS) {
      for (let i = 0; i < count; i += 1) hashes[i] = survivors[i].hash();
    }
    const hash = isMany ? next.hash() : 0;
    for (let i = 0; i < count; i += 1) {
      if ((!isMany || hashes[i] === hash) && survivors[i].equals(next)) return true;
    }
    hashes[count] = hash;
    return false;
  }

  private cover(next: World, outcome: Outcome, inspection: Inspection | null): void {
    const { exercised } = this;
    exercised[outcome.valueCite] += 1;
    exercised[outcome.pointerCite] += 1;
    for (let i = 0; i < outcome.citeCount; i += 1) exercised[outcome.cites[i]] += 1;
    for (let i = 0; i < outcome.segments; i += 1) exercised[outcome.segmentCite[i]] += 1;
    if (inspection === null) return;
    coverInspected(exercised, next, outcome, inspection);
  }

  private take(domain: Domain): World {
    return this.spare.pop() ?? this.make(domain);
  }

  private make(domain: Domain): World {
    const at = layout(domain);
    const first = this.slabUsed;
    if (!this.inSlab || first + at.words > SLAB_WORDS) return new World(domain);
    this.slabUsed += at.words;
    return new World(domain, this.slab.subarray(first, this.slabUsed), at);
  }

  private recycle(worlds: World[]): void {
    for (const world of worlds) this.spare.push(world);
    worlds.length = 0;
  }
}
