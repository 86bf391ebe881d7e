/** Argument checks, in the order of ASYNC-22, and the range check of facts.md. */

import {
  ARG_I_ASTR,
  ARG_I_PDW,
  ARG_I_WSTR,
  ARG_IO_PDW,
  ARG_IO_PI64,
  ARG_O_BIT,
  ARG_O_PDW,
  ARG_O_PI64,
  ARG_TYPE_MASK,
  E_ACCESSDENIED,
  E_INVALIDARG,
  FORCE_ALIAS,
  S_OK,
  USER_FIRST,
  WRITE_LIMIT,
} from '../constants.js';
import { FAULT } from '../faults/codes.js';

/** Types that the helpers take: bit n stands for type n. ARG_DW, ARG_I_PDW are not there. */
const VALID_TYPES = 0b0111_0111_0111_0000;
/** Every bit of a descriptor that is neither type nor flag. */
const STRAY_BITS = 0x7fff_fff0;

/** The descriptor's type, its flag masked off. */
export function typeOf(descriptor: number): number {
  return descriptor & ARG_TYPE_MASK;
}

/** True when the buffer goes back to the caller. */
export function writesBack(descriptor: number): boolean {
  return (descriptor & ARG_O_BIT) !== 0;
}

/** True when the caller's bytes come in: all types but the OUT ones. */
export function readsIn(descriptor: number): boolean {
  return (descriptor & 0x4) !== 0;
}

/** True when MARSHAL_FORCE_ALIAS is set. */
export function forcesAlias(descriptor: number): boolean {
  return (descriptor & FORCE_ALIAS) !== 0;
}

/** Bytes of a character of a string type, 0 for other types. */
export function characterBytes(descriptor: number, fault: number): number {
  const type = typeOf(descriptor);
  if (type === ARG_I_WSTR) return fault === FAULT.WIDE_STRING_MEASURED_NARROW ? 1 : 2;
  if (type === ARG_I_ASTR) return fault === FAULT.NARROW_STRING_MEASURED_WIDE ? 2 : 1;
  return 0;
}

/** True for a size-0 string, whose length the system finds out (ASYNC-5). */
export function isUnmeasured(descriptor: number, size: number): boolean {
  const type = typeOf(descriptor);
  return size === 0 && (type === ARG_I_WSTR || type === ARG_I_ASTR);
}

/** ASYNC-6, QUIET-3: the flag is masked off first; stray bits are refused. */
export function isValidDescriptor(descriptor: number, fault: number): boolean {
  if ((descriptor & STRAY_BITS) !== 0 && fault !== FAULT.STRAY_BITS_ACCEPTED) return false;
  const type = typeOf(descriptor);
  if (fault === FAULT.ARG_DW_ACCEPTED && type === 0) return true;
  if (fault === FAULT.UNDEFINED_TYPE_ACCEPTED && (type === 0xb || type === 0xf)) return true;
  if (fault === FAULT.INPUT_DWORD_ACCEPTED && type === ARG_I_PDW) return true;
  if (fault === FAULT.FLAG_NOT_MASKED && forcesAlias(descriptor)) return false;
  return ((VALID_TYPES >> type) & 1) === 1;
}

/** Source and size of any of the helpers: E_INVALIDARG, or S_OK. */
export function checkSourceAndSize(
  source: number,
  size: number,
  descriptor: number,
  fault: number,
): number {
  if (source === 0) {
    return fault === FAULT.NULL_SOURCE_DENIED ? E_ACCESSDENIED : E_INVALIDARG;
  }
  const type = typeOf(descriptor);
  if (size === 0 && !isUnmeasured(descriptor, size)) {
    return fault === FAULT.ZERO_LENGTH_ACCEPTED ? S_OK : E_INVALIDARG;
  }
  if ((type === ARG_O_PDW || type === ARG_IO_PDW) && size !== 4) {
    return fault === FAULT.DWORD_SIZE_UNCHECKED ? S_OK : E_INVALIDARG;
  }
  if ((type === ARG_O_PI64 || type === ARG_IO_PI64) && size !== 8) {
    return fault === FAULT.INT64_SIZE_UNCHECKED ? S_OK : E_INVALIDARG;
  }
  return S_OK;
}

/**
 * The range check of facts.md, "Sizes and addresses": no wrap, no size of 2 GB or more, not in the
 * first 64 KB, and the end strictly below the limit. Memory is not touched.
 */
export function isInRange(
  address: number,
  size: number,
  writes: boolean,
  readLimit: number,
  fault: number,
): boolean {
  if (fault === FAULT.RANGE_CHECK_MISSING) return true;
  if (size > 0x7fff_ffff && fault !== FAULT.RANGE_SIZE_UNSIGNED) return false;
  if (address < USER_FIRST && fault !== FAULT.FIRST_BLOCK_ACCEPTED) return false;
  if (address > 0x7fff_ffff && fault !== FAULT.KERNEL_POINTER_ACCEPTED) return false;
  if (fault === FAULT.KERNEL_POINTER_ACCEPTED && address > 0x7fff_ffff) return true;
  const readOnlyLimit = fault === FAULT.WRITE_LIMIT_AS_READ_LIMIT || !writes;
  const limit = readOnlyLimit ? readLimit : WRITE_LIMIT;
  if (fault === FAULT.RANGE_START_ONLY) return address < limit;
  const end =
    fault === FAULT.RANGE_SIZE_UNSIGNED ? (address + size) % 0x1_0000_0000 : address + size;
  return fault === FAULT.RANGE_LIMIT_INCLUSIVE ? end <= limit : end < limit;
}
