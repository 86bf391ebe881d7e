/** The clean-up releases what a failed call left behind. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import {
  CeAllocAsynchronousBuffer,
  CeFreeAsynchronousBuffer,
  SUCCEEDED,
} from '../api/marshalling.js';
import { readBytes } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const FAILED_POINTER_RELEASED: readonly Driver[] = pair({
  name: 'failed-pointer-released',
  about: 'One exit for all paths frees an out-pointer that was never given.',
  shows: ['ASYNC-14:RUN/CeFreeAsynchronousBuffer'],
  code: (_, isMended) => ({
    *ioControl(call) {
      if (call.pBufIn === 0) return 0;
      const { hr, pointer } = yield* CeAllocAsynchronousBuffer(call.pBufIn, 8, ARG_I_PTR);
      if (SUCCEEDED(hr)) yield* readBytes(pointer, 8);
      else if (isMended) return 0;
      yield* CeFreeAsynchronousBuffer(pointer, call.pBufIn, 8, ARG_I_PTR);
      return SUCCEEDED(hr) ? 1 : 0;
    },
  }),
});
