/** A reservation is released at the page of its pointer instead of its 64 KB block. */

import { writeDword } from '../api/memory.js';
import {
  KERNEL,
  MEM_RELEASE,
  MEM_RESERVE,
  PAGE_NOACCESS,
  PAGE_NOCACHE,
  PAGE_READWRITE,
  VirtualAllocEx,
  VirtualCopyEx,
  VirtualFreeEx,
} from '../api/sharing.js';
import type { Driver } from '../interface.js';
import { pair, RUN } from './pair.js';
import { BLOCK, BLOCK_BYTES, SHARED_BLOCK } from './shared-block.js';

/** The block begins behind a page that nobody else is to see. */
const OFFSET = 0x1000;
const RIGHTS = PAGE_READWRITE | PAGE_NOCACHE;

/** As it is made, and mended. */
export const FREED_AT_THE_PAGE: readonly Driver[] = pair({
  ...SHARED_BLOCK,
  name: 'freed-at-the-page',
  about: 'The pointer is rounded down to its page for VirtualFreeEx, which wants the 64 KB block.',
  shows: ['VM-6.releases:RUN/VirtualAllocEx', 'DRV-3.reports:STOP'],
  code: (environment, isMended) => {
    const clients = environment.list<{ readonly process: number; readonly pointer: number }>(
      'clients',
    );
    return {
      *ioControl({ dwCode, pBufOut, dwLenOut, callerProcess: process }) {
        if (dwCode !== RUN) {
          const one = clients.find((each) => each.process === process);
          if (one === undefined) return 0;
          clients.remove(one);
          const unit = isMended ? 0x1_0000 : 0x1000;
          const base = one.pointer - (one.pointer % unit);
          const freed = yield* VirtualFreeEx(process, base, 0, MEM_RELEASE);
          return freed || !isMended ? 1 : 0;
        }
        if (pBufOut === 0 || dwLenOut < 4) return 0;
        const base = yield* VirtualAllocEx(process, 0, BLOCK_BYTES, MEM_RESERVE, PAGE_NOACCESS);
        if (base === 0) return 0;
        const pointer = base + OFFSET;
        const size = BLOCK_BYTES - OFFSET;
        if (!(yield* VirtualCopyEx(process, pointer, KERNEL, BLOCK + OFFSET, size, RIGHTS))) {
          yield* VirtualFreeEx(process, base, 0, MEM_RELEASE);
          return 0;
        }
        clients.push({ process, pointer });
        yield* writeDword(pBufOut, pointer);
        return 1;
      },
    };
  },
});
