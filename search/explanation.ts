/** A finding explained: plain data that every report draws from, in the words of the field. */

import type { FindingClass } from './finding.js';

/** A clause that was broken, with those of its obligations that are at stake. */
export interface ExplainedClause {
  readonly id: string;
  readonly text: string;
  readonly force: string;
  readonly sources: readonly string[];
  readonly obligations: readonly {
    readonly id: string;
    /** A phrase that completes "when …". */
    readonly when: string;
    readonly then: string;
    /** What is forbidden, '' where `then` says it all. */
    readonly never: string;
  }[];
}

/** One operation that was carried out. */
export interface ExplainedStep {
  /** Counts what was carried out, from 1. */
  readonly number: number;
  /** Who acts: `app1`, `call1`, `service`. */
  readonly actor: string;
  /** Name of the operation. */
  readonly operation: string;
  /** The operation with its arguments by name. */
  readonly text: string;
  /** What the rules permit here, each way once. */
  readonly expected: readonly string[];
  readonly observed: string;
  /** True for the step at which the finding showed. */
  readonly isBad: boolean;
  /** Which of its arguments matter; absent where that was not tried. */
  readonly arguments?: readonly ArgumentNote[] | undefined;
}

/** Whether a finding depends on the value of an argument. */
export interface ArgumentNote {
  /** Key of the argument, as in a scenario. */
  readonly name: string;
  readonly value: string;
  /** `any`: every other value that was tried shows the finding too. */
  readonly matters: 'any' | 'some' | 'only';
  /** Other values that were tried, and those of them that show it. */
  readonly tried: number;
  readonly showing: number;
}

/** State of a range of pages: as the rules have it, or as the target shows it. */
export interface PageLook {
  readonly mapped: boolean;
  readonly rights: 'none' | 'read' | 'read-write';
  readonly cached: boolean;
  /** Live mappings of the pages, the process's own included. */
  readonly references: number;
}

/** A range of pages that nothing tells apart. Addresses and sizes in bytes. */
export interface PicturePages {
  readonly address: number;
  readonly size: number;
  readonly rules: PageLook;
  /** What the target shows where that differs, else null. */
  readonly seen: PageLook | null;
  /** Names of the records that are aliases of these pages. */
  readonly aliases: readonly string[];
  /** Named buffers that begin here: name, offset in the pages, size. */
  readonly buffers: readonly { name: string; offset: number; size: number }[];
}

/** A process with its memory. */
export interface PictureProcess {
  readonly name: string;
  readonly state: string;
  readonly pages: readonly PicturePages[];
}

/** A buffer that the server holds. */
export interface PictureRecord {
  readonly name: string;
  /** Function that made it: Open, Alloc, CeAllocDuplicateBuffer, or the call's parameter. */
  readonly madeBy: string;
  readonly form: 'direct' | 'alias' | 'copy' | 'same pointer' | 'unknown';
  /** `live` or `leaked`. */
  readonly state: string;
  readonly address: number;
  /** Bytes. */
  readonly size: number;
  readonly descriptor: string;
  /** Where its bytes come from, in words. */
  readonly source: string;
}

/** Processes, pages, mappings and records at the step where the finding showed. */
export interface Picture {
  /** Number of the step after which this is the state. */
  readonly step: number;
  readonly server: string;
  readonly heapBlocks: number;
  readonly heapBytes: number;
  readonly aliases: number;
  /** False where cache attributes mean nothing: the reading's cache has no virtual tags. */
  readonly cacheMatters: boolean;
  readonly processes: readonly PictureProcess[];
  readonly records: readonly PictureRecord[];
}

/** The state after one step, by indices into the tables of its {@link Timeline}. */
export interface TimelineState {
  readonly processes: readonly number[];
  readonly records: readonly number[];
  readonly heapBlocks: number;
  readonly heapBytes: number;
  readonly aliases: number;
  /** Calls in flight: who carries them, for whom ('' when the caller is gone), held or not. */
  readonly calls: readonly {
    readonly thread: string;
    readonly caller: string;
    readonly held: boolean;
  }[];
  /** IDs of the invariants that do not hold. */
  readonly broken: readonly string[];
  /** Worlds that explain everything up to here. */
  readonly worlds: number;
}

/** Every state of a case, from before its first step. Equal parts are kept once. */
export interface Timeline {
  readonly server: string;
  readonly cacheMatters: boolean;
  /** False: the target was not looked into, so that the states are what the rules say. */
  readonly isInspected: boolean;
  readonly invariants: readonly { readonly id: string; readonly sentence: string }[];
  readonly processes: readonly PictureProcess[];
  readonly records: readonly PictureRecord[];
  /** One more than there are steps: the first is the beginning. */
  readonly states: readonly TimelineState[];
}

/** Bytes, pages or counts that are not as the rules have them. */
export interface Difference {
  readonly where: string;
  readonly expected: string;
  readonly observed: string;
}

/** Everything that a person needs to understand a finding. */
export interface Explanation {
  readonly signature: string;
  readonly class: FindingClass;
  /** False when running the case again did not show the finding again. */
  readonly isReproduced: boolean;
  readonly reading: string;
  /** Bytes. */
  readonly copyLimit: number;
  readonly server: 'kernel' | 'user';
  readonly clauses: readonly ExplainedClause[];
  readonly steps: readonly ExplainedStep[];
  /** What inspection shows beside the answer, at the last step; empty where only the answer is. */
  readonly differences: readonly Difference[];
  readonly picture: Picture | null;
  /** Null for a case that was not run, or is too long to keep. */
  readonly timeline: Timeline | null;
  /** The mistake that most likely causes it, one or two sentences. */
  readonly likely: string;
}
