/** How the catalogue describes a planted fault. */

import { FAULT } from './codes.js';

/** Which readings a fault can show in. */
export type FaultReadings =
  | 'documented'
  | 'shipped'
  | 'virtually-tagged'
  | 'all'
  | readonly string[];

/** One defect, planted at one point of the boards' code. */
export interface Fault {
  /** Name on the command line. */
  readonly id: string;
  /** Number that the board code compares with. */
  readonly code: number;
  readonly board: 'strict' | 'shipped' | 'both';
  /** Clauses that it breaks, the most specific first; a finding should name one of them. */
  readonly clauses: readonly string[];
  readonly readings: FaultReadings;
  readonly servers: readonly ('kernel' | 'user')[];
  /** True when only `Inspection` can show it. */
  readonly needsInspection: boolean;
  /** Least number of operations that show it, calls and accesses included (an estimate). */
  readonly operations: number;
  /** What is wrong. */
  readonly sentence: string;
  /** The mistake in a kernel or a driver that has this effect. */
  readonly likely: string;
}

/** What a row of the catalogue must say, and what it may leave to the defaults. */
export interface FaultRow {
  readonly board?: 'strict' | 'shipped';
  readonly clauses: readonly string[];
  readonly readings?: FaultReadings;
  readonly servers?: readonly ('kernel' | 'user')[];
  readonly needsInspection?: boolean;
  readonly operations: number;
  readonly sentence: string;
  readonly likely: string;
}

/** Server kinds of a fault that shows with either. */
export const EITHER: readonly ('kernel' | 'user')[] = ['kernel', 'user'];
/** Server kinds of a fault of user-mode drivers. */
export const USER: readonly ('kernel' | 'user')[] = ['user'];
/** Readings in which Alloc duplicates in a kernel server. */
export const DUPLICATING: readonly string[] = [
  'ce6-armv4i',
  'compact7-x86',
  'compact7-armv5',
  'compact2013-vivt',
  'shipped-compact7-armv5',
  'shipped-compact2013-armv7',
];
/** Readings in which the size decides. */
export const BY_SIZE: readonly string[] = [
  'compact7-x86',
  'compact7-armv5',
  'shipped-compact7-armv5',
  'shipped-compact2013-armv7',
];

/** A catalogue entry: both boards, their readings, a kernel server and no inspection by default. */
export function fault(key: keyof typeof FAULT, row: FaultRow): Fault {
  const board = row.board ?? 'both';
  const readings = { strict: 'documented', shipped: 'shipped', both: 'all' } as const;
  return {
    id: key.toLowerCase().replaceAll('_', '-'),
    code: FAULT[key],
    board,
    clauses: row.clauses,
    readings: row.readings ?? readings[board],
    servers: row.servers ?? ['kernel'],
    needsInspection: row.needsInspection ?? false,
    operations: row.operations,
    sentence: row.sentence,
    likely: row.likely,
  };
}
