/** PAGE_PHYSICAL and the shift right by 8 go together; here one comes without the other. */

import { writeDword } from '../api/memory.js';
import {
  KERNEL,
  MEM_RELEASE,
  MEM_RESERVE,
  PAGE_NOACCESS,
  PAGE_NOCACHE,
  PAGE_PHYSICAL,
  PAGE_READWRITE,
  VirtualAllocEx,
  VirtualCopyEx,
  VirtualFreeEx,
} from '../api/sharing.js';
import type { Environment } from '../environment.js';
import type { Coroutine, Driver, DriverCode } from '../interface.js';
import { pair, RUN } from './pair.js';
import { BLOCK, BLOCK_BYTES, SHARED_BLOCK } from './shared-block.js';

/** Where the block lies in physical memory. */
const PHYSICAL = 0x3000_0000;
const RIGHTS = PAGE_READWRITE | PAGE_NOCACHE;

function sharing(environment: Environment, source: number, rights: number): DriverCode {
  const clients = environment.list<{ readonly process: number; readonly base: number }>('clients');
  function* map(process: number): Coroutine<number> {
    const base = yield* VirtualAllocEx(process, 0, BLOCK_BYTES, MEM_RESERVE, PAGE_NOACCESS);
    if (base === 0) return 0;
    if (yield* VirtualCopyEx(process, base, KERNEL, source, BLOCK_BYTES, rights)) return base;
    yield* VirtualFreeEx(process, base, 0, MEM_RELEASE);
    return 0;
  }
  return {
    *ioControl({ dwCode, pBufOut, dwLenOut, callerProcess: process }) {
      if (dwCode === RUN) {
        if (pBufOut === 0 || dwLenOut < 4) return 0;
        const base = yield* map(process);
        if (base === 0) return 0;
        clients.push({ process, base });
        yield* writeDword(pBufOut, base);
        return 1;
      }
      const one = clients.find((each) => each.process === process);
      if (one === undefined) return 0;
      clients.remove(one);
      return (yield* VirtualFreeEx(process, one.base, 0, MEM_RELEASE)) ? 1 : 0;
    },
  };
}

/** As it is made, and mended: neither, with the kernel's own address. */
export const PHYSICAL_WITHOUT_SHIFT: readonly Driver[] = pair({
  ...SHARED_BLOCK,
  name: 'physical-without-shift',
  about: 'PAGE_PHYSICAL with an address that was not shifted right by 8.',
  shows: ['VM-9.both-or-neither:RUN/VirtualCopyEx', 'fails:RUN', 'fails:STOP'],
  code: (environment, isMended) =>
    isMended
      ? sharing(environment, BLOCK, RIGHTS)
      : sharing(environment, PHYSICAL, RIGHTS | PAGE_PHYSICAL),
});

/** As it is made, and mended. */
export const SHIFT_WITHOUT_PHYSICAL: readonly Driver[] = pair({
  ...SHARED_BLOCK,
  name: 'shift-without-physical',
  about: 'An address shifted right by 8, and no PAGE_PHYSICAL: it is taken for a virtual one.',
  shows: ['VM-9.both-or-neither:RUN/VirtualCopyEx', 'fails:RUN', 'fails:STOP'],
  code: (environment, isMended) =>
    isMended ? sharing(environment, BLOCK, RIGHTS) : sharing(environment, PHYSICAL / 0x100, RIGHTS),
});
