/** Checks that several functions make of their arguments, in the order of ASYNC-22. */

import type { ObligationId } from '../clauses/index.js';
import { characterBytes, DESCRIPTORS, fixedBytes, isMarshallable, typeOf } from '../descriptors.js';
import { Value } from '../outcome.js';
import { KERNEL_BASE, LOWEST_USER_ADDRESS, WRITE_LIMIT } from '../readings.js';
import { RESULTS } from '../results.js';
import type { Step } from '../step.js';
import type { World } from '../world/world.js';

/** Which obligation each argument check of one function cites. */
export interface ArgumentCites {
  readonly outPointer: ObligationId;
  readonly descriptor: ObligationId;
  readonly nullSource: ObligationId;
  readonly zeroLength: ObligationId;
  readonly allocatesNothing: ObligationId;
  /** True where the sources order argument errors before address errors (ASYNC-22). */
  readonly ordered: boolean;
}

function descriptorCite(descriptor: number, otherwise: ObligationId): ObligationId {
  const type = typeOf(descriptor);
  if (type === DESCRIPTORS.ARG_I_PDW) return 'QUIET-3.input-pdw';
  return type > 0xf ? 'QUIET-3.extra-bits' : otherwise;
}

/** The first argument error, as the obligation that demands E_INVALIDARG; '' for none. */
function firstError(step: Step, cites: ArgumentCites): ObligationId | '' {
  const { destination, source, size, descriptor } = step.operation;
  if (!destination) return cites.outPointer;
  if (!isMarshallable(descriptor)) return descriptorCite(descriptor, cites.descriptor);
  if (source === 0) return cites.nullSource;
  if (size === 0 && characterBytes(descriptor) === 0) return cites.zeroLength;
  const fixed = fixedBytes(descriptor);
  if (fixed === 0 || size === fixed) return '';
  return fixed === 4 ? 'QUIET-3.pdw-size' : 'QUIET-3.pi64-size';
}

/** Refuses wrong arguments with E_INVALIDARG; true when it did. */
export function refusesArguments(step: Step, cites: ArgumentCites): boolean {
  const error = firstError(step, cites);
  if (error === '') return false;
  const { source, size } = step.operation;
  const badAddress = source !== 0 && (source < LOWEST_USER_ADDRESS || source + size > WRITE_LIMIT);
  if (cites.ordered || !badAddress) {
    step.refuses(RESULTS.E_INVALIDARG, error, cites.allocatesNothing);
  } else {
    step.refusesWith(Value.argumentOrAccess, error, cites.allocatesNothing);
  }
  return true;
}

/** What the range check of a user caller says (facts, 'A range check'). */
export const Range = { valid: 0, kernel: 1, wrapped: 2, pastLimit: 3, atLimit: 4 } as const;

/** Checks [source, source + length) against the limits of user space; lengths in bytes. */
export function rangeOf(world: World, source: number, length: number, output: boolean): number {
  const limit = output ? WRITE_LIMIT : world.domain.reading.readLimit;
  if (source >= KERNEL_BASE) return Range.kernel;
  if (source + length > 0xffff_ffff) return Range.wrapped;
  if (source < LOWEST_USER_ADDRESS || source + length > limit) return Range.pastLimit;
  return source + length === limit ? Range.atLimit : Range.valid;
}

/**
 * The n-th allocation of this call was to fail. A call that needs one fails with the first for
 * certain; how many more it makes is the target's affair. True when the call fails here.
 */
export function runsOutOfMemory(step: Step, needsOne: boolean): boolean {
  const { allocationFails } = step.operation;
  if (allocationFails === 0) return false;
  if (allocationFails === 1 && needsOne) return true;
  return step.choices.either();
}
