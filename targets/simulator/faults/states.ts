/** Faults below the functions that act only in a state which takes several operations to build. */

import { EITHER, type Fault, fault, USER } from './types.js';

/** Aliases that share pages, memory that is handed out again, calls that overlap. */
export const STATE_FAULTS: readonly Fault[] = [
  fault('RECACHED_AT_FIRST_OF_THREE', {
    clauses: ['ALIAS-3', 'ALIAS-4', 'ALIAS-2', 'INV-CACHE', 'ALIAS-8', 'INV-COHERENT'],
    readings: 'virtually-tagged',
    operations: 7,
    sentence: 'The cache comes back when the first of three aliases of a page is released.',
    likely: 'Aliases are counted in pairs: source and alias, then the rest.',
  }),
  fault('PROTECT_RECACHES_THRICE_ALIASED', {
    clauses: ['QUIET-7', 'ALIAS-2', 'ALIAS-3', 'ALIAS-4', 'INV-CACHE', 'INV-COHERENT'],
    readings: 'virtually-tagged',
    operations: 7,
    sentence: 'VirtualProtect makes a page cached again that three aliases or more stand on.',
    likely: 'The count of aliases is kept in two bits, and one of them is tested.',
  }),
  fault('ALIAS_FREE_UNMAPS_TWIN', {
    clauses: ['ASYNC-4', 'FREE-1', 'QUIET-8', 'CLOSE-1', 'INV-ISOLATE'],
    operations: 5,
    sentence: 'The release of one alias unmaps every other alias of the same pages.',
    likely: 'Mappings are found by physical page instead of by address.',
  }),
  fault('EXIT_DROPS_TWICE_ALIASED', {
    clauses: ['ASYNC-4', 'SPACE-6'],
    operations: 5,
    sentence: 'The exit of the caller unmaps the aliases of pages that have two or more.',
    likely: 'Only one reference of the server’s is expected on a page.',
  }),
  fault('THIRD_ALIAS_UNCOUNTED', {
    clauses: ['INV-COUNT', 'ASYNC-4', 'SPACE-6', 'INV-ISOLATE'],
    operations: 4,
    needsInspection: true,
    sentence: 'The third alias of a page takes no reference to it.',
    likely: 'The lock count saturates at two.',
  }),
  fault('ALIAS_RELEASE_COUNTS_TWICE', {
    clauses: ['INV-COUNT', 'ASYNC-4', 'SPACE-6', 'INV-ISOLATE'],
    operations: 5,
    needsInspection: true,
    sentence: 'The release of one of three aliases drops two references to their pages.',
    likely: 'The page is unlocked by the mapping and by the list of its aliases.',
  }),
  fault('UNCACHED_PAGE_HANDED_OUT', {
    clauses: ['ALIAS-3', 'INV-CACHE', 'INV-LEAK', 'ALIAS-2'],
    readings: 'virtually-tagged',
    operations: 4,
    needsInspection: true,
    sentence: 'Memory that was freed under an alias is uncached when its address is used again.',
    likely: 'The attribute is kept by virtual address and outlives the pages.',
  }),
  fault('EXIT_DROPS_OTHERS_ALIASES', {
    clauses: ['SPACE-6', 'ASYNC-4', 'INV-ISOLATE'],
    operations: 6,
    sentence: 'The exit of a process that has a live alias unmaps the aliases of other processes.',
    likely: 'Clean-up walks the list of aliases to its end, not to the next process.',
  }),
  fault('ALIAS_KEEPS_OLD_RIGHTS', {
    clauses: ['ALIAS-11', 'ASYNC-4', 'ASYNC-1', 'QUIET-34', 'ALIAS-8', 'ALIAS-1', 'OPEN-1'],
    servers: EITHER,
    operations: 5,
    sentence: 'An alias in a reservation that was used before has the rights of the earlier one.',
    likely: 'The page-table entries of a released block are revived.',
  }),
  fault('HEAP_FREE_TAKES_NEIGHBOUR', {
    clauses: ['INV-ISOLATE', 'DUP-2', 'CLOSE-1', 'FREE-1', 'CLOSE-3', 'FREE-2', 'QUIET-14'],
    servers: EITHER,
    needsInspection: true,
    operations: 5,
    sentence: 'The release of a heap block between two live ones frees the next one as well.',
    likely: 'Free blocks are joined without looking whether the neighbour is free.',
  }),
  fault('FOURTH_BLOCK_OVERLAPS', {
    clauses: ['INV-COHERENT', 'INV-ISOLATE', 'DUP-1', 'OPEN-2', 'DUP-4', 'ASYNC-7', 'ASYNC-1'],
    servers: EITHER,
    operations: 6,
    sentence: 'The header of the fourth live block lies on the end of the block before it.',
    likely: 'A new segment of the heap begins at the last block instead of behind it.',
  }),
  fault('CALL_GOES_ON_IN_RESTARTED', {
    clauses: ['QUIET-17', 'SPACE-4', 'SPACE-3', 'INV-ISOLATE'],
    operations: 4,
    sentence: 'A call whose caller exited works on the process that took the caller’s place.',
    likely: 'The call holds the number of its caller, which is used again.',
  }),
  fault('FORWARDER_REMEMBERED', {
    clauses: ['OPEN-4', 'QUIET-19', 'ASYNC-9', 'INV-SECRET'],
    operations: 4,
    sentence: 'A call is taken to come from the kernel because an earlier one on its thread did.',
    likely: 'The flag of the direct caller is set on the thread and never cleared.',
  }),
  fault('RESUMED_FOR_LAST_CALLER', {
    clauses: ['OPEN-2', 'OPEN-1', 'ASYNC-1', 'ASYNC-7', 'SPACE-1', 'QUIET-17', 'INV-SECRET'],
    operations: 5,
    sentence: 'A function that was interrupted goes on for the caller whose call began last.',
    likely: 'The current caller is a global variable that every call sets.',
  }),
  fault('HOST_EXIT_KEEPS_HEAP', {
    clauses: ['QUIET-17', 'INV-LEAK'],
    servers: USER,
    operations: 3,
    needsInspection: true,
    sentence: 'The copies of a user-mode host stay when the host has exited.',
    likely: 'They are kept in a heap of the kernel, which nobody empties.',
  }),
  fault('HOST_EXIT_KEEPS_RECORDS', {
    board: 'strict',
    clauses: ['QUIET-17', 'INV-LEAK'],
    servers: USER,
    operations: 3,
    needsInspection: true,
    sentence: 'What the kernel keeps of the buffers of a user-mode host outlives the host.',
    likely: 'Records are only dropped by the functions that release buffers.',
  }),
];
