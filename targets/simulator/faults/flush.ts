/** Faults of CeFlushAsynchronousBuffer. */

import { DUPLICATING, EITHER, type Fault, fault } from './types.js';

/** Flush. */
export const FLUSH_FAULTS: readonly Fault[] = [
  fault('FLUSH_TAKES_ANY', {
    clauses: ['FLUSH-2'],
    servers: EITHER,
    operations: 4,
    sentence: 'Flush accepts every descriptor, input included.',
    likely: 'The descriptor is not tested.',
  }),
  fault('FLUSH_REFUSES_IN_OUT', {
    clauses: ['FLUSH-1', 'FLUSH-2', 'FLUSH-3', 'QUIET-10'],
    servers: EITHER,
    operations: 4,
    sentence: 'Flush refuses ARG_IO_PTR.',
    likely: 'The descriptor is compared with ARG_O_PTR.',
  }),
  fault('FLUSH_REFUSES_NUMBERS', {
    board: 'shipped',
    clauses: ['FLUSH-1', 'FLUSH-2', 'FLUSH-3'],
    servers: EITHER,
    operations: 4,
    sentence: 'Flush refuses PDW and PI64, which shipped kernels take.',
    likely: 'The documents were followed instead of the code.',
  }),
  fault('FLUSH_REFUSES_AS_INVALID', {
    clauses: ['FLUSH-2'],
    servers: EITHER,
    operations: 2,
    sentence: 'A descriptor that cannot be flushed gives E_INVALIDARG.',
    likely: 'One error serves for all bad descriptors.',
  }),
  fault('FLUSH_REFUSES_ALIAS', {
    clauses: ['FLUSH-3'],
    operations: 4,
    sentence: 'Flush of an alias fails, though there is nothing to do.',
    likely: 'Only duplicates are expected.',
  }),
  fault('FLAG_IGNORED_AT_FLUSH', {
    clauses: ['FLUSH-3', 'FLUSH-1'],
    operations: 4,
    sentence: 'Flush with MARSHAL_FORCE_ALIAS, as Alloc had it, is refused.',
    likely: 'The flag is masked off on one side of the comparison only.',
  }),
  fault('FLUSH_RELEASES', {
    clauses: ['FLUSH-1', 'FREE-1', 'ASYNC-4', 'INV-FAILSAFE'],
    servers: EITHER,
    operations: 5,
    sentence: 'Flush releases the buffer after writing it.',
    likely: 'Flush is written as a Free.',
  }),
  fault('FLUSH_FAILURE_RELEASES', {
    clauses: ['FLUSH-5', 'INV-FAILSAFE', 'FREE-2', 'FREE-1'],
    servers: EITHER,
    operations: 6,
    sentence: 'A Flush whose write-back fails releases the buffer.',
    likely: 'The failing path of Free is shared with Flush.',
  }),
  fault('FLUSH_FAILURE_HIDDEN', {
    clauses: ['FLUSH-5', 'QUIET-11', 'QUIET-6'],
    servers: EITHER,
    operations: 5,
    sentence: 'A Flush that could not write reports S_OK.',
    likely: 'The exception handler around the copy swallows the error.',
  }),
  fault('FLUSH_READS_SOURCE', {
    clauses: ['FLUSH-4', 'FLUSH-1', 'INV-COHERENT'],
    readings: DUPLICATING,
    operations: 5,
    sentence: 'Flush of IN/OUT fetches the source first: what the server wrote is lost.',
    likely: 'IN/OUT is understood as "both ways at every Flush".',
  }),
  fault('FLUSH_STOPS_AT_COPY', {
    clauses: ['FLUSH-1'],
    servers: EITHER,
    operations: 6,
    sentence: 'Flush of a buffer that Open copied does not reach the caller.',
    likely: 'pSrcUnmarshalled is ignored.',
  }),
  fault('FLUSH_NULL_UNMARSHALLED', {
    clauses: ['QUIET-11', 'FLUSH-1'],
    servers: EITHER,
    operations: 5,
    sentence: 'Flush of a buffer that Open copied accepts any pSrcUnmarshalled, NULL included.',
    likely: 'The recorded address is used and the argument not compared.',
  }),
  fault('FLUSH_TRUSTS_UNMARSHALLED', {
    board: 'strict',
    clauses: ['QUIET-11', 'INV-ISOLATE', 'FLUSH-1'],
    servers: EITHER,
    operations: 5,
    sentence: 'Flush writes to whatever pSrcUnmarshalled says.',
    likely: 'The argument is trusted instead of the record.',
  }),
  fault('FLUSH_PART_OFFSET_LOST', {
    clauses: ['FLUSH-1', 'QUIET-11', 'QUIET-6', 'INV-ISOLATE'],
    servers: EITHER,
    operations: 6,
    sentence: 'Flush of a part of an opened copy writes to the start of the caller’s buffer.',
    likely: 'The part’s offset is not added to the caller’s address.',
  }),
];
