/**
 * Arbitraries for tests of your own: whole cases, drawn along the model's state so that nearly
 * every operation means something, and single operations, drawn blind.
 *
 *     fc.assert(fc.property(cases({ readings: ['compact7-armv5'] }), (given) => …));
 */

import fc, { type Arbitrary } from 'fast-check';

import { type Case, emptyOperation } from '../model/case.js';
import { DESCRIPTORS, MARSHAL_FORCE_ALIAS } from '../model/descriptors.js';
import { OPERATION_NAMES } from '../model/operations/index.js';
import { READINGS, type Reading } from '../model/readings.js';
import type { Operation } from '../model/step.js';
import { CaseArbitrary } from './generation/case-arbitrary.js';

/** What cases are drawn from; each part may be left out. */
export interface CaseSettings {
  /** IDs of readings; all of them when left out. */
  readonly readings?: readonly string[];
  /** Where the server lives; in the kernel and in a host process when left out. */
  readonly servers?: readonly ('kernel' | 'user')[];
  /** Most operations before the closing ones, 4 or more; 30 when left out. */
  readonly operations?: number;
}

const OPERATIONS = 30;
const FEWEST = 4;

function readingsNamed(ids: readonly string[]): readonly Reading[] {
  return ids.map((id) => {
    const reading = READINGS.find((each) => each.id === id);
    if (reading === undefined) throw new RangeError(`unknown reading ${id}`);
    return reading;
  });
}

/**
 * Platforms, memories and programs of operations. A case that fails shrinks to a short program
 * with plain arguments. Throws RangeError for an unknown reading or fewer than 4 operations.
 */
export function cases(settings: CaseSettings = {}): Arbitrary<Case> {
  const { readings, servers = ['kernel', 'user'], operations = OPERATIONS } = settings;
  if (operations < FEWEST) throw new RangeError(`operations: ${operations}; at least ${FEWEST}`);
  const drawnFrom = readings === undefined ? READINGS : readingsNamed(readings);
  return new CaseArbitrary({ readings: drawnFrom, servers, operations });
}

/** Sizes in bytes around which rules change: none, one, a page, the advised copy limit, 64 KB. */
const SIZES = [0, 1, 4, 8, 520, 521, 4095, 4096, 4097, 16_384, 16_385, 65_536, 0xffff_ffff];

/**
 * Single operations with plain numbers, as a target gets them: no state stands behind them, so
 * most are refused. For robustness tests of a target's own entry points; addresses are those that
 * `addresses` gives, or any 32-bit number.
 */
export function operations(
  addresses: Arbitrary<number> = fc.integer({ min: 0, max: 0xffff_ffff }),
): Arbitrary<Operation> {
  const flag = fc.constantFrom(0, 0, 0, MARSHAL_FORCE_ALIAS);
  const type = fc.oneof(fc.constantFrom(...Object.values(DESCRIPTORS)), fc.nat(0xff));
  return fc
    .record({
      operation: fc.constantFrom(...OPERATION_NAMES.filter((name) => name !== 'resume')),
      thread: fc.integer({ min: 0, max: 4 }),
      process: fc.integer({ min: 1, max: 2 }),
      destination: fc.boolean(),
      pointer: addresses,
      source: addresses,
      unmarshalled: addresses,
      size: fc.oneof(fc.constantFrom(...SIZES), fc.nat(0xffff)),
      descriptor: fc.tuple(type, flag).map(([low, high]) => (low | high) >>> 0),
      forceDuplicate: fc.boolean(),
      viaKernel: fc.boolean(),
      allocationFails: fc.nat(3),
    })
    .map((drawn) => ({ ...emptyOperation(), ...drawn }));
}
