import type { OperationName } from '../model/step.js';

/** One line about each operation, for `marshalcheck list operations`. */
export const OPERATION_NOTES: Readonly<Record<OperationName, string>> = {
  CeOpenCallerBuffer: 'checks access to a pointer of the caller and makes it usable in the call',
  CeCloseCallerBuffer: 'ends what Open gave; writes a copy back where the descriptor has O',
  CeAllocAsynchronousBuffer: 'makes a marshalled buffer usable after the call has returned',
  CeFreeAsynchronousBuffer: 'ends an asynchronous buffer; writes a copy back for O',
  CeFlushAsynchronousBuffer: 'writes an asynchronous copy back now, and keeps it',
  CeAllocDuplicateBuffer: 'makes a secure copy of an API parameter',
  CeFreeDuplicateBuffer: 'ends such a copy; writes it back for O',
  resume: 'goes on with a call that was held between two of its steps',
  read: 'a thread of the server, or an application, reads memory',
  write: 'a thread of the server, or an application, writes memory',
  call: 'an application calls the driver, perhaps with a parameter that the kernel marshals',
  return: 'the call ends; what it held directly dies',
  start: 'an application that has exited starts again as a new process',
  exit: 'an application exits, perhaps inside its call',
  VirtualProtect: 'an application changes the protection of its pages',
  VirtualFree: 'an application releases a reservation',
  VirtualAlloc: 'an application reserves and commits a released range once more',
};
