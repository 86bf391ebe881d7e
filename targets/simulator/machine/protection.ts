/** PAGE_* as the flags of a page table entry. */

import {
  PAGE_GUARD,
  PAGE_NOACCESS,
  PAGE_NOCACHE,
  PAGE_READONLY,
  PAGE_READWRITE,
} from '../../interface.js';
import { GUARD, PLAIN_NOCACHE, READ, UNCACHED, WRITE } from './tables.js';

/** Flags of an entry for a PAGE_* protection, or −1 for one that is not known. */
export function flagsOf(protection: number): number {
  const plain = protection & ~PAGE_NOCACHE;
  const attributes = (protection & PAGE_NOCACHE) === 0 ? 0 : PLAIN_NOCACHE | UNCACHED;
  if (plain === PAGE_NOACCESS) return attributes === 0 ? 0 : -1;
  if (plain === PAGE_READONLY) return READ | attributes;
  if (plain === PAGE_READWRITE) return READ | WRITE | attributes;
  return -1;
}

/** As {@link flagsOf}, with PAGE_GUARD where it is given; there has to be access to guard. */
export function pageFlags(protection: number): number {
  const plain = flagsOf(protection & ~PAGE_GUARD);
  if ((protection & PAGE_GUARD) === 0) return plain;
  return plain <= 0 ? -1 : plain | GUARD;
}
