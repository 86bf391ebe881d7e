/** Faults of VirtualAllocEx, VirtualCopyEx and VirtualFreeEx. */

import { type Fault, fault, USER } from './types.js';

/** Sharing memory with another process. */
export const SHARING_FAULTS: readonly Fault[] = [
  fault('ALLOC_EX_IN_FIRST_PROCESS', {
    clauses: ['VM-1', 'VM-2', 'VM-5', 'QUIET-20', 'QUIET-22'],
    operations: 3,
    sentence: 'VirtualAllocEx reserves in the first application, whichever it is given.',
    likely: 'The process argument is not passed on.',
  }),
  fault('ALLOC_EX_MAY_OVERLAP', {
    clauses: ['QUIET-20'],
    operations: 2,
    sentence: 'A reservation at a given address may lie over a live one.',
    likely: 'Only committed pages are looked at.',
  }),
  fault('ALLOC_EX_PAST_LIMIT', {
    clauses: ['QUIET-20'],
    operations: 1,
    sentence: 'A range at a given address may pass 0x40000000.',
    likely: 'The end of user space is taken for the limit.',
  }),
  fault('NO_ROOM_IS_INVALID', {
    clauses: ['VM-1'],
    operations: 1,
    sentence: 'Where there is no room, VirtualAllocEx reports a bad argument.',
    likely: 'One error serves for all failures.',
  }),
  fault('COPY_EX_COPIES', {
    clauses: ['VM-2', 'INV-COUNT', 'VM-8'],
    operations: 5,
    sentence: 'VirtualCopyEx maps a copy of the source.',
    likely: 'The name was taken at its word.',
  }),
  fault('COPY_EX_MAPS_ONE_LESS', {
    clauses: ['VM-2', 'VM-1', 'INV-COUNT'],
    operations: 3,
    sentence: 'The last page of a mapping is missing.',
    likely: 'The offset in the first page is not added to the size.',
  }),
  fault('COPY_EX_IGNORES_NOCACHE', {
    clauses: ['VM-4'],
    needsInspection: true,
    operations: 2,
    sentence: 'PAGE_NOCACHE is ignored by VirtualCopyEx.',
    likely: 'The protection is reduced to its rights.',
  }),
  fault('COPY_EX_OFFSETS_UNCHECKED', {
    clauses: ['VM-3'],
    operations: 2,
    sentence: 'Source and destination may differ in their page offsets.',
    likely: 'Both are rounded down before they are compared.',
  }),
  fault('COPY_EX_NEEDS_NO_RESERVATION', {
    clauses: ['VM-2'],
    operations: 1,
    sentence: 'VirtualCopyEx maps where nothing was reserved.',
    likely: 'Free pages are taken for reserved ones.',
  }),
  fault('COPY_EX_OVER_MAPPING', {
    clauses: ['QUIET-21'],
    operations: 3,
    sentence: 'VirtualCopyEx replaces a mapping that is there.',
    likely: 'The destination is unmapped first.',
  }),
  fault('COPY_EX_READS_DESTINATION_PROCESS', {
    clauses: ['VM-2', 'VM-13', 'QUIET-21', 'INV-COUNT'],
    operations: 2,
    sentence: 'The source address is looked up in the destination process.',
    likely: 'The two process arguments are mixed up.',
  }),
  fault('EXIT_KEEPS_RESERVATIONS', {
    clauses: ['SPACE-6', 'VM-2', 'INV-COUNT', 'VM-1', 'QUIET-20', 'INV-LEAK'],
    needsInspection: true,
    operations: 3,
    sentence: 'The mappings of a process that has exited stay.',
    likely: 'Only what the process reserved by itself is released.',
  }),
  fault('FREE_EX_IN_CALLER', {
    clauses: ['VM-5'],
    operations: 3,
    sentence: 'VirtualFreeEx releases in the process that calls.',
    likely: 'VirtualFree stands where VirtualFreeEx is meant.',
  }),
  fault('FREE_EX_KEEPS_LAST_PAGE', {
    clauses: ['VM-5', 'INV-COUNT', 'INV-LEAK'],
    operations: 4,
    sentence: 'The last page of a mapping survives the release of its reservation.',
    likely: 'The number of pages is rounded down.',
  }),
  fault('FREE_EX_TAKES_ANY_SIZE', {
    clauses: ['VM-5'],
    operations: 2,
    sentence: 'MEM_RELEASE with a size releases.',
    likely: 'The size is not looked at.',
  }),
  fault('FREE_EX_TAKES_ANY_TYPE', {
    clauses: ['VM-5'],
    operations: 2,
    sentence: 'VirtualFreeEx releases whatever type of release it is given.',
    likely: 'The type is not looked at.',
  }),
  fault('FREE_EX_TAKES_INNER_ADDRESS', {
    clauses: ['VM-5', 'QUIET-23', 'QUIET-20'],
    operations: 3,
    sentence: 'An address inside a reservation releases all of it.',
    likely: 'The reservation around the address is taken.',
  }),
  fault('USER_MODE_MAY_SHARE', {
    clauses: ['QUIET-22'],
    servers: USER,
    operations: 1,
    sentence: 'A user-mode driver may reserve in another process.',
    likely: 'The handle is trusted.',
  }),
  fault('RESERVATION_TAKES_MEMORY', {
    clauses: ['VM-10'],
    needsInspection: true,
    operations: 1,
    sentence: 'VirtualAllocEx takes memory for what is only reserved.',
    likely: 'Reserving and committing are one function inside.',
  }),
  fault('PHYSICAL_NOT_SHIFTED', {
    clauses: ['VM-9', 'QUIET-24', 'QUIET-21', 'QUIET-29', 'VM-10', 'INV-COUNT'],
    operations: 3,
    sentence: 'With PAGE_PHYSICAL the source is taken as the address itself.',
    likely: 'The shift back by 8 is missing.',
  }),
  fault('PHYSICAL_SHIFTED_BY_A_PAGE', {
    clauses: ['VM-9', 'QUIET-24', 'QUIET-21', 'QUIET-29', 'VM-10', 'INV-COUNT'],
    operations: 3,
    sentence: 'With PAGE_PHYSICAL the source is taken as the number of a page.',
    likely: 'The shift back is by 12 and not by 8.',
  }),
  fault('PHYSICAL_RANGE_WRAPS', {
    clauses: ['QUIET-21'],
    operations: 3,
    sentence: 'A physical range that runs past 4 GB is mapped.',
    likely: 'Its end is reckoned in 32 bits.',
  }),
  fault('UNKNOWN_MEMORY_REFUSED', {
    clauses: ['VM-10'],
    operations: 3,
    sentence: 'Physical memory that the kernel does not map cannot be shared.',
    likely: 'The range is looked up among the mappings of the kernel.',
  }),
];
