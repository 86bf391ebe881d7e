/**
 * The readings: where the sources disagree, a reading fixes who is right. Each cell is the set of
 * what is permitted; rules branch over the set and never ask for a reading by name.
 */

/** How a pointer given by Open or Alloc reaches the caller's bytes. */
export const Form = {
  none: 0,
  /** The caller's own pointer, usable on the thread of the call while the call lasts. */
  direct: 1,
  /** A second mapping of the caller's pages in the server's space. */
  alias: 2,
  /** A heap copy. */
  copy: 3,
  /** The pointer of the buffer that it was made from. */
  same: 4,
  /** Something that no rule describes: Alloc accepted a source that the driver may not pass. */
  opaque: 5,
} as const;

/** One of {@link Form}. */
export type Form = (typeof Form)[keyof typeof Form];

/** How Alloc in a kernel server treats a source that was not copied. */
export type AllocRule = 'alias' | 'duplicate' | 'by-size';

/** One column of the table of readings. */
export interface Reading {
  readonly id: string;
  /** Source of the reading: S0 … S4 or facts. */
  readonly source: string;
  readonly style: 'documented' | 'shipped';
  /** ALIAS-2 … ALIAS-4 apply. */
  readonly virtuallyTagged: boolean;
  /** Alloc without MARSHAL_FORCE_ALIAS; with it, always an alias (ALIAS-1). */
  readonly alloc: AllocRule;
  /** Sizes in bytes up to which `by-size` duplicates; the first is the default. */
  readonly copyLimits: readonly number[];
  /** Open without ForceDuplicate. */
  readonly openKernel: readonly Form[];
  readonly openUser: readonly Form[];
  /** Alloc on what Open or CeAllocDuplicateBuffer copied. */
  readonly allocOnCopy: readonly Form[];
  /** What an OUT duplicate starts as. */
  readonly outStartsAs: readonly ('zeroes' | 'source')[];
  readonly pointerAfterFailure: 'null' | 'untouched';
  /** Any FAILED code, or one of those that shipped kernels were seen to give. */
  readonly writeBackFailure: 'any' | 'access-denied-or-win32';
  /** Descriptors that Flush takes. */
  readonly flushes: 'output-pointers' | 'every-output';
  /** A Free, Close or Flush with other values: by the record, or by the arguments alone. */
  readonly wrongCalls: 'refused-or-recorded' | 'by-arguments';
  /** First address that Open may not read in a user call. */
  readonly readLimit: number;
}

/** First address that Open may not write in a user call, every reading. */
export const WRITE_LIMIT = 0x70000000;
/** Kernel addresses begin here; a user process never reaches them (SPACE-2). */
export const KERNEL_BASE = 0x80000000;
/** Below it no user pointer is valid. */
export const LOWEST_USER_ADDRESS = 0x10000;

const LIMITS = [16_384, 4_096, 520];

const documented = {
  style: 'documented',
  copyLimits: [16_384],
  openKernel: [Form.direct, Form.alias, Form.copy],
  openUser: [Form.copy],
  allocOnCopy: [Form.copy, Form.same],
  outStartsAs: ['zeroes', 'source'],
  pointerAfterFailure: 'null',
  writeBackFailure: 'any',
  flushes: 'output-pointers',
  wrongCalls: 'refused-or-recorded',
} as const;

const shipped = {
  style: 'shipped',
  copyLimits: [520],
  openKernel: [Form.direct],
  openUser: [Form.copy],
  allocOnCopy: [Form.same],
  outStartsAs: ['source'],
  pointerAfterFailure: 'untouched',
  writeBackFailure: 'access-denied-or-win32',
  flushes: 'every-output',
  wrongCalls: 'by-arguments',
} as const;

const CE6_LIMIT = KERNEL_BASE;
const COMPACT_LIMIT = 0x7ff00000;

/** Every reading, in the order of the table of rules.md. */
export const READINGS: readonly Reading[] = [
  {
    id: 'ce6-x86',
    source: 'facts',
    virtuallyTagged: false,
    alloc: 'alias',
    readLimit: CE6_LIMIT,
    ...documented,
  },
  {
    id: 'ce6-armv4i',
    source: 'facts',
    virtuallyTagged: true,
    alloc: 'duplicate',
    readLimit: CE6_LIMIT,
    ...documented,
  },
  {
    id: 'compact7-x86',
    source: 'S0',
    virtuallyTagged: false,
    alloc: 'by-size',
    readLimit: COMPACT_LIMIT,
    ...documented,
    copyLimits: LIMITS,
  },
  {
    id: 'compact7-armv5',
    source: 'S0',
    virtuallyTagged: true,
    alloc: 'by-size',
    readLimit: COMPACT_LIMIT,
    ...documented,
    copyLimits: LIMITS,
  },
  {
    id: 'compact2013-x86',
    source: 'S1, S2',
    virtuallyTagged: false,
    alloc: 'alias',
    readLimit: COMPACT_LIMIT,
    ...documented,
  },
  {
    id: 'compact2013-armv7',
    source: 'S1, S2',
    virtuallyTagged: false,
    alloc: 'alias',
    readLimit: COMPACT_LIMIT,
    ...documented,
  },
  {
    id: 'compact2013-vivt',
    source: 'S1, S2',
    virtuallyTagged: true,
    alloc: 'duplicate',
    readLimit: COMPACT_LIMIT,
    ...documented,
  },
  {
    id: 'shipped-compact7-armv5',
    source: 'facts',
    virtuallyTagged: true,
    alloc: 'by-size',
    readLimit: COMPACT_LIMIT,
    ...shipped,
  },
  {
    id: 'shipped-compact2013-armv7',
    source: 'facts',
    virtuallyTagged: false,
    alloc: 'by-size',
    readLimit: COMPACT_LIMIT,
    ...shipped,
  },
];

/** The reading of that ID, or undefined. */
export function findReading(id: string): Reading | undefined {
  return READINGS.find((reading) => reading.id === id);
}
