/** Faults of WinDriver's DMA buffers, of the way to a Kernel PlugIn, and of what orders threads. */

import { type Fault, fault } from './types.js';

/** Memory that a program shares with its plug-in. */
export const WINDRIVER_FAULTS: readonly Fault[] = [
  fault('LOCK_COPIES_FOR_USER', {
    clauses: ['WD-3', 'QUIET-31'],
    operations: 5,
    sentence: 'The user-mode address leads to a copy of the buffer.',
    likely: 'A bounce buffer stands in for the mapping.',
  }),
  fault('LOCK_TAKES_COMMENT_AT_ITS_WORD', {
    clauses: ['WD-8', 'WD-3', 'QUIET-31'],
    operations: 4,
    sentence: 'A lock of 0x10000 bytes gives 16 KB.',
    likely: 'The comment of the sample was implemented, not its code.',
  }),
  fault('BUFFER_NOT_CONTIGUOUS', {
    clauses: ['WD-1'],
    needsInspection: true,
    operations: 3,
    sentence: 'The pages of a buffer are not next to each other in physical memory.',
    likely: 'The buffer comes from the ordinary page allocator.',
  }),
  fault('FAILED_LOCK_LEAVES_HANDLE', {
    clauses: ['WD-1', 'WD-7'],
    operations: 3,
    sentence: 'After a lock that failed hDma is not 0.',
    likely: 'The handle is made before the memory.',
  }),
  fault('EMPTY_LOCK_ACCEPTED', {
    clauses: ['WD-1'],
    operations: 2,
    sentence: 'A lock of no bytes reports success.',
    likely: 'The size is only rounded up, never tested.',
  }),
  fault('UNLOCK_KEEPS_USER_VIEW', {
    clauses: ['WD-1', 'WD-3', 'INV-ISOLATE'],
    operations: 5,
    sentence: 'WD_DMAUnlock leaves the user-mode mapping.',
    likely: 'The unmapping is left to the exit of the process.',
  }),
  fault('UNLOCK_KEEPS_KERNEL_VIEW', {
    clauses: ['WD-1'],
    needsInspection: true,
    operations: 4,
    sentence: 'WD_DMAUnlock leaves the kernel-mode mapping.',
    likely: 'The kernel-mode mapping is counted among those that stay.',
  }),
  fault('UNLOCK_KEEPS_HANDLE', {
    clauses: ['WD-7', 'WD-1'],
    operations: 5,
    sentence: 'hDma stays valid after WD_DMAUnlock.',
    likely: 'The table of handles is not told.',
  }),
  fault('DMA_KERNEL_VIEW_OPEN_TO_USER', {
    clauses: ['WD-2', 'SPACE-2'],
    operations: 4,
    sentence: 'User mode may use the kernel-mode address of a buffer.',
    likely: 'Both mappings are made with the rights of user mode.',
  }),
  fault('OLD_LOCK_GIVES_KERNEL_ADDRESS', {
    clauses: ['WD-6'],
    operations: 3,
    sentence: 'A lock of version 5.2.2 gives the kernel-mode address.',
    likely: 'The version of the client is not looked at.',
  }),
  fault('NEW_LOCK_NEEDS_CARD_REGISTER', {
    clauses: ['WD-6'],
    operations: 3,
    sentence: 'From version 6.0.0 on a lock leaves pKernelAddr 0.',
    likely: 'The old way by WD_CardRegister is still the only one.',
  }),
  fault('CLOSE_KEEPS_LOCKS', {
    clauses: ['QUIET-26', 'WD-1', 'WD-7'],
    operations: 5,
    sentence: 'WD_Close leaves what the client had locked.',
    likely: 'Locks hang on the process, not on the handle.',
  }),
  fault('EXIT_KEEPS_LOCKS', {
    clauses: ['QUIET-26', 'WD-1'],
    needsInspection: true,
    operations: 4,
    sentence: 'The exit of a client leaves what it had locked.',
    likely: 'WinDriver is not told that a process ends.',
  }),
  fault('KERNEL_ONLY_MAP_IGNORED', {
    clauses: ['QUIET-26'],
    operations: 3,
    sentence: 'A lock with DMA_KERNEL_ONLY_MAP is mapped in user mode all the same.',
    likely: 'The option is defined and read by nobody.',
  }),
  fault('FOREIGN_HANDLE_ACCEPTED', {
    clauses: ['QUIET-26'],
    operations: 2,
    sentence: "Another process's hWD is as good as the own.",
    likely: 'Handles are numbers in one table for all processes.',
  }),
  fault('FAILED_PLUG_IN_OPEN_GIVES_HANDLE', {
    clauses: ['WD-7'],
    operations: 1,
    sentence: 'WD_KernelPlugInOpen gives a handle where it fails.',
    likely: 'The handle is the address of a structure that is never cleared.',
  }),
  fault('CALL_NEEDS_NO_PLUG_IN', {
    clauses: ['WD-7'],
    operations: 2,
    sentence: 'WD_KernelPlugInCall works without a valid handle.',
    likely: 'One plug-in is loaded, so that nobody looks which.',
  }),
  fault('PLUG_IN_DATA_DROPPED', {
    clauses: ['WD-5'],
    operations: 5,
    sentence: 'KP_Call gets NULL for pData.',
    likely: 'The structure of the call is copied up to its message.',
  }),
  fault('DMA_BUFFER_NOT_CLEARED', {
    clauses: ['INV-SECRET', 'WD-3', 'QUIET-31'],
    operations: 4,
    sentence: 'A buffer starts with what its memory held before.',
    likely: 'Contiguous memory comes from a pool that clears nothing.',
  }),
  fault('ALLOW_CACHE_MAPS_CACHED', {
    clauses: ['QUIET-31', 'WD-3'],
    readings: 'virtually-tagged',
    operations: 6,
    sentence: 'With DMA_ALLOW_CACHE both views are cached, each for itself.',
    likely: 'Tried on a machine whose caches snoop.',
  }),
  fault('SYNC_CLEARS_BUFFER', {
    clauses: ['QUIET-31', 'WD-3'],
    operations: 6,
    sentence: 'WD_DMASyncCpu and WD_DMASyncIo lose what the buffer holds.',
    likely: 'Lines are invalidated without being cleaned.',
  }),
  fault('SECOND_LOCK_SHARES_BUFFER', {
    clauses: ['WD-3', 'QUIET-31', 'INV-SECRET', 'INV-ISOLATE'],
    operations: 6,
    sentence: 'A second lock gets the memory of the first.',
    likely: 'One buffer serves the whole driver.',
  }),
  fault('EVENT_STAYS_SET', {
    clauses: ['QUIET-35'],
    operations: 3,
    sentence: 'An event stays set when a wait has come through.',
    likely: 'It was created as one with manual reset.',
  }),
  fault('SECTION_LETS_TWO_IN', {
    clauses: ['QUIET-35'],
    operations: 2,
    sentence: 'A critical section lets a second thread in.',
    likely: 'The owner is compared with nobody.',
  }),
  fault('SECOND_CLIENT_REFUSED', {
    clauses: ['WD-7'],
    operations: 2,
    sentence: 'Only one client gets a handle at a time.',
    likely: 'One global variable holds the handle.',
  }),
  fault('BETWEEN_VERSIONS_GIVE_NONE', {
    clauses: ['WD-6'],
    operations: 3,
    sentence: 'Between 5.2.2 and 6.0.0 neither call gives a kernel-mode address.',
    likely: 'One call left it to the other before that had it.',
  }),
  fault('CACHED_LOCK_NOT_SEEN_BY_USER', {
    clauses: ['WD-1', 'QUIET-31', 'WD-8'],
    operations: 2,
    sentence: 'With DMA_ALLOW_CACHE there is no user-mode address.',
    likely: 'The option is taken for DMA_KERNEL_ONLY_MAP.',
  }),
];
