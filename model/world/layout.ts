/**
 * Where everything is in a world's array: the words of a slot, of a call, of the call that is held,
 * and where each part begins.
 */

import type { Domain } from './domain.js';

/** Calls that may be in flight: threads 1 … CALLS. Thread 0 is the service thread. */
export const CALLS = 4;

/** What a slot records. */
export const Kind = {
  none: 0,
  opened: 1,
  asynchronous: 2,
  duplicate: 3,
  parameter: 4,
  reservation: 5,
  shared: 6,
  /** A view of a WinDriver buffer. */
  dma: 7,
} as const;
/** One of {@link Kind}. */
export type Kind = (typeof Kind)[keyof typeof Kind];

/** Life of a slot: a stale one is released, its pointer may still be held. */
export const State = { empty: 0, live: 1, stale: 2, leaked: 3 } as const;

/** Words of a slot. */
export const Slot = {
  kind: 0,
  state: 1,
  form: 2,
  /** What the server was given. */
  pointer: 3,
  /** Source address as passed. */
  source: 4,
  /** Size in bytes as passed; 0 for a measured string. */
  size: 5,
  /** Size in bytes that it covers. */
  length: 6,
  /** Descriptor as passed, with its flag. */
  descriptor: 7,
  /** 1 + slot of the buffer that it was made from; 0 for memory. */
  parent: 8,
  /** Thread of the call that it was made in; 0 for the service thread. */
  thread: 9,
  /** 1 when that call has returned. */
  callOver: 10,
  /** Process whose memory is at the root. */
  process: 11,
  /** 1 when that process has exited since. */
  processGone: 12,
  /** 1 + region at the root; 0 when nothing is known of the bytes. */
  region: 13,
  /** Physical generation that an alias pins. */
  generation: 14,
  /** First interval of the root region that it covers, and how many. */
  first: 15,
  count: 16,
  /** Offset in the root region, bytes. */
  offset: 17,
  /** 1 when an alias may be written through. */
  writable: 18,
  words: 19,
} as const;

/** Words of a call. */
export const Call = {
  active: 0,
  process: 1,
  viaKernel: 2,
  callerGone: 3,
  words: 4,
} as const;

/** Words of the call that is held at a pause point. */
export const Held = {
  /** 1 + thread; 0 when none is held. */
  thread: 0,
  /** 1 + slot that is being released, or 0. */
  slot: 1,
  /** Bytes measured, −1 when nothing was. */
  measured: 2,
  words: 3,
} as const;

/** Words that belong to nothing else. */
export const Global = {
  heapBlocks: 0,
  heapBytes: 1,
  aliases: 2,
  heapOpen: 3,
  /** Slots in use: every one from there on is empty. */
  slots: 4,
  words: 5,
} as const;

/** Words of a wrapper object; world/objects.ts says which is what. */
export const OBJECT_WORDS = 7;

/** Words of a WD_DMA structure; world/dma.ts says which is what. */
export const LOCK_WORDS = 5;
/** Words of a client of WinDriver; likewise. */
export const CLIENT_WORDS = 2;
/** Events, and as many critical sections. */
export const ORDERING_OBJECTS = 4;

/** Where each part of the array begins. */
export interface Layout {
  readonly alive: number;
  readonly regionGeneration: number;
  readonly runRights: number;
  readonly runNocache: number;
  readonly runAliases: number;
  readonly runUncached: number;
  readonly tags: number;
  readonly calls: number;
  readonly held: number;
  readonly slots: number;
  readonly contents: number;
  readonly objects: number;
  readonly locks: number;
  readonly clients: number;
  readonly events: number;
  readonly sections: number;
  /** Words that make up the state; what follows only says why. */
  readonly core: number;
  readonly tagCites: number;
  readonly contentCites: number;
  readonly words: number;
}

const LAYOUTS = new WeakMap<Domain, Layout>();

/** Where everything is in the worlds of a domain. */
export function layout(domain: Domain): Layout {
  let found = LAYOUTS.get(domain);
  if (found === undefined) {
    found = layOutWorld(domain);
    LAYOUTS.set(domain, found);
  }
  return found;
}

function layOutWorld(domain: Domain): Layout {
  const alive = Global.words;
  const regionGeneration = alive + domain.applications + 1;
  const runRights = regionGeneration + domain.regions;
  const runNocache = runRights + domain.runs;
  const runAliases = runNocache + domain.runs;
  const runUncached = runAliases + domain.runs * 2;
  const tags = runUncached + domain.runs * 2;
  const calls = tags + domain.intervals * 2;
  const held = calls + (CALLS + 1) * Call.words;
  const slots = held + Held.words;
  const contents = slots + domain.slots * Slot.words;
  const objects = contents + domain.slots * domain.widest;
  const locks = objects + domain.objects * OBJECT_WORDS;
  const clients = locks + domain.locks * LOCK_WORDS;
  const clientWords = (domain.applications + 1) * CLIENT_WORDS;
  const events = clients + (domain.locks > 0 ? clientWords : 0);
  const sections = events + (domain.orders ? ORDERING_OBJECTS : 0);
  const core = sections + (domain.orders ? ORDERING_OBJECTS : 0);
  const tagCites = core;
  const contentCites = tagCites + domain.intervals * 2;
  const words = contentCites + domain.slots * domain.widest;
  return {
    alive,
    regionGeneration,
    runRights,
    runNocache,
    runAliases,
    runUncached,
    tags,
    calls,
    held,
    slots,
    contents,
    objects,
    locks,
    clients,
    events,
    sections,
    core,
    tagCites,
    contentCites,
    words,
  };
}
