/** One global holds what belongs to each caller. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { CeAllocAsynchronousBuffer, CeFreeAsynchronousBuffer, FAILED } from '../api/marshalling.js';
import { readBytes } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair, RUN } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const ONE_GLOBAL_FOR_MANY_CALLERS: readonly Driver[] = pair({
  name: 'one-global-for-many-callers',
  about:
    'The marshalled pointer is kept in one global: a second call takes the place of the first.',
  shows: [
    'DRV-1.per-caller:RUN/g.pMarshaled',
    'ASYNC-25.after-free:RUN/read',
    'ASYNC-3.frees:RUN/CeAllocAsynchronousBuffer',
    'ASYNC-3.once:RUN/CeFreeAsynchronousBuffer',
    'fails:RUN',
    'race:g.pMarshaled',
  ],
  ioctls: [{ name: 'RUN', code: RUN, input: 'data' }],
  code: (environment, isMended) => {
    const g = environment.globals({ pMarshaled: 0 });
    return {
      *ioControl({ pBufIn, dwLenIn: size }) {
        if (pBufIn === 0) return 0;
        const made = yield* CeAllocAsynchronousBuffer(pBufIn, size, ARG_I_PTR);
        if (FAILED(made.hr)) return 0;
        if (!isMended) g.pMarshaled = made.pointer;
        yield* readBytes(isMended ? made.pointer : g.pMarshaled, size);
        const pointer = isMended ? made.pointer : g.pMarshaled;
        const hr = yield* CeFreeAsynchronousBuffer(pointer, pBufIn, size, ARG_I_PTR);
        return FAILED(hr) ? 0 : 1;
      },
    };
  },
});
