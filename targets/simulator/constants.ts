/**
 * The numbers of facts.md, section "Constants", as the boards use them. Kept apart from the model's
 * own table on purpose: a wrong number here must show as a departure.
 */

/** Wide string that the server reads. Descriptors: the low four bits of `ArgumentDescriptor`. */
export const ARG_I_WSTR = 0x5;
/** Narrow string that the server reads. */
export const ARG_I_ASTR = 0x6;
/** Pointer to a DWORD that is read; no helper takes it (QUIET-3). */
export const ARG_I_PDW = 0x7;
/** Buffer that the server writes. */
export const ARG_O_PTR = 0x8;
/** Pointer to a DWORD that is written. */
export const ARG_O_PDW = 0x9;
/** Pointer to a 64-bit number that is written. */
export const ARG_O_PI64 = 0xa;
/** Buffer that is read and written. */
export const ARG_IO_PTR = 0xc;
/** Pointer to a DWORD that is read and written. */
export const ARG_IO_PDW = 0xd;
/** Pointer to a 64-bit number that is read and written. */
export const ARG_IO_PI64 = 0xe;
/** Set in every descriptor whose buffer goes back to the caller. */
export const ARG_O_BIT = 0x8;
/** Bits of a descriptor that name the type. */
export const ARG_TYPE_MASK = 0xf;
/** Asks CeAllocAsynchronousBuffer for an alias; ignored by Open, Close and the duplicate pair. */
export const FORCE_ALIAS = 0x8000_0000;

/** Success. */
export const S_OK = 0;
/** Write-back failed (documented readings). */
export const E_FAIL = 0x8000_4005;
/** Memory that the caller, or the server, may not use so. */
export const E_ACCESSDENIED = 0x8007_0005;
/** The pointer names nothing that is held. */
export const E_HANDLE = 0x8007_0006;
/** No memory for a record, a heap block or an alias. */
export const E_OUTOFMEMORY = 0x8007_000e;
/** A bad argument. */
export const E_INVALIDARG = 0x8007_0057;
/** HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED). */
export const NOT_SUPPORTED = 0x8007_0032;
/** HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS). */
export const E_ALREADY_EXISTS = 0x8007_00b7;
/** HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY). */
export const E_NOT_ENOUGH_MEMORY = 0x8007_0008;
/** Not an HRESULT: the call is held at a pause point. */
export const PAUSED = -1;

/** First address of the kernel's space; user addresses are below. */
export const KERNEL_BASE = 0x8000_0000;
/** First address that a user pointer may have: 0 … 0xFFFF is never valid. */
export const USER_FIRST = 0x1_0000;
/** Ranges that the caller lets the server write end strictly below this. */
export const WRITE_LIMIT = 0x7000_0000;
/** Ranges that are only read end strictly below this on CE 6 … */
export const READ_LIMIT_CE6 = 0x8000_0000;
/** … and below this from Compact 7 on. */
export const READ_LIMIT_COMPACT = 0x7ff0_0000;
