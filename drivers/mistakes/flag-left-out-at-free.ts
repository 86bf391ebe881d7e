/** MARSHAL_FORCE_ALIAS is passed to Alloc and not to Free. */

import { DESCRIPTORS, MARSHAL_FORCE_ALIAS } from '../../model/descriptors.js';
import { CeAllocAsynchronousBuffer, CeFreeAsynchronousBuffer, FAILED } from '../api/marshalling.js';
import { readBytes } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { LARGE, pair, RUN, requestOf } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const FLAG_LEFT_OUT_AT_FREE: readonly Driver[] = pair({
  name: 'flag-left-out-at-free',
  about: 'MARSHAL_FORCE_ALIAS is passed to Alloc and not to Free: a leak or a hang.',
  shows: [
    'ALIAS-6.free-with:RUN/CeFreeAsynchronousBuffer',
    'ASYNC-3.refused-free:RUN/CeAllocAsynchronousBuffer',
    'fails:RUN',
  ],
  buffers: requestOf(LARGE),
  ioctls: [{ name: 'RUN', code: RUN, input: 'data' }],
  code: (_, isMended) => ({
    *ioControl({ pBufIn, dwLenIn }) {
      const descriptor = (ARG_I_PTR | MARSHAL_FORCE_ALIAS) >>> 0;
      const { hr, pointer } = yield* CeAllocAsynchronousBuffer(pBufIn, dwLenIn, descriptor);
      if (FAILED(hr)) return 0;
      yield* readBytes(pointer, 16);
      const atFree = isMended ? descriptor : ARG_I_PTR;
      const freed = yield* CeFreeAsynchronousBuffer(pointer, pBufIn, dwLenIn, atFree);
      return FAILED(freed) ? 0 : 1;
    },
  }),
});
