/**
 * Wrong arguments: how each can differ from the right one. A scope bounds how many of one call
 * differ at once.
 */

import { DESCRIPTORS, MARSHAL_FORCE_ALIAS, typeOf } from '../../../model/descriptors.js';
import type { Operation } from '../../../model/step.js';
import type { Ground } from './ground.js';
import { KERNEL_MEMORY, passedSizes, UNMAPPED } from './ground.js';

/** One way in which one argument differs; undefined where it would not. */
export interface Difference {
  readonly argument: 'pointer' | 'source' | 'size' | 'descriptor' | 'destination' | 'unmarshalled';
  readonly name: string;
  readonly apply: (operation: Operation, ground: Ground) => boolean;
}

/** The member after the present one, so that a value differs without naming it. */
function next(values: readonly number[], present: number): number {
  return values[(values.indexOf(present) + 1) % values.length] ?? present;
}

function difference(
  argument: Difference['argument'],
  name: string,
  apply: (operation: Operation, ground: Ground) => number,
): Difference {
  return {
    argument,
    name: `${argument}: ${name}`,
    apply: (operation, ground) => {
      if (argument === 'destination') {
        operation.destination = false;
        return true;
      }
      const before = operation[argument];
      const after = apply(operation, ground) >>> 0;
      operation[argument] = after;
      return after !== before;
    },
  };
}

const SOURCES = [
  difference('source', 'NULL', () => 0),
  difference('source', 'a kernel address', () => KERNEL_MEMORY),
  difference('source', 'an unmapped address', () => UNMAPPED),
];
const SIZES = [
  difference('size', '0', () => 0),
  difference('size', 'another', (operation, ground) => next(passedSizes(ground), operation.size)),
];
const UNDEFINED = difference('descriptor', 'ARG_DW', () => DESCRIPTORS.ARG_DW);
const TYPE = difference('descriptor', 'another type', ({ descriptor }, { scope }) => {
  const flag = descriptor - typeOf(descriptor);
  return next(scope.descriptors, typeOf(descriptor)) + flag;
});
const FLAG = difference('descriptor', 'MARSHAL_FORCE_ALIAS differs', ({ descriptor }) =>
  descriptor >= MARSHAL_FORCE_ALIAS ? typeOf(descriptor) : descriptor + MARSHAL_FORCE_ALIAS,
);
const NO_RESULT = difference('destination', 'NULL', () => 0);

/** For Open, Alloc and CeAllocDuplicateBuffer: the API has to refuse each of these. */
export const WHEN_MAKING: readonly Difference[] = [...SOURCES, SIZES[0], UNDEFINED, NO_RESULT];

/** For what ends or flushes a buffer. */
export const WHEN_ENDING: readonly Difference[] = [
  SOURCES[2],
  SIZES[1],
  UNDEFINED,
  TYPE,
  FLAG,
  difference('pointer', 'the unmarshalled address', ({ source }) => source),
];

/** For pSrcUnmarshalled of a flush. */
export const WHEN_FLUSHING: readonly Difference[] = [
  ...WHEN_ENDING,
  difference('unmarshalled', 'NULL', () => 0),
  difference('unmarshalled', 'an unmapped address', () => UNMAPPED),
];

/** Every choice of at most `most` differences in different arguments, the empty one first. */
export function combinations(all: readonly Difference[], most: number): Difference[][] {
  const chosen: Difference[][] = [[]];
  if (most > 0) chosen.push(...all.map((one) => [one]));
  if (most < 2) return chosen;
  all.forEach((first, index) => {
    for (const second of all.slice(index + 1)) {
      if (first.argument !== second.argument) chosen.push([first, second]);
    }
  });
  return chosen;
}

/** Applies differences; false where one of them would change nothing. */
export function applyAll(
  differences: readonly Difference[],
  operation: Operation,
  ground: Ground,
): boolean {
  for (const each of differences) if (!each.apply(operation, ground)) return false;
  return true;
}

/** The differences in words, '' for none. */
export function inWords(differences: readonly Difference[]): string {
  return differences.map((each) => each.name).join(', ');
}
