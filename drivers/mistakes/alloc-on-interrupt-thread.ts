/** CeAllocAsynchronousBuffer is called by the interrupt service thread. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { CeAllocAsynchronousBuffer, CeFreeAsynchronousBuffer, FAILED } from '../api/marshalling.js';
import { readBytes } from '../api/memory.js';
import { setEvent, waitForEvent } from '../api/synchronization.js';
import type { Driver } from '../interface.js';
import { pair, RUN } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const ALLOC_ON_INTERRUPT_THREAD: readonly Driver[] = pair({
  name: 'alloc-on-interrupt-thread',
  about:
    'The interrupt service thread makes the buffer asynchronous itself: too late, and elsewhere.',
  shows: ['ASYNC-2.caller-thread:ist/CeAllocAsynchronousBuffer'],
  ioctls: [{ name: 'RUN', code: RUN, input: 'data' }],
  code: (environment, isMended) => {
    const interrupt = environment.event('interrupt');
    const requests = environment.list<{ source: number; size: number; pointer: number }>(
      'requests',
    );
    return {
      *ioControl({ pBufIn, dwLenIn }) {
        if (pBufIn === 0) return 0;
        let pointer = 0;
        if (isMended) {
          const made = yield* CeAllocAsynchronousBuffer(pBufIn, dwLenIn, ARG_I_PTR);
          if (FAILED(made.hr)) return 0;
          pointer = made.pointer;
        }
        requests.push({ source: pBufIn, size: dwLenIn, pointer });
        yield* setEvent(interrupt);
        return 1;
      },
      threads: {
        *ist() {
          for (;;) {
            yield* waitForEvent(interrupt);
            for (let next = requests.shift(); next !== undefined; next = requests.shift()) {
              const { source, size } = next;
              let { pointer } = next;
              if (!isMended) {
                const made = yield* CeAllocAsynchronousBuffer(source, size, ARG_I_PTR);
                if (FAILED(made.hr)) continue;
                pointer = made.pointer;
              }
              yield* readBytes(pointer, size);
              yield* CeFreeAsynchronousBuffer(pointer, source, size, ARG_I_PTR);
            }
          }
        },
      },
    };
  },
});
