/** Explains one line in one family: by the worlds as they are, or after a silent step. */

import { emptyOperation } from '../../model/case.js';
import { CITE } from '../../model/clauses/index.js';
import { characterBytes } from '../../model/descriptors.js';
import { isFailed, RESULTS } from '../../model/results.js';
import { MissingCut } from '../../model/world/domain.js';
import { World } from '../../model/world/world.js';
import { Belief, type Verdict } from '../../properties/belief.js';
import { POINTER_SENTINEL, type Request, type Response } from '../../targets/interface.js';
import { distinct } from './alike.js';
import { isMeasured, type LogEvent, UNSAID } from './event.js';
import { chooseBytes } from './expected-bytes.js';
import type { Family } from './family.js';
import {
  BEFORE_FAILURE,
  forgetStrings,
  releaseLost,
  type Silent,
  settle,
  stepSilently,
  storeString,
} from './silent.js';
import type { TracePlatform } from './types.js';

const RESPONSE_BYTES = 1 << 20;
/** Cuts that one line may need. */
const MOST_CUTS = 24;
/** Bytes that an unknown string is taken to have; what it has matters only beyond the limit. */
export const SHORT_STRING = 32;

/** The verdict on a line, and the silent step that it took. */
export interface Explained {
  readonly verdict: Verdict;
  readonly silent: Silent;
}

/** Owns the judge that all families share. */
export class Explainer {
  readonly belief: Belief = new Belief();
  readonly request: Request = { ...emptyOperation(), bytes: new Uint8Array(0) };
  readonly held: Request = this.request;
  readonly response: Response = {
    status: 'returned',
    value: 0,
    pointer: POINTER_SENTINEL,
    bytes: Buffer.alloc(RESPONSE_BYTES),
  };
  /** Tag that a write stores. */
  tag = 0;
  private readonly platform: TracePlatform;
  private cuts = 0;

  constructor(platform: TracePlatform) {
    this.platform = platform;
  }

  /** Fills in request and response; `thread` and `process` are the model's numbers. */
  prepare(event: LogEvent, thread: number, process: number): void {
    const { request, response } = this;
    request.operation = event.op as Request['operation'];
    request.thread = thread;
    request.process = process;
    request.destination = !event.noOut;
    request.pointer = Math.max(event.buffer, 0);
    request.source = Math.max(event.source, 0);
    request.unmarshalled = Math.max(event.unmarshalled, 0);
    request.size = Math.max(event.size, 0);
    request.descriptor = Math.max(event.descriptor, 0);
    if (event.protection !== UNSAID) request.descriptor = event.protection;
    request.forceDuplicate = event.forceDuplicate;
    request.viaKernel = event.throughKernel;
    request.allocationFails = event.result === RESULTS.E_OUTOFMEMORY ? 1 : 0;
    request.pause = '';
    response.status = event.fault ? 'faulted' : 'returned';
    response.value = Math.max(event.result, 0);
    response.pointer = this.pointerOf(event);
  }

  /** The out-pointer; a failed call that left it alone left what was there before. */
  private pointerOf({ result, out, was }: LogEvent): number {
    if (!isFailed(Math.max(result, 0))) return Math.max(out, 0);
    const isShipped = this.platform.reading.style === 'shipped';
    if (isShipped && (was === UNSAID || out === was || out === UNSAID)) return POINTER_SENTINEL;
    return Math.max(out, 0);
  }

  /**
   * Explains what was prepared in a family, whose worlds change only if that works. `isDoubtful`:
   * lines were lost since the family was last heard of.
   */
  explain(family: Family, event: LogEvent, isDoubtful: boolean): Explained {
    const plain = this.attempt(family, event, family.worlds, 'nothing');
    if (plain !== 'departure') return { verdict: plain, silent: 'nothing' };
    const failed = event.fault || isFailed(Math.max(event.result, 0));
    if (failed) {
      for (const silent of BEFORE_FAILURE) {
        const verdict = this.after(family, event, silent);
        if (verdict !== 'departure') return { verdict, silent };
      }
    }
    if (isDoubtful && this.afterLosses(family, event)) {
      return { verdict: 'explained', silent: 'nothing' };
    }
    // Once more, so that the difference is that of the line as it stands.
    return { verdict: this.attempt(family, event, family.worlds, 'nothing'), silent: 'nothing' };
  }

  /** What departs is the new address: another buffer still has it. */
  blameAddress(): void {
    const { mismatch } = this.belief;
    mismatch.clear();
    const { pointer } = this.response;
    mismatch.is('address', CITE['INV-ISOLATE.write'], CITE['INV-COUNT.equal'], 0, pointer);
  }

