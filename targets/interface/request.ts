/** What a target is asked to do: names of operations, and one operation with its arguments. */

/** Methods of the wrapper classes of marshal.hpp, and the life of their objects. */
export type WrapperOperation =
  | 'construct'
  | 'Allocate'
  | 'Free'
  | 'Marshal'
  | 'Unmarshal'
  | 'Flush'
  | 'ptr'
  | 'size'
  | 'copy'
  | 'destroy';

/** `Request.mode` of a construct. */
export const WrapperClass = { asynchronous: 1, duplicated: 2, marshalled: 3 } as const;

/** Sharing memory with another process. */
export type SharingOperation = 'VirtualAllocEx' | 'VirtualCopyEx' | 'VirtualFreeEx';

/** WinDriver's calls, and a look at a member of a WD_DMA structure. */
export type WinDriverOperation =
  | 'WD_Open'
  | 'WD_Close'
  | 'WD_DMALock'
  | 'WD_DMA'
  | 'WD_CardRegister'
  | 'WD_DMAUnlock'
  | 'WD_DMASyncCpu'
  | 'WD_DMASyncIo'
  | 'WD_KernelPlugInOpen'
  | 'WD_KernelPlugInCall'
  | 'WD_KernelPlugInClose';

/** Events and critical sections, which order what threads do. */
export type OrderingOperation =
  | 'SetEvent'
  | 'WaitForSingleObject'
  | 'EnterCriticalSection'
  | 'LeaveCriticalSection';

/** Everything that a target performs. */
export type OperationName =
  | 'CeOpenCallerBuffer'
  | 'CeCloseCallerBuffer'
  | 'CeAllocAsynchronousBuffer'
  | 'CeFreeAsynchronousBuffer'
  | 'CeFlushAsynchronousBuffer'
  | 'CeAllocDuplicateBuffer'
  | 'CeFreeDuplicateBuffer'
  | WrapperOperation
  | 'resume'
  | 'read'
  | 'write'
  | 'call'
  | 'return'
  | 'start'
  | 'exit'
  | 'VirtualProtect'
  | 'VirtualFree'
  | 'VirtualAlloc'
  | SharingOperation
  | WinDriverOperation
  | OrderingOperation;

/** Micro-steps at which a call can be held; the board preempts it there. */
export type PausePoint = '' | 'checked' | 'measured' | 'written-back';

