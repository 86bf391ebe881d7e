/** Out-pointers of calls that returned FAILED: nothing that the driver may use (ASYNC-14). */

import { isMarshallable } from '../../model/descriptors.js';
import type { Operation, OperationName } from '../../model/step.js';

const KEPT = 8;
/** A NULL pointer stands for itself and the addresses that never hold anything. */
const NULL_REACH = 0x1_0000;

class Failure {
  gave: OperationName = 'read';
  pointer = 0;
  source = 0;
  size = 0;
  hadType = true;
  /** A constructor failed, which gives no result. */
  ofObject = false;
}

/** The function that a release undoes. */
const MAKER: Partial<Record<OperationName, OperationName>> = {
  CeCloseCallerBuffer: 'CeOpenCallerBuffer',
  CeFreeAsynchronousBuffer: 'CeAllocAsynchronousBuffer',
  CeFlushAsynchronousBuffer: 'CeAllocAsynchronousBuffer',
  CeFreeDuplicateBuffer: 'CeAllocDuplicateBuffer',
};

/** How a failed call's result was used: 0 not at all. */
export const Misuse = { none: 0, ofFailure: 1, ofRefusedDescriptor: 2, ofObject: 3 } as const;

/** One of {@link Misuse}. */
export type Misuse = (typeof Misuse)[keyof typeof Misuse];

/** The last few calls that failed. */
export class Failures {
  private readonly kept: Failure[] = Array.from({ length: KEPT }, () => new Failure());
  private total = 0;

  /** Forgets everything. */
  clear(): void {
    this.total = 0;
  }

  /** A call with an out-pointer returned FAILED and left `pointer` there. */
  note(operation: Operation, pointer: number): void {
    if (!operation.destination) return;
    const failure = this.kept[this.total % KEPT];
    this.total += 1;
    failure.gave = operation.operation;
    failure.pointer = pointer;
    failure.source = operation.source;
    failure.size = operation.size;
    failure.ofObject = operation.object !== 0;
    failure.hadType =
      operation.operation !== 'CeAllocAsynchronousBuffer' || isMarshallable(operation.descriptor);
  }

  /** Whether an access goes through what a failed call left behind. */
  ofAccess(address: number): Misuse {
    for (let i = this.oldest; i < this.total; i += 1) {
      const failure = this.kept[i % KEPT];
      const reach = failure.pointer === 0 ? Math.min(failure.size, NULL_REACH) : failure.size;
      const offset = address - failure.pointer;
      if (offset >= 0 && offset < Math.max(reach, 1)) return misuseOf(failure);
    }
    return Misuse.none;
  }

  /** Whether a release or flush is given what a failed call left behind. */
  ofRelease(operation: Operation): Misuse {
    for (let i = this.oldest; i < this.total; i += 1) {
      const failure = this.kept[i % KEPT];
      if (failure.gave !== MAKER[operation.operation]) continue;
      if (failure.pointer !== operation.pointer || failure.source !== operation.source) continue;
      return misuseOf(failure);
    }
    return Misuse.none;
  }

  private get oldest(): number {
    return Math.max(this.total - KEPT, 0);
  }
}

function misuseOf(failure: Failure): Misuse {
  if (failure.ofObject) return Misuse.ofObject;
  return failure.hadType ? Misuse.ofFailure : Misuse.ofRefusedDescriptor;
}