  private after(family: Family, event: LogEvent, silent: Silent): Verdict {
    const { thread } = this.request;
    const worlds: World[] = [];
    for (const world of family.worlds) {
      const copy = copyOf(world);
      if (stepSilently(copy, family.lands, thread, silent)) worlds.push(copy);
    }
    return worlds.length === 0 ? 'departure' : this.attempt(family, event, worlds, silent);
  }

  private afterLosses(family: Family, event: LogEvent): boolean {
    const addresses = [event.buffer, event.source].filter((address) => address > 0);
    const worlds = family.worlds.map((world) => copyOf(world));
    if (worlds.filter((world) => releaseLost(world, addresses)).length === 0) return false;
    return this.attempt(family, event, worlds, 'nothing') === 'explained';
  }

  /** One attempt, cuts added where they are missing. */
  private attempt(
    family: Family,
    event: LogEvent,
    worlds: readonly World[],
    silent: Silent,
  ): Verdict {
    const { belief, request } = this;
    if (isMeasured(event) && worlds === family.worlds && this.measures(family)) {
      return this.attemptStrings(family);
    }
    belief.goOn([...worlds]);
    if (!belief.allows(request)) return 'open';
    let verdict: Verdict;
    try {
      const size = this.look(event, worlds);
      verdict = belief.observe(request, this.held, this.tag, this.response, null);
      request.size = size;
    } catch (error) {
      if (!(error instanceof MissingCut)) throw error;
      return this.withCut(family, event, error, silent);
    }
    if (verdict === 'explained') {
      const { worlds: left } = belief;
      for (const world of left) settle(world, family.lands, request.thread, silent);
      family.worlds = distinct(left);
    }
    return verdict;
  }

  /** What a read gave, as far as the log says; a read without bytes looks at its first byte. */
  private look(event: LogEvent, worlds: readonly World[]): number {
    const { request, response, belief } = this;
    const { size } = request;
    if (event.op !== 'read' || event.fault) return size;
    if (event.sum === UNSAID) request.size = 0;
    else chooseBytes(belief.step, worlds, request, event.sum, response.bytes as Buffer);
    return size;
  }

  private withCut(family: Family, event: LogEvent, error: MissingCut, silent: Silent): Verdict {
    this.cuts += 1;
    try {
      if (this.cuts > MOST_CUTS || !family.cut(error.region, error.offset)) return 'overflow';
      if (silent === 'nothing') return this.attempt(family, event, family.worlds, silent);
      return this.after(family, event, silent);
    } finally {
      this.cuts -= 1;
    }
  }

  /** True for a string whose bytes the log does not tell. */
  private measures(family: Family): boolean {
    const { source, process } = this.request;
    const region = regionOf(family, process, source);
    return region >= 0 && family.lands[region].declared === null;
  }

  /** A string of unknown length: short, or (where the reading asks) beyond the copy limit. */
  private attemptStrings(family: Family): Verdict {
    const { belief, request } = this;
    const { reading, copyLimit } = this.platform;
    const unit = characterBytes(request.descriptor);
    const lengths = reading.alloc === 'by-size' ? [SHORT_STRING, copyLimit + 2] : [SHORT_STRING];
    const region = regionOf(family, request.process, request.source);
    const offset = request.source - family.lands[region].base;
    for (const length of lengths) {
      const known = family.know(request.process, request.source, length);
      if (!known || !family.cut(region, offset + length - unit)) return 'overflow';
      if (!family.cut(region, offset + length)) return 'overflow';
    }
    const explained: World[] = [];
    let last: Verdict = 'departure';
    for (const length of lengths) {
      const worlds = family.worlds.map((world) => {
        const copy = copyOf(world);
        storeString(copy, region, offset, length, unit);
        return copy;
      });
      belief.goOn(worlds);
      if (!belief.allows(request)) return 'open';
      last = belief.observe(request, this.held, this.tag, this.response, null);
      if (last === 'explained') explained.push(...belief.worlds.map((world) => copyOf(world)));
    }
    if (explained.length === 0) return last;
    for (const world of explained) forgetStrings(world, family.lands);
    family.worlds = distinct(explained);
    return 'explained';
  }
}

/** The region of a family that holds an address of a process, or −1. */
export function regionOf(family: Family, process: number, address: number): number {
  return family.lands.findIndex(
    (land) => land.process === process && address >= land.base && address < land.base + land.bytes,
  );
}

/** A world of its own that is equal. */
export function copyOf(world: World): World {
  const copy = new World(world.domain);
  copy.copyFrom(world);
  return copy;
}
