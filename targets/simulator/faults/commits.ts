/** Faults of committed pages: MEM_COMMIT, MEM_DECOMMIT, PAGE_GUARD. */

import { type Fault, fault } from './types.js';

/** Pages that VirtualAllocEx commits in a process. */
export const COMMIT_FAULTS: readonly Fault[] = [
  fault('COMMIT_ALWAYS_WRITABLE', {
    clauses: ['QUIET-20', 'INV-ISOLATE', 'QUIET-25'],
    operations: 2,
    sentence: 'Committed pages may be written, whatever protection is given.',
    likely: 'The protection is kept with the reservation and never looked at.',
  }),
  fault('COMMIT_AT_NULL_RESERVES_ONLY', {
    clauses: ['QUIET-20'],
    operations: 2,
    sentence: 'MEM_COMMIT without an address reserves and commits nothing.',
    likely: 'The reservation that it makes is taken for the answer.',
  }),
  fault('COMMIT_MEMORY_CODE', {
    clauses: ['QUIET-20'],
    operations: 1,
    sentence: 'A commit without memory gives E_OUTOFMEMORY.',
    likely: 'The code of the marshalling functions is used for all.',
  }),
  fault('COMMIT_NOT_CLEARED', {
    clauses: ['INV-SECRET', 'QUIET-20', 'QUIET-25'],
    operations: 2,
    sentence: 'Committed pages hold what was in them before.',
    likely: 'Pages are cleared when they are freed, and some paths do not.',
  }),
  fault('COMMIT_ONE_PAGE_SHORT', {
    clauses: ['QUIET-20'],
    operations: 2,
    sentence: 'The last page of a commit is not committed.',
    likely: 'The size is rounded down to pages.',
  }),
  fault('COMMIT_OUTSIDE_ACCEPTED', {
    clauses: ['QUIET-20'],
    operations: 1,
    sentence: 'A commit at an address outside every reservation reserves there too.',
    likely: 'What holds for address 0 is done for every address.',
  }),
  fault('COMMIT_SHARED_BY_PROCESSES', {
    clauses: ['QUIET-20', 'INV-SECRET', 'INV-ISOLATE', 'INV-COUNT', 'VM-2', 'QUIET-25'],
    operations: 4,
    sentence: 'Pages committed at one address in two processes are the same pages.',
    likely: 'Pages are looked up by their address and not by process.',
  }),
  fault('DECOMMIT_KEEPS_PAGES', {
    clauses: ['VM-5', 'VM-1'],
    operations: 3,
    sentence: 'MEM_DECOMMIT succeeds and takes nothing back.',
    likely: 'Pages are taken back with the reservation only.',
  }),
  fault('DECOMMIT_RELEASES', {
    clauses: ['VM-5', 'QUIET-20'],
    operations: 3,
    sentence: 'MEM_DECOMMIT releases the reservation.',
    likely: 'Both types of release lead to one function.',
  }),
  fault('EMPTY_DECOMMIT_ACCEPTED', {
    clauses: ['VM-5'],
    operations: 2,
    sentence: 'MEM_DECOMMIT with size 0 succeeds.',
    likely: 'An empty range is taken for one with nothing to do.',
  }),
  fault('FAILED_COMMIT_KEEPS_RESERVATION', {
    clauses: ['QUIET-20', 'VM-1', 'INV-FAILSAFE'],
    operations: 2,
    sentence: 'The reservation of a commit that found no memory stays.',
    likely: 'The error path returns before it undoes the first half.',
  }),
  fault('GUARD_CLEARED_AROUND', {
    clauses: ['QUIET-25'],
    operations: 3,
    sentence: 'An access to a guarded page clears the guards of the pages that follow.',
    likely: 'PAGE_GUARD is kept for a range and not for a page.',
  }),
  fault('GUARD_IGNORED', {
    clauses: ['QUIET-25'],
    operations: 2,
    sentence: 'PAGE_GUARD is ignored.',
    likely: 'The protection is reduced to its rights.',
  }),
  fault('GUARD_NEVER_CLEARED', {
    clauses: ['QUIET-25'],
    operations: 3,
    sentence: 'A guarded page faults at every access.',
    likely: 'PAGE_GUARD is taken for PAGE_NOACCESS.',
  }),
  fault('RELEASE_KEEPS_COMMITTED', {
    clauses: ['VM-5', 'INV-LEAK', 'QUIET-20'],
    operations: 3,
    sentence: 'MEM_RELEASE leaves the committed pages of the reservation.',
    likely: 'Only what VirtualCopyEx mapped is taken back.',
  }),
];
