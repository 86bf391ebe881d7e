/** VirtualFree where VirtualFreeEx is meant: the published code of S4 had it so. */

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
  VirtualFree,
  VirtualFreeEx,
} from '../api/sharing.js';
import type { Coroutine, Driver } from '../interface.js';
import { pair, RUN } from './pair.js';
import { BLOCK, BLOCK_BYTES, SHARED_BLOCK } from './shared-block.js';

const RIGHTS = PAGE_READWRITE | PAGE_NOCACHE;

/** As it is made, and mended. */
export const FREED_BY_VIRTUAL_FREE: readonly Driver[] = pair({
  ...SHARED_BLOCK,
  name: 'freed-by-virtual-free',
  about: 'VirtualFree acts on the process of the driver, and what is in the caller stays.',
  shows: [
    'VM-6.by-virtual-free-ex:STOP/VirtualFreeEx',
    'VM-6.releases:RUN/VirtualAllocEx',
    'fails:STOP',
  ],
  code: (environment, isMended) => {
    const clients = environment.list<{ readonly process: number; readonly base: number }>(
      'clients',
    );
    function* release(process: number): Coroutine<number> {
      const one = clients.find((each) => each.process === process);
      if (one === undefined) return 0;
      clients.remove(one);
      const freed = isMended
        ? yield* VirtualFreeEx(process, one.base, 0, MEM_RELEASE)
        : yield* VirtualFree(one.base, 0, MEM_RELEASE);
      return freed ? 1 : 0;
    }
    return {
      *ioControl({ dwCode, pBufOut, dwLenOut, callerProcess: process }) {
        if (dwCode !== RUN) return yield* release(process);
        if (pBufOut === 0 || dwLenOut < 4) return 0;
        const base = yield* VirtualAllocEx(process, 0, BLOCK_BYTES, MEM_RESERVE, PAGE_NOACCESS);
        if (base === 0) return 0;
        if (!(yield* VirtualCopyEx(process, base, KERNEL, BLOCK, BLOCK_BYTES, RIGHTS))) {
          yield* VirtualFreeEx(process, base, 0, MEM_RELEASE);
          return 0;
        }
        clients.push({ process, base });
        yield* writeDword(pBufOut, base);
        return 1;
      },
    };
  },
});
