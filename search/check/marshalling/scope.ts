/**
 * Scopes: the bounds of an exhaustive search, as data. Everything within a scope is tried; nothing
 * outside it is spoken of.
 */

import { DESCRIPTORS } from '../../../model/descriptors.js';
import type { Reading } from '../../../model/readings.js';

/** Systems beside the seven functions, by the names that `fuzz --family` has for them. */
export const SYSTEMS = ['shared-memory', 'windriver', 'wrapper-classes'] as const;
/** One of {@link SYSTEMS}. */
export type System = (typeof SYSTEMS)[number];

/** What a scope may switch on beside Open, Close, Alloc, Free and plain loads and stores. */
export const FAMILIES = [
  'flush',
  'duplicate',
  'parameter',
  'exit',
  'release',
  'protect',
  'no-memory',
  'service-thread',
  'kernel-caller',
  'strings',
  'shared-memory',
  'windriver',
  'wrapper-classes',
] as const;
/** One of {@link FAMILIES}. */
export type Family = (typeof FAMILIES)[number];

/** Bounds of a search. All numbers are counts unless they say otherwise. */
export interface Scope {
  readonly name: string;
  readonly sentence: string;
  readonly server: 'kernel' | 'user';
  readonly applications: number;
  /** Offset in bytes, in the region of each application, at which each buffer begins. */
  readonly buffers: readonly number[];
  /**
   * `threshold`: the last size that is copied and the first that is aliased; `past-threshold`: the
   * latter alone; else bytes.
   */
  readonly sizes: 'threshold' | 'past-threshold' | readonly number[];
  /** Copy limit in bytes for readings that decide by size; their default when left out. */
  readonly copyLimit?: number;
  /** Records and released pointers that may exist at once. */
  readonly records: number;
  /** Released pointers that a misusing driver remembers, among `records`. */
  readonly stale: number;
  /** Threads of the server that carry a call. */
  readonly calls: number;
  /** Different contents that a store may bring. */
  readonly contents: number;
  readonly descriptors: readonly number[];
  /** Wrong arguments that one call may have at most. */
  readonly wrong: 0 | 1 | 2;
  /** True: no memory of an application is mapped, and no object is copied. */
  readonly lessMisuse?: boolean;
  readonly families: readonly Family[];
}

/** Page-unaligned, so that page offsets matter. */
const AT = 0x100;
const { ARG_I_PTR, ARG_IO_PTR, ARG_I_ASTR } = DESCRIPTORS;

const SMALL: Scope = {
  name: 'small',
  sentence: 'tiny with a service thread, applications that exit and allocations that fail',
  server: 'kernel',
  applications: 1,
  buffers: [AT],
  sizes: 'threshold',
  copyLimit: 520,
  records: 2,
  stale: 1,
  calls: 1,
  contents: 1,
  descriptors: [ARG_IO_PTR],
  wrong: 1,
  families: ['flush', 'exit', 'no-memory', 'service-thread'],
};

/** The scopes that come with marshalcheck, smallest first. */
export const SCOPES: readonly Scope[] = [
  {
    name: 'tiny',
    sentence: 'one application that never exits, two records, one call',
    server: 'kernel',
    applications: 1,
    buffers: [AT],
    sizes: 'threshold',
    copyLimit: 520,
    records: 2,
    stale: 1,
    calls: 1,
    contents: 1,
    descriptors: [ARG_I_PTR, ARG_IO_PTR],
    wrong: 1,
    families: ['flush'],
  },
  SMALL,
  {
    ...SMALL,
    name: 'medium',
    sentence: 'duplicates, parameters that the kernel marshals, protection that changes',
    families: ['flush', 'duplicate', 'parameter', 'protect'],
  },
  {
    ...SMALL,
    name: 'nightly-copies',
    sentence: 'three records: copies of copies, while applications exit',
    records: 3,
    wrong: 2,
    families: ['flush', 'duplicate', 'parameter', 'exit'],
  },
  {
    ...SMALL,
    name: 'nightly-pages',
    sentence: 'two buffers that share a page and overlap, in memory that is given back',
    buffers: [AT, AT + 0x100],
    wrong: 2,
    families: ['flush', 'release'],
  },
  {
    ...SMALL,
    name: 'nightly-texts',
    sentence: 'strings that are measured, and change between measuring and copying',
    descriptors: [ARG_IO_PTR, ARG_I_ASTR],
    wrong: 2,
    families: ['flush', 'strings'],
  },
  {
    ...SMALL,
    name: 'nightly-kernel',
    sentence: 'a caller that is the kernel, and two calls at once',
    calls: 2,
    wrong: 2,
    families: ['flush', 'kernel-caller'],
  },
  {
    ...SMALL,
    name: 'nightly-host',
    sentence: 'a driver in user mode, and two applications with two calls',
    server: 'user',
    applications: 2,
    calls: 2,
    wrong: 2,
    families: ['flush', 'duplicate', 'exit'],
  },
];

