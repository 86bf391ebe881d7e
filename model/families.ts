/** Which family an operation belongs to, for what treats a family as one. */

import type {
  OperationName,
  OrderingOperation,
  SharingOperation,
  WinDriverOperation,
} from './step.js';

const SHARING: ReadonlySet<string> = new Set<SharingOperation>([
  'VirtualAllocEx',
  'VirtualCopyEx',
  'VirtualFreeEx',
]);
const ORDERING: ReadonlySet<string> = new Set<OrderingOperation>([
  'SetEvent',
  'WaitForSingleObject',
  'EnterCriticalSection',
  'LeaveCriticalSection',
]);

/** True for VirtualAllocEx and its kin. */
export function isSharingCall(name: OperationName): name is SharingOperation {
  return SHARING.has(name);
}

/** True for a call of WinDriver. */
export function isWinDriverCall(name: OperationName): name is WinDriverOperation {
  return name.startsWith('WD_');
}

/** True for an operation on an event or a critical section. */
export function isOrdering(name: OperationName): name is OrderingOperation {
  return ORDERING.has(name);
}
