/** Types of VirtualAllocEx and VirtualFreeEx, as facts.md has them; several are or-ed. */

/** Gives reserved pages memory. */
export const MEM_COMMIT = 0x1000;
/** Takes addresses. */
export const MEM_RESERVE = 0x2000;
/** Takes the memory of pages away; the addresses stay reserved. */
export const MEM_DECOMMIT = 0x4000;
/** Gives a whole reservation back. */
export const MEM_RELEASE = 0x8000;
