/** The HRESULT is dropped and only the pointer is looked at. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { CeAllocAsynchronousBuffer, CeFreeAsynchronousBuffer, FAILED } from '../api/marshalling.js';
import { readBytes } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const ONLY_POINTER_TESTED: readonly Driver[] = pair({
  name: 'only-pointer-tested',
  about: 'Success is read off the out-pointer, which shipped systems leave as it was.',
  shows: ['ASYNC-14:RUN/read'],
  code: (_, isMended) => ({
    *ioControl(call) {
      if (call.pBufIn === 0) return 0;
      const { hr, pointer } = yield* CeAllocAsynchronousBuffer(call.pBufIn, 8, ARG_I_PTR);
      if (isMended ? FAILED(hr) : pointer === 0) return 0;
      yield* readBytes(pointer, 8);
      yield* CeFreeAsynchronousBuffer(pointer, call.pBufIn, 8, ARG_I_PTR);
      return 1;
    },
  }),
});
