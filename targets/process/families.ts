/** Operations of the systems beside the seven functions, by family. */

import type {
  OperationName,
  OrderingOperation,
  SharingOperation,
  WinDriverOperation,
  WrapperOperation,
} from '../interface.js';

/** Methods of the wrapper classes: offered only where the greeting names them. */
export const WRAPPERS: readonly WrapperOperation[] = [
  'construct',
  'Allocate',
  'Free',
  'Marshal',
  'Unmarshal',
  'Flush',
  'ptr',
  'size',
  'copy',
  'destroy',
];

/** Memory shared with another process: likewise. */
export const SHARING: readonly SharingOperation[] = [
  'VirtualAllocEx',
  'VirtualCopyEx',
  'VirtualFreeEx',
];

/** Events and critical sections: likewise. */
export const ORDERING: readonly OrderingOperation[] = [
  'SetEvent',
  'WaitForSingleObject',
  'EnterCriticalSection',
  'LeaveCriticalSection',
];

/** WinDriver: likewise. */
export const WINDRIVER: readonly WinDriverOperation[] = [
  'WD_Open',
  'WD_Close',
  'WD_DMALock',
  'WD_DMA',
  'WD_CardRegister',
  'WD_DMAUnlock',
  'WD_DMASyncCpu',
  'WD_DMASyncIo',
  'WD_KernelPlugInOpen',
  'WD_KernelPlugInCall',
  'WD_KernelPlugInClose',
];

/** True where an operation is one of a family. */
export function isOf<Name extends OperationName>(
  family: readonly Name[],
  operation: OperationName,
): operation is Name {
  return (family as readonly OperationName[]).includes(operation);
}
