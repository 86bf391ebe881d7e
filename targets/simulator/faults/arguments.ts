/** Faults of the argument and range checks. */

import { EITHER, type Fault, fault } from './types.js';

/** Descriptors, sizes, NULLs, addresses. */
export const ARGUMENT_FAULTS: readonly Fault[] = [
  fault('ARG_DW_ACCEPTED', {
    clauses: ['ASYNC-6', 'OPEN-3', 'QUIET-14'],
    servers: EITHER,
    operations: 2,
    sentence: 'ARG_DW is taken for a valid descriptor.',
    likely: 'The table of valid types has a bit set for type 0.',
  }),
  fault('UNDEFINED_TYPE_ACCEPTED', {
    clauses: ['ASYNC-6', 'OPEN-3', 'QUIET-14'],
    servers: EITHER,
    operations: 2,
    sentence: 'The undefined types 0xB and 0xF are accepted.',
    likely: 'Only the direction bits are tested, not the whole type.',
  }),
  fault('INPUT_DWORD_ACCEPTED', {
    clauses: ['QUIET-3'],
    servers: EITHER,
    operations: 2,
    sentence: 'ARG_I_PDW is accepted by the helpers.',
    likely: 'The valid types were taken from the header, where ARG_I_PDW is defined.',
  }),
  fault('STRAY_BITS_ACCEPTED', {
    clauses: ['QUIET-3'],
    servers: EITHER,
    operations: 2,
    sentence: 'Descriptor bits beside type and flag are ignored instead of refused.',
    likely: 'The type is masked out before the descriptor is checked.',
  }),
  fault('FLAG_NOT_MASKED', {
    clauses: ['ASYNC-6', 'ALIAS-1'],
    servers: EITHER,
    operations: 2,
    sentence: 'A descriptor with MARSHAL_FORCE_ALIAS is refused as invalid.',
    likely: 'The descriptor is compared before the flag is masked off.',
  }),
  fault('DWORD_SIZE_UNCHECKED', {
    clauses: ['QUIET-3'],
    servers: EITHER,
    operations: 2,
    sentence: 'A PDW descriptor is accepted with a size other than 4.',
    likely: 'The size is used before anybody compares it with the type.',
  }),
  fault('INT64_SIZE_UNCHECKED', {
    clauses: ['QUIET-3'],
    servers: EITHER,
    operations: 2,
    sentence: 'A PI64 descriptor is accepted with a size other than 8.',
    likely: 'The check for PDW was not extended to the 64-bit types.',
  }),
  fault('NULL_SOURCE_DENIED', {
    clauses: ['ASYNC-10', 'OPEN-3', 'QUIET-14'],
    servers: EITHER,
    operations: 2,
    sentence: 'A NULL source gives E_ACCESSDENIED instead of E_INVALIDARG.',
    likely: 'NULL is left to the address check.',
  }),
  fault('ZERO_LENGTH_ACCEPTED', {
    clauses: ['ASYNC-10', 'OPEN-3', 'QUIET-14'],
    servers: EITHER,
    operations: 2,
    sentence: 'A zero length is accepted for a buffer that is no string.',
    likely: 'The exception for strings is made for every descriptor.',
  }),
  fault('OUT_POINTER_UNCHECKED', {
    clauses: ['ASYNC-22'],
    servers: EITHER,
    operations: 2,
    sentence: 'A NULL out-pointer is not refused: the buffer is made and nobody can free it.',
    likely: 'The out-pointer is only looked at when it is written, inside the exception guard.',
  }),
  fault('OUT_POINTER_LEFT', {
    board: 'strict',
    clauses: ['ASYNC-11', 'ASYNC-12', 'OPEN-6', 'QUIET-14', 'OPEN-1'],
    servers: EITHER,
    operations: 2,
    sentence: 'The out-pointer is left as it was when a call fails.',
    likely: 'The out-pointer is written on the success path only.',
  }),
  fault('OUT_POINTER_LEFT_WITHOUT_MEMORY', {
    board: 'strict',
    clauses: ['ASYNC-11', 'OPEN-5', 'OPEN-6', 'QUIET-14'],
    servers: EITHER,
    operations: 2,
    sentence: 'The out-pointer is left as it was when memory runs out.',
    likely: 'The path for a failed allocation returns before the out-pointer is cleared.',
  }),
  fault('OUT_POINTER_CLEARED', {
    board: 'shipped',
    clauses: ['ASYNC-11', 'OPEN-6', 'ASYNC-12'],
    servers: EITHER,
    operations: 2,
    sentence: 'A failing call clears the out-pointer, which shipped kernels leave untouched.',
    likely: 'The out-pointer is set to NULL first thing.',
  }),
  fault('ADDRESS_CHECKED_FIRST', {
    board: 'strict',
    clauses: ['ASYNC-22', 'OPEN-3', 'ASYNC-6'],
    operations: 2,
    sentence:
      'The address is checked before the arguments, so a bad descriptor with a bad source ' +
      'gives E_ACCESSDENIED.',
    likely: 'The probe of the source was moved to the top of the function.',
  }),
  fault('RANGE_CHECK_MISSING', {
    clauses: ['OPEN-4', 'ASYNC-9', 'INV-SECRET'],
    servers: EITHER,
    operations: 2,
    sentence: 'The range check is not made at all.',
    likely: 'The check is left to a caller that does not make it either.',
  }),
  fault('KERNEL_POINTER_ACCEPTED', {
    clauses: ['OPEN-4', 'INV-SECRET', 'QUIET-19'],
    servers: EITHER,
    operations: 2,
    sentence: 'A kernel address passed by a user caller is accepted.',
    likely: 'The pointer is compared as unsigned with the lower limit only.',
  }),
  fault('FIRST_BLOCK_ACCEPTED', {
    board: 'shipped',
    clauses: ['OPEN-4'],
    operations: 2,
    sentence: 'A pointer into the first 64 KB, which is never valid, passes the range check.',
    likely: 'Only NULL is refused.',
  }),
  fault('RANGE_SIZE_UNSIGNED', {
    board: 'shipped',
    clauses: ['OPEN-4', 'ASYNC-9'],
    operations: 2,
    sentence: 'A size of 2 GB or more wraps the end of the range round and passes.',
    likely: 'The size is not compared as signed, and the sum of 32 bits overflows.',
  }),
  fault('RANGE_START_ONLY', {
    board: 'shipped',
    clauses: ['OPEN-4', 'ASYNC-9'],
    operations: 2,
    sentence: 'The range check looks at the first byte only.',
    likely: 'The size is not added to the pointer.',
  }),
  fault('RANGE_LIMIT_INCLUSIVE', {
    board: 'shipped',
    clauses: ['OPEN-4'],
    operations: 2,
    sentence: 'A buffer that ends exactly at the limit is accepted.',
    likely: '"Less or equal" where "less" is meant.',
  }),
  fault('WRITE_LIMIT_AS_READ_LIMIT', {
    board: 'shipped',
    clauses: ['OPEN-4'],
    operations: 2,
    sentence: 'An OUT buffer may reach into the shared heap that user code can only read.',
    likely: 'One limit serves for reading and for writing.',
  }),
  fault('FORWARDER_IGNORED', {
    clauses: ['OPEN-4', 'QUIET-19'],
    operations: 2,
    sentence:
      'A kernel-mode forwarder is not recognised as the direct caller: kernel buffers are ' +
      'refused.',
    likely: 'The check asks for the original caller instead of the direct one.',
  }),
];
