/** A user-mode driver keeps an API parameter past the call. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { CeAllocAsynchronousBuffer, CeFreeAsynchronousBuffer, FAILED } from '../api/marshalling.js';
import { readBytes } from '../api/memory.js';
import { setEvent, waitForEvent } from '../api/synchronization.js';
import type { Driver } from '../interface.js';
import { pair, RUN } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const PARAMETER_KEPT_IN_USER_MODE: readonly Driver[] = pair({
  name: 'parameter-kept-in-user-mode',
  about: 'A user-mode driver makes an API parameter asynchronous; it dies with the call.',
  shows: [
    'ASYNC-16.not-on-parameter:RUN/CeAllocAsynchronousBuffer',
    'ASYNC-3.frees:RUN/CeAllocAsynchronousBuffer',
    'SPACE-4.after-return:ist/read',
    'SPACE-4.interrupt-thread:ist/read',
    'fails:RUN',
  ],
  server: 'user',
  ioctls: [{ name: 'RUN', code: RUN, input: 'data' }],
  code: (environment, isMended) => {
    const interrupt = environment.event('interrupt');
    const requests = environment.list<{ source: number; size: number; pointer: number }>(
      'requests',
    );
    return {
      *ioControl({ pBufIn, dwLenIn }) {
        if (pBufIn === 0) return 0;
        if (isMended) {
          yield* readBytes(pBufIn, dwLenIn);
          return 1;
        }
        const made = yield* CeAllocAsynchronousBuffer(pBufIn, dwLenIn, ARG_I_PTR);
        if (FAILED(made.hr)) return 0;
        requests.push({ source: pBufIn, size: dwLenIn, pointer: made.pointer });
        yield* setEvent(interrupt);
        return 1;
      },
      threads: {
        *ist() {
          for (;;) {
            yield* waitForEvent(interrupt);
            for (let next = requests.shift(); next !== undefined; next = requests.shift()) {
              const { source, size, pointer } = next;
              yield* readBytes(pointer, size);
              yield* CeFreeAsynchronousBuffer(pointer, source, size, ARG_I_PTR);
            }
          }
        },
      },
    };
  },
});
