/** Runs one case on a target under the eyes of a belief. All that drives a target is here. */

import {
  type Case,
  decode,
  domainOf,
  emptyOperation,
  lengthOf,
  NAMES,
  Word,
} from '../model/case.js';
import type { Operation } from '../model/step.js';
import { type Domain, MissingCut, Rights, TAG_INITIAL } from '../model/world/domain.js';
import {
  type Costs,
  PAGE_BYTES,
  PAGE_NOACCESS,
  PAGE_NOCACHE,
  PAGE_READONLY,
  PAGE_READWRITE,
  POINTER_SENTINEL,
  type Region,
  type Request,
  type Response,
  type Setup,
  type Target,
  TargetFailure,
} from '../targets/interface.js';
import { Belief, type Verdict } from './belief.js';
import { bytesOf } from './bytes.js';
import { costsOf } from './offers.js';

const PROTECTIONS = [PAGE_NOACCESS, PAGE_READONLY, PAGE_READWRITE];
const RESPONSE_BYTES = 1 << 20;

/**
 * What the target needs to know of a case. `room`: where contents that are not one tag's are made,
 * one array a region; a setup made there holds until the next one.
 */
export function setupOf(given: Case, room: Uint8Array[] = []): Setup {
  const { platform } = given;
  const regions = given.regions.map((region, index): Region => {
    const pages = region.runs.reduce((sum, run) => sum + run.pages, 0);
    let contents = bytesOf(TAG_INITIAL + index, 0, pages * PAGE_BYTES);
    if (region.zeroes.length > 0) contents = copyInto(room, index, contents);
    for (const zero of region.zeroes) contents.fill(0, zero.offset, zero.offset + zero.size);
    const runs = region.runs.map((run) => ({
      pages: run.pages,
      protection:
        (PROTECTIONS[run.rights] ?? PAGE_NOACCESS) |
        (run.cached || run.rights === Rights.none ? 0 : PAGE_NOCACHE),
    }));
    return { process: region.process, base: region.base, runs, contents };
  });
  return {
    reading: platform.reading,
    copyLimitBytes: platform.copyLimit,
    server: platform.server,
    applications: given.applications,
    regions,
    personality: platform.personality,
  };
}

/** The bytes in the room's array of that index, which is made larger as needed. */
function copyInto(room: Uint8Array[], index: number, bytes: Uint8Array): Uint8Array {
  while (room.length <= index) room.push(new Uint8Array(0));
  if (room[index].length < bytes.length) room[index] = new Uint8Array(bytes.length);
  const copy = room[index].subarray(0, bytes.length);
  copy.set(bytes);
  return copy;
}

/** How a run ended. */
export interface RunResult {
  readonly verdict: Verdict | 'passed';
  /** Index of the operation at which it ended, in the program. */
  readonly at: number;
  /** Operations that were carried out. */
  readonly operations: number;
}

/**
 * Called after every operation that was carried out, in order. An index that is not above the last
 * one says that the run started over, with a finer layout: what was noted so far is void.
 */
export type Watcher = (index: number, runner: Runner) => void;

/** Owns everything that a run needs, so that running a case allocates next to nothing. */
export class Runner {
  readonly belief: Belief = new Belief();
  readonly request: Request = { ...emptyOperation(), bytes: new Uint8Array(0) };
  readonly response: Response = {
    status: 'returned',
    value: 0,
    pointer: POINTER_SENTINEL,
    bytes: Buffer.alloc(RESPONSE_BYTES),
  };
  /** Address that each name holds, −1 for none. */
  readonly pointers: Float64Array = new Float64Array(NAMES);
  readonly held: Operation = emptyOperation();
  private heldResult = 0;
  private readonly room: Uint8Array[] = [];
  /** Times that the target was reset. */
  resets = 0;
  private readonly target: Target;
  private readonly inspects: boolean;

  /** `inspects` false: the target's inspection is not used even where it has one. */
  constructor(target: Target, inspects = true) {
    this.target = target;
    this.inspects = inspects;
  }

  /** Runs a case; `domain` must fit it, and is made from it when left out. */
  run(given: Case, domain?: Domain, watcher?: Watcher): RunResult {
    const extra: { region: number; offset: number }[] = [];
    let fitting = domain ?? domainOf(given);
    for (;;) {
      try {
        return this.attempt(given, fitting, watcher);
      } catch (error) {
        if (!(error instanceof MissingCut)) throw error;
        extra.push({ region: error.region, offset: error.offset });
        fitting = domainOf(given, extra);
      }
    }
  }

  private attempt(given: Case, domain: Domain, watcher: Watcher | undefined): RunResult {
    const { belief, target } = this;
    target.reset(setupOf(given, this.room));
    this.resets += 1;
    belief.begin(domain);
    this.pointers.fill(-1);
    const count = lengthOf(given.program);
    let operations = 0;
    for (let index = 0; index < count; index += 1) {
      if (!decode(given.program, index, this.pointers, this.request)) continue;
      if (!belief.allows(this.request)) continue;
      operations += 1;
      const verdict = this.execute(given.program, index);
      watcher?.(index, this);
      if (verdict !== 'explained') return { verdict, at: index, operations };
    }
    return { verdict: 'passed', at: count, operations };
  }

  private execute(program: Int32Array, index: number): Verdict {
    const { request, response, belief, target } = this;
    const at = index * Word.width;
    const tag = program[at + Word.tag];
    if (request.operation === 'write') this.prepareBytes(tag, belief);
    response.status = 'returned';
    response.value = 0;
    response.pointer = POINTER_SENTINEL;
    if (request.pause !== '' && !target.pauses) response.status = 'refused';
    else target.perform(request, response);
    if (isRefused(response)) return 'explained';
    const verdict = this.judge(tag);
    this.remember(program, at);
    return verdict;
  }

  /** What the belief says; a target that breaks while it is looked into gave no answer either. */
  private judge(tag: number): Verdict {
    const { request, response, belief, held } = this;
    const inspection = this.inspects ? this.target.inspection : null;
    try {
      return belief.observe(request, held, tag, response, inspection);
    } catch (error) {
      if (!(error instanceof TargetFailure)) throw error;
      response.status = error.status;
      return belief.observe(request, held, tag, response, null);
    }
  }

  /** What the run has cost so far; null where the target counts nothing. */
  get costs(): Costs | null {
    return costsOf(this.target);
  }

  /** What the target said since its reset, for a finding. */
  evidence(): string {
    return this.target.evidence?.() ?? '';
  }

  /** Bytes of a write: the tag's, at the offsets that the address has in its root region. */
  private prepareBytes(tag: number, belief: Belief): void {
    const { request } = this;
    const offset = belief.rootOffset(request);
    request.bytes = bytesOf(tag, offset, request.size);
  }

  /** Keeps the out-pointer under the result's name, and a held call until it goes on. */
  private remember(program: Int32Array, at: number): void {
    const { request, response, held } = this;
    if (response.status === 'paused') {
      this.heldResult = program[at + Word.result];
      Object.assign(held, request);
      return;
    }
    const result = request.operation === 'resume' ? this.heldResult : program[at + Word.result];
    if (result === 0 || response.status !== 'returned') return;
    const succeeded = response.value < 0x80000000 && response.pointer !== POINTER_SENTINEL;
    if (succeeded && response.pointer !== 0) this.pointers[result] = response.pointer;
  }
}

/** True when the target does not offer the operation: not covered, and nothing happened. */
function isRefused(response: Response): boolean {
  return response.status === 'refused';
}