/** Names of scopes and of groups of them: `nightly` stands for every `nightly-…`. */
export const SCOPE_NAMES: readonly string[] = [
  ...new Set(SCOPES.map(({ name }) => name.replace(/^nightly-.*/, 'nightly'))),
];

/** Bounds of the seven functions where systems come in: their worlds multiply. */
const BESIDE_SYSTEMS = { stale: 0, wrong: 0, sizes: 'past-threshold' } as const;
const NARROWED =
  'nothing wrong is passed to the seven functions, no stale pointers, buffers past the threshold';
/** Two systems at once. */
const TOGETHER = 'no memory of an application is mapped, no object is copied';

/**
 * A scope with systems beside the seven functions, which are narrowed for it: a misusing driver
 * errs in when, where and how often it calls them, not in what it passes, and forgets what it has
 * released; where size decides, buffers are larger than what is copied. Of two systems some misuse
 * is left out. The sentence says so.
 */
export function withSystems(scope: Scope, systems: readonly System[]): Scope {
  const added = systems.filter((system) => !scope.families.includes(system));
  if (added.length === 0) return scope;
  const families = [...scope.families, ...added];
  const several = SYSTEMS.filter((system) => families.includes(system)).length > 1;
  const narrowed = several ? `${NARROWED}, ${TOGETHER}` : NARROWED;
  return {
    ...scope,
    ...BESIDE_SYSTEMS,
    ...(several && { lessMisuse: true }),
    name: [scope.name, ...added].join('+'),
    sentence: `${scope.sentence}; with ${added.join(' and ')}: ${narrowed}`,
    families,
  };
}

/**
 * The scope of that name, or all of the group; none where there is neither. `small+windriver` is
 * small with that system, see {@link withSystems}.
 */
export function findScopes(name: string): readonly Scope[] {
  const [base = '', ...words] = name.split('+');
  const systems = words.flatMap((word) => SYSTEMS.find((system) => system === word) ?? []);
  if (systems.length < words.length) return [];
  return scopesNamed(base).map((scope) => withSystems(scope, systems));
}

function scopesNamed(name: string): readonly Scope[] {
  const own = SCOPES.filter((scope) => scope.name === name);
  if (own.length > 0 || !SCOPE_NAMES.includes(name)) return own;
  return SCOPES.filter((scope) => scope.name.startsWith(`${name}-`));
}

/** The copy limit that a scope gives a reading, bytes; no matter where size decides nothing. */
export function copyLimitOf(scope: Scope, reading: Reading): number {
  const { copyLimits } = reading;
  const asked = scope.copyLimit ?? copyLimits[0];
  return reading.alloc === 'by-size' && !copyLimits.includes(asked) ? copyLimits[0] : asked;
}

/** The sizes in bytes of a scope's buffers: they straddle every threshold of the reading. */
export function sizesOf(scope: Scope, reading: Reading): readonly number[] {
  const { sizes } = scope;
  if (typeof sizes !== 'string') return sizes;
  const limit = copyLimitOf(scope, reading);
  if (reading.alloc !== 'by-size') return [limit];
  return sizes === 'threshold' ? [limit, limit + 1] : [limit + 1];
}

/** True when a scope switches a family on. */
export function has(scope: Scope, family: Family): boolean {
  return scope.families.includes(family);
}