/**
 * One operation. The harness reuses a single object: a target must not keep it. What each uses and
 * gives, besides `faulted` where an access is a violation:
 *
 * - The seven functions: thread (0 … 4), their parameters, allocationFails, pause. Value = HRESULT,
 *   pointer = what the out-pointer holds afterwards.
 * - resume: thread; goes on with the call that is held there. Gives what the held call gives.
 * - read: thread, process (where thread is −1), pointer, size. Gives bytes.
 * - write: thread, process (where thread is −1), pointer, size, bytes. Value 0.
 * - call: process calls the server as thread 1 … 4. `viaKernel`: through a kernel-mode forwarder,
 *   so that the direct caller is the kernel. `source`, `size`, `descriptor`: an API parameter that
 *   the kernel (or the reflector) marshals; descriptor 0 = none. In a kernel server it arrives as
 *   the caller's own pointer after OPEN-1's and OPEN-4's checks, in a user-mode server as an alias
 *   that lives until the return (QUIET-34). Value = S_OK, or why the parameter was refused: then
 *   the call did not begin. Pointer = the parameter as the server sees it, else 0.
 * - return: thread; ends that call, and what it held directly. Value 0.
 * - exit, start: process. An exit ends the process, its calls go on (QUIET-17); a start brings it
 *   back as a new process with the regions of the setup, all bytes zero. Value 0. Process 8 is the
 *   host of a user-mode server: with it go its records, nothing is written back, and its calls.
 * - VirtualProtect: process, pointer (page-aligned), size (whole pages), descriptor = PAGE_*,
 *   PAGE_NOCACHE included. Value 1 or 0.
 * - VirtualFree: process, pointer = base of a region; releases it (MEM_RELEASE). Value 1 or 0.
 * - VirtualAlloc: process, pointer = base of a region of the setup that was released; commits it
 *   again with the setup's protections, bytes zero. Value = base, or 0.
 * - VirtualAllocEx: thread (0 … 4), process, pointer (0: anywhere), size, mode = MEM_*,
 *   descriptor = PAGE_*, allocationFails where it commits. Pointer = the base, or the first page of
 *   what was committed in a reservation that was there; 0 on failure.
 * - VirtualCopyEx: thread, process and pointer of the destination, mode (a process) and source,
 *   size, descriptor = PAGE_*. With PAGE_PHYSICAL `source` is a physical address >> 8. The kernel
 *   sees physical memory one to one below 0xA0000000, and once more, uncached, from there to
 *   0xBFFFFFFF; a region of the kernel in either window is memory at that place.
 * - VirtualFreeEx: thread, process, pointer, size, mode = MEM_*.
 *   Value of these three = S_OK, or HRESULT_FROM_WIN32 of what GetLastError gives.
 * - WD_Open … WD_KernelPlugInClose: process, a client of WinDriver that acts by itself; object
 *   (1 … 4), one of its WD_DMA structures. WD_Open: mode = version, as 522 or 600. WD_DMALock:
 *   size, descriptor = DMA_*, pointer = pUserAddr. WD_DMA looks at a member, mode = 1 hDma,
 *   2 pUserAddr, 3 pKernelAddr: pointer, or value = 1 where hDma is not 0. WD_CardRegister:
 *   pointer = the kernel-mode address. WD_KernelPlugInOpen, WD_KernelPlugInCall: source = pData,
 *   pointer = pData as the plug-in gets it. WD_KernelPlugInCall begins a call of the plug-in on
 *   thread 1 … 4, which `return` ends. WD_DMALock, WD_DMAUnlock, WD_KernelPlugInOpen: mode = whose
 *   hWD is passed, 0 for the own. Value = 1 with a handle and 0 without (the two Opens), else a
 *   WinDriver status.
 * - SetEvent … LeaveCriticalSection: thread (−1 … 4), process where thread is −1; object (1 … 4),
 *   an auto-reset event or a critical section. WaitForSingleObject has no time-out: 0, or 0x102
 *   where the event is not set. EnterCriticalSection tries: 1, or 0 where another has it. Value of
 *   the other two = 1.
 * - construct … destroy: thread (0 … 4), object (1 …). An object of a wrapper class of marshal.hpp
 *   in the server's code; `mode` of construct is its class. Pointer = what its ptr() gives
 *   afterwards, 0 once it is destroyed. Value of construct, copy and destroy 0, of ptr 1 where
 *   ptr() is not NULL and else 0, of size the size, of all others an HRESULT. construct with
 *   source, size and descriptor 0 is the default constructor; copy makes `object` of `mode`.
 */
export interface Request {
  operation: OperationName;
  thread: number;
  process: number;
  /** False: NULL is passed where the function takes the address of its out-pointer. */
  destination: boolean;
  /** First buffer argument of Close, Free, Flush, FreeDuplicate; address of an access. */
  pointer: number;
  /** pSrc… argument. */
  source: number;
  /** pSrcUnmarshalled of CeFlushAsynchronousBuffer. */
  unmarshalled: number;
  size: number;
  /** ARG_* with MARSHAL_FORCE_ALIAS where given. */
  descriptor: number;
  forceDuplicate: boolean;
  viaKernel: boolean;
  /** 0: none. n ≥ 1: the n-th allocation that this call makes, of any kind, fails. */
  allocationFails: number;
  pause: PausePoint;
  /** Bytes to write: the first `size` of them. */
  bytes: Uint8Array;
  /** Number of a wrapper object or of a WD_DMA structure, from 1. */
  object: number;
  /** construct: one of `WrapperClass`. copy: the object that is copied. See also above. */
  mode: number;
  /** The source is a PCVOID. */
  constant: boolean;
  /** MarshalledBuffer_t: FALSE is passed for ForceDuplicate, whose default is TRUE. */
  unforced: boolean;
  /** MarshalledBuffer_t: TRUE is passed for Asynchronous, whose default is FALSE. */
  asynchronous: boolean;
}
