/** What a driver passes: arguments that have to be refused are lawful, and strings. */

import { characterBytes, fixedBytes, isMarshallable, isOutput } from '../../model/descriptors.js';
import { KERNEL_BASE, LOWEST_USER_ADDRESS, WRITE_LIMIT } from '../../model/readings.js';
import type { Operation } from '../../model/step.js';
import type { DriverView } from './view.js';

const LAST_ADDRESS = 0xffff_ffff;

/** True where the arguments alone are answered by E_INVALIDARG (OPEN-3, ASYNC-22, QUIET-3). */
export function isRefusable(operation: Operation): boolean {
  const { source, size, descriptor } = operation;
  if (!operation.destination || source === 0 || !isMarshallable(descriptor)) return true;
  if (size === 0) return characterBytes(descriptor) === 0;
  const fixed = fixedBytes(descriptor);
  return fixed !== 0 && fixed !== size;
}

/** True for a range that wraps around or leaves user space (OPEN-4, ASYNC-9). */
export function isOutOfRange(view: DriverView, operation: Operation): boolean {
  const { source, size, descriptor } = operation;
  const limit = isOutput(descriptor) ? WRITE_LIMIT : view.platform.reading.readLimit;
  return source >= KERNEL_BASE || source < LOWEST_USER_ADDRESS || source + size > limit;
}

/** True for a range that no reading accepts from anyone. */
export function isNoRange(operation: Operation): boolean {
  const { source, size } = operation;
  return source < LOWEST_USER_ADDRESS || source + size > LAST_ADDRESS + 1;
}

/** ASYNC-5: a string of explicit size that the driver knows to have no terminator in it. */
export function judgeText(view: DriverView, operation: Operation, call: number): void {
  const { source, size, descriptor } = operation;
  const unit = characterBytes(descriptor);
  if (unit === 0 || size === 0) return;
  if (view.texts.lacksTerminator(source, call, size, unit)) {
    view.breaches.report('ASYNC-5.terminator', source);
  }
}
