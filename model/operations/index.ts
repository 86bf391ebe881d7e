/** Every operation with its rule: one function of the API, one file. */

import type { OperationName, Step } from '../step.js';
import { read, write } from './access.js';
import { allocAsynchronousBuffer } from './allocate.js';
import { closeCallerBuffer, freeDuplicateBuffer } from './close.js';
import { allocDuplicateBuffer } from './duplicate.js';
import { call, exit, returns, start, virtualAlloc, virtualFree, virtualProtect } from './events.js';
import { flushAsynchronousBuffer } from './flush.js';
import { freeAsynchronousBuffer } from './free.js';
import { openCallerBuffer } from './open.js';
import { virtualAllocEx, virtualCopyEx, virtualFreeEx } from './shared-memory.js';
import * as wrappers from './wrapper-classes.js';

type Rule = (step: Step) => void;

const RULES: Readonly<Record<OperationName, Rule>> = {
  CeOpenCallerBuffer: openCallerBuffer,
  CeCloseCallerBuffer: closeCallerBuffer,
  CeAllocAsynchronousBuffer: allocAsynchronousBuffer,
  CeFreeAsynchronousBuffer: freeAsynchronousBuffer,
  CeFlushAsynchronousBuffer: flushAsynchronousBuffer,
  CeAllocDuplicateBuffer: allocDuplicateBuffer,
  CeFreeDuplicateBuffer: freeDuplicateBuffer,
  read,
  write,
  call,
  return: returns,
  start,
  exit,
  VirtualProtect: virtualProtect,
  VirtualFree: virtualFree,
  VirtualAlloc: virtualAlloc,
  resume: () => {
    throw new TypeError('resume goes on with the held operation; it has no rule of its own');
  },
  construct: wrappers.construct,
  Allocate: wrappers.allocate,
  Free: wrappers.free,
  Marshal: wrappers.marshal,
  Unmarshal: wrappers.unmarshal,
  Flush: wrappers.flush,
  ptr: wrappers.ptr,
  size: wrappers.size,
  copy: wrappers.copy,
  destroy: wrappers.destroy,
  VirtualAllocEx: virtualAllocEx,
  VirtualCopyEx: virtualCopyEx,
  VirtualFreeEx: virtualFreeEx,
};

/** The rule of an operation. */
export function ruleOf(operation: OperationName): Rule {
  return RULES[operation];
}

/** Names of all operations, in the order of the documentation. */
export const OPERATION_NAMES: readonly OperationName[] = Object.keys(RULES) as OperationName[];
