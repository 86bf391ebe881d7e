/** Where the buffers of the applications lie, and what is in them at the start. */

import type { Content, KernelMemory, Workload } from '../../drivers/interface.js';
import {
  BLOCK_BYTES,
  KERNEL_PROCESS,
  PAGE_BYTES,
  PAGE_NOCACHE,
  PAGE_READWRITE,
  type Region,
} from '../../targets/interface.js';

/** Where the count of bytes that a call returns goes; every application has this buffer. */
export const COUNT_BUFFER = '(count)';
const COUNT_BYTES = 4;
const FIRST_BASE = 0x0001_0000;

/** Address and size of each buffer, the same in every process. */
export type Addresses = ReadonlyMap<string, { readonly address: number; readonly size: number }>;

/** Addresses of the buffers of one application: each in a region of its own. */
export function addressesOf(buffers: Readonly<Record<string, { size: number }>>): Addresses {
  const found = new Map<string, { address: number; size: number }>();
  let base = FIRST_BASE;
  for (const [name, { size }] of [...Object.entries(buffers), [COUNT_BUFFER, COUNT] as const]) {
    found.set(name, { address: base, size });
    base += Math.max(1, Math.ceil(size / BLOCK_BYTES)) * BLOCK_BYTES;
  }
  return found;
}

const COUNT = { size: COUNT_BYTES };

/** The byte that a buffer is filled with before its contents: no two processes have the same. */
export function fillerOf(process: number, index: number): number {
  return 0x40 + process * 0x20 + (index % 0x20);
}

function bytesOf(content: Content, addresses: Addresses): Uint8Array {
  if (content instanceof Uint8Array) return content;
  let value: number;
  if (typeof content === 'number') value = content;
  else {
    const buffer = addresses.get(content.pointerTo);
    if (buffer === undefined) throw new RangeError(`there is no buffer ${content.pointerTo}`);
    value = buffer.address + (content.offset ?? 0);
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value >>> 0, true);
  return bytes;
}

/** Memory of the kernel as a region of the target. */
export function kernelRegion({ base, size }: KernelMemory): Region {
  const pages = Math.ceil(size / PAGE_BYTES);
  const isUncached = base >= UNCACHED_WINDOW && base < WINDOW_END;
  const protection = PAGE_READWRITE | (isUncached ? PAGE_NOCACHE : 0);
  return { process: KERNEL_PROCESS, base, runs: [{ pages, protection }], contents: NO_BYTES };
}

const NO_BYTES = new Uint8Array(0);
/** The kernel maps physical memory cached below this, and uncached from here … */
const UNCACHED_WINDOW = 0xa000_0000;
/** … up to here. */
const WINDOW_END = 0xc000_0000;

/** The regions that a workload starts with. Throws RangeError for a pointer to no buffer. */
export function regionsOf(workload: Workload): readonly Region[] {
  return workload.applications.flatMap(({ buffers }, index) => {
    const process = index + 1;
    const addresses = addressesOf(buffers);
    return [...addresses].map(([name, { address, size }], position): Region => {
      const pages = Math.max(1, Math.ceil(size / PAGE_BYTES));
      const contents = new Uint8Array(pages * PAGE_BYTES).fill(fillerOf(process, position));
      let offset = 0;
      for (const content of buffers[name]?.contents ?? []) {
        const bytes = bytesOf(content, addresses);
        contents.set(bytes.subarray(0, Math.max(0, size - offset)), offset);
        offset += bytes.length;
      }
      return {
        process,
        base: address,
        runs: [{ pages, protection: PAGE_READWRITE }],
        contents,
      };
    });
  });
}
