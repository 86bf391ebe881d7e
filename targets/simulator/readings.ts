/**
 * What each reading means to a board. Copied by hand from rules.md, section "Readings", and from
 * facts.md; independent of the model's tables.
 */

import { READ_LIMIT_CE6, READ_LIMIT_COMPACT } from './constants.js';

/** How CeAllocAsynchronousBuffer chooses in a kernel server, without MARSHAL_FORCE_ALIAS. */
export type AllocRule = 'alias' | 'duplicate' | 'by size';

/** One row of the table. */
export interface Reading {
  readonly name: string;
  readonly board: 'strict' | 'shipped';
  readonly alloc: AllocRule;
  /** Every mapping has cache lines of its own (virtually indexed, virtually tagged). */
  readonly virtuallyTagged: boolean;
  /** Ranges that are only read end strictly below this address. */
  readonly readLimit: number;
  /** Fixed copy limit in bytes, or 0 where `Setup.copyLimitBytes` gives it. */
  readonly copyLimitBytes: number;
}

function row(
  name: string,
  board: 'strict' | 'shipped',
  alloc: AllocRule,
  virtuallyTagged: boolean,
): Reading {
  return {
    name,
    board,
    alloc,
    virtuallyTagged,
    readLimit: name.startsWith('ce6') ? READ_LIMIT_CE6 : READ_LIMIT_COMPACT,
    copyLimitBytes: board === 'shipped' ? 520 : 0,
  };
}

/** All nine readings. */
export const READINGS: readonly Reading[] = [
  row('ce6-x86', 'strict', 'alias', false),
  row('ce6-armv4i', 'strict', 'duplicate', true),
  row('compact7-x86', 'strict', 'by size', false),
  row('compact7-armv5', 'strict', 'by size', true),
  row('compact2013-x86', 'strict', 'alias', false),
  row('compact2013-armv7', 'strict', 'alias', false),
  row('compact2013-vivt', 'strict', 'duplicate', true),
  row('shipped-compact7-armv5', 'shipped', 'by size', true),
  row('shipped-compact2013-armv7', 'shipped', 'by size', false),
];

/** The row of that name; throws, naming the known ones, where there is none. */
export function readingNamed(name: string): Reading {
  const reading = READINGS.find((candidate) => candidate.name === name);
  if (reading !== undefined) return reading;
  const known = READINGS.map((reading) => reading.name).join(', ');
  throw new Error(`simulator: no reading is called "${name}"; known: ${known}`);
}
