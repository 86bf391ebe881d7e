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
import { enterSection, leaveSection, setEvent, waitForEvent } from './ordering.js';
import { virtualAllocEx, virtualCopyEx, virtualFreeEx } from './shared-memory.js';
import * as windriver from './windriver.js';
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
  WD_Open: windriver.open,
  WD_Close: windriver.close,
  WD_DMALock: windriver.lock,
  WD_DMA: windriver.member,
  WD_CardRegister: windriver.cardRegister,
  WD_DMAUnlock: windriver.unlock,
  WD_DMASyncCpu: windriver.sync,
  WD_DMASyncIo: windriver.sync,
  WD_KernelPlugInOpen: windriver.plugInOpen,
  WD_KernelPlugInCall: windriver.plugInCall,
  WD_KernelPlugInClose: windriver.plugInClose,
  SetEvent: setEvent,
  WaitForSingleObject: waitForEvent,
  EnterCriticalSection: enterSection,
  LeaveCriticalSection: leaveSection,
};

/** The rule of an operation. */
export function ruleOf(operation: OperationName): Rule {
  return RULES[operation];
}

/** Names of all operations, in the order of the documentation. */
export const OPERATION_NAMES: readonly OperationName[] = Object.keys(RULES) as OperationName[];
