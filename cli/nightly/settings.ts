/** What a nightly run does: everything that decides its result, and nothing else. */

import { createHash } from 'node:crypto';
import { STAGE_NAMES, type StageName } from '../../reports/join.js';
import type { Client } from '../../search/check/marshalling/act.js';
import type { Scope } from '../../search/check/marshalling/scope.js';
import type { Slice } from '../../search/slice.js';
import { version } from '../version.js';

/** See the file comment. Equal settings give equal reports, timings apart. */
export interface NightlySettings {
  readonly seed: string;
  /** As `--target` names them. */
  readonly targets: readonly string[];
  /** Seconds. */
  readonly watchdog: number;
  readonly readings: readonly string[];
  readonly servers: readonly ('kernel' | 'user')[];
  readonly inspection: boolean;
  /** Defect planted in the boards, '' for none. */
  readonly fault: string;
  readonly stages: readonly StageName[];
  /** Scenario files, in the order in which they are replayed. */
  readonly files: readonly string[];
  /** Folder of interesting cases, '' for none, and the files that the run begins with. */
  readonly corpusFolder: string;
  readonly corpus: readonly string[];
  readonly scopes: readonly Scope[];
  readonly clients: readonly Client[];
  readonly tours: readonly Scope[];
  /** Operations after which a tour ends. */
  readonly mostOperations: number;
  /** Names and files; none: the collection. */
  readonly drivers: readonly string[];
  readonly preemptions: number;
  /** Defects that have to be found, or the run is blind. */
  readonly canaries: readonly string[];
  /** Cases to fuzz, and the percentage of them that is bred. */
  readonly runs: number;
  readonly guided: number;
  readonly shard: Slice | undefined;
  /** Folder of everything that the run leaves behind. */
  readonly out: string;
}

/** Equal for runs that can be gone on with as one another. */
export function fingerprintOf(settings: NightlySettings): string {
  const text = JSON.stringify([version(), Object.entries(settings).sort()]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** What each stage's units are called. */
export const UNITS: Readonly<Record<StageName, string>> = {
  replay: 'groups of scenarios',
  check: 'searches',
  tours: 'tours',
  drivers: 'drivers',
  canaries: 'planted defects',
  fuzz: 'slices',
};

/** Share of the time limit that a stage may use; what it leaves goes to those after it. */
export const SHARES: Readonly<Record<StageName, number>> = {
  replay: 15,
  check: 15,
  tours: 10,
  drivers: 15,
  canaries: 15,
  fuzz: 30,
};

/** Name of a file of the run; a shard has its own. */
export function fileName(stem: string, extension: string, shard: Slice | undefined): string {
  const part = shard === undefined ? '' : `-${shard.number}-of-${shard.count}`;
  return `${stem}${part}.${extension}`;
}

/** Stages in their order, whatever order they were asked for in. */
export function inOrder(stages: readonly StageName[]): StageName[] {
  return STAGE_NAMES.filter((name) => stages.includes(name));
}
