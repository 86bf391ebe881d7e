/** Faults of aliases, cache attributes, address spaces and processes. */

import { EITHER, type Fault, fault } from './types.js';

/** What lies below the marshalling functions. */
export const MEMORY_FAULTS: readonly Fault[] = [
  fault('ALIAS_AT_PAGE_START', {
    clauses: ['QUIET-18', 'ALIAS-8', 'ASYNC-1', 'INV-COHERENT'],
    servers: EITHER,
    operations: 3,
    sentence: 'The alias’s address is that of its page, without the offset of the source.',
    likely: 'The offset is not added back after the address was rounded down.',
  }),
  fault('ALIAS_LAST_PAGE_MISSING', {
    clauses: ['ASYNC-4', 'ALIAS-1', 'QUIET-34', 'ALIAS-8'],
    servers: EITHER,
    operations: 3,
    sentence: 'The last page of an alias that crosses a page boundary is not mapped.',
    likely: 'The number of pages is computed from the size alone, without the offset.',
  }),
  fault('ALIAS_TAKES_NO_REFERENCE', {
    clauses: ['INV-COUNT', 'ASYNC-4', 'SPACE-6', 'INV-ISOLATE'],
    servers: EITHER,
    operations: 5,
    sentence:
      'An alias does not count as a reference: its pages are handed out again while it lives.',
    likely: 'The mapping is made without locking the pages.',
  }),
  fault('FREE_IGNORES_PINS', {
    clauses: ['ASYNC-4', 'INV-COUNT', 'SPACE-6'],
    operations: 4,
    sentence: 'VirtualFree by the caller unmaps the aliases of its pages.',
    likely: 'The pages are freed by number, with all their mappings.',
  }),
  fault('EXIT_DROPS_ALIASES', {
    clauses: ['ASYNC-4', 'SPACE-6'],
    operations: 4,
    sentence: 'The exit of the caller unmaps the aliases of its memory.',
    likely: 'Process clean-up walks the pages and not the mappings.',
  }),
  fault('EXIT_RELEASES_RECORDS', {
    board: 'strict',
    clauses: ['ASYNC-4', 'FREE-2', 'FREE-1', 'INV-RECOVER'],
    servers: EITHER,
    operations: 4,
    sentence: 'The exit of the caller releases the asynchronous buffers that the server holds.',
    likely: 'A notification of process exit cleans up for the driver, which frees again.',
  }),
  fault('EXIT_TAKES_NEXT_PROCESS', {
    clauses: ['SPACE-6', 'INV-ISOLATE'],
    servers: EITHER,
    operations: 2,
    sentence: 'The exit of one process unmaps memory of another.',
    likely: 'Regions are freed by base address without looking at their owner.',
  }),
  fault('PROTECT_REACHES_ALIASES', {
    clauses: ['QUIET-7', 'ASYNC-4'],
    operations: 4,
    sentence: 'VirtualProtect by the caller changes the rights of a live alias.',
    likely: 'Rights are kept per physical page.',
  }),
  fault('ONLY_SOURCE_UNCACHED', {
    clauses: ['ALIAS-2', 'ALIAS-4', 'INV-CACHE', 'ALIAS-8', 'INV-COHERENT'],
    readings: 'virtually-tagged',
    operations: 4,
    sentence: 'While an alias lives the source is uncached and the alias is not.',
    likely: 'PAGE_NOCACHE is missing in the VirtualCopy.',
  }),
  fault('ONLY_ALIAS_UNCACHED', {
    clauses: ['ALIAS-2', 'INV-CACHE', 'ALIAS-8', 'INV-COHERENT'],
    readings: 'virtually-tagged',
    operations: 4,
    sentence: 'While an alias lives the alias is uncached and the source is not.',
    likely: 'The attribute is set on the new mapping only.',
  }),
  fault('NOTHING_UNCACHED', {
    clauses: ['ALIAS-4', 'ALIAS-2', 'INV-CACHE', 'ALIAS-8', 'INV-COHERENT'],
    readings: 'virtually-tagged',
    operations: 4,
    sentence: 'An alias leaves two cached mappings of one page.',
    likely: 'The processor is taken for one with a physically tagged cache.',
  }),
  fault('LAST_PAGE_STAYS_CACHED', {
    clauses: ['ALIAS-2', 'INV-CACHE', 'ALIAS-8', 'INV-COHERENT'],
    readings: 'virtually-tagged',
    operations: 4,
    sentence: 'The last page of a source of several pages stays cached.',
    likely: 'The loop over the pages rounds the end down.',
  }),
  fault('RECACHED_AT_FIRST_FREE', {
    clauses: ['ALIAS-3', 'ALIAS-4', 'ALIAS-2', 'INV-CACHE', 'ALIAS-8', 'INV-COHERENT'],
    readings: 'virtually-tagged',
    operations: 6,
    sentence:
      'The cache comes back at the first of two frees, also for neighbours on a shared page.',
    likely: 'The attribute is kept per buffer and not per page.',
  }),
  fault('NEVER_RECACHED', {
    clauses: ['ALIAS-3', 'INV-CACHE', 'INV-LEAK'],
    readings: 'virtually-tagged',
    needsInspection: true,
    operations: 3,
    sentence: 'The source stays uncached after its last alias has gone.',
    likely: 'Nobody restores the attribute.',
  }),
  fault('NOCACHE_PAGE_RECACHED', {
    clauses: ['ALIAS-3', 'INV-CACHE'],
    readings: 'virtually-tagged',
    needsInspection: true,
    operations: 3,
    sentence: 'A page that its owner wanted uncached is cached when its last alias goes.',
    likely: 'The earlier attribute is not remembered.',
  }),
  fault('PROTECT_RECACHES_ALIASED', {
    clauses: ['ALIAS-2', 'ALIAS-3', 'ALIAS-4', 'INV-CACHE', 'ALIAS-8', 'INV-COHERENT'],
    readings: 'virtually-tagged',
    operations: 5,
    sentence: 'VirtualProtect during an alias’s life makes the source cached again.',
    likely: 'The new protection replaces all attributes of the page.',
  }),
  fault('LINES_KEPT_ON_CHANGE', {
    clauses: ['ALIAS-8', 'INV-COHERENT', 'ALIAS-2'],
    readings: 'virtually-tagged',
    operations: 4,
    sentence: 'A page is made uncached while the cache still holds its lines.',
    likely: 'The cache is not cleaned when attributes change.',
  }),
  fault('LINES_DROPPED_UNCLEANED', {
    clauses: ['ALIAS-8', 'INV-COHERENT', 'ALIAS-2'],
    readings: 'virtually-tagged',
    operations: 4,
    sentence: 'Dirty lines are invalidated without being written back.',
    likely: 'Invalidate is used where clean-and-invalidate is meant.',
  }),
  fault('SERVICE_THREAD_SEES_CALLER', {
    clauses: ['SPACE-4', 'SPACE-1', 'INV-ISOLATE'],
    operations: 2,
    sentence: 'An interrupt thread reads the memory of whoever is in a call.',
    likely: 'The address space of the interrupted thread is left in place.',
  }),
  fault('SPACE_KEPT_AFTER_RETURN', {
    clauses: ['SPACE-4', 'SPACE-1', 'INV-ISOLATE'],
    operations: 3,
    sentence: 'The caller’s address space stays with the server after the call has returned.',
    likely: 'The switch back is made lazily.',
  }),
  fault('USER_READS_KERNEL', {
    clauses: ['SPACE-2', 'INV-SECRET', 'INV-ISOLATE'],
    servers: EITHER,
    operations: 1,
    sentence: 'An application reads and writes kernel memory.',
    likely: 'Kernel pages are mapped with user rights.',
  }),
];
