/** A duplicate is freed before the asynchronous buffer that was made from it. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import {
  CeAllocAsynchronousBuffer,
  CeAllocDuplicateBuffer,
  CeFreeAsynchronousBuffer,
  CeFreeDuplicateBuffer,
  FAILED,
  SUCCEEDED,
} from '../api/marshalling.js';
import type { Driver } from '../interface.js';
import { pair, RUN } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const DUPLICATE_FREED_FIRST: readonly Driver[] = pair({
  name: 'duplicate-freed-first',
  about: 'CeFreeDuplicateBuffer comes before the Free of what was made from the duplicate.',
  shows: ['ASYNC-19:RUN/CeFreeDuplicateBuffer'],
  ioctls: [{ name: 'RUN', code: RUN, input: 'data' }],
  code: (_, isMended) => ({
    *ioControl({ pBufIn, dwLenIn: size }) {
      if (pBufIn === 0) return 0;
      const copy = yield* CeAllocDuplicateBuffer(pBufIn, size, ARG_I_PTR);
      if (FAILED(copy.hr)) return 0;
      const made = yield* CeAllocAsynchronousBuffer(copy.pointer, size, ARG_I_PTR);
      if (SUCCEEDED(made.hr) && isMended) {
        yield* CeFreeAsynchronousBuffer(made.pointer, copy.pointer, size, ARG_I_PTR);
      }
      yield* CeFreeDuplicateBuffer(copy.pointer, pBufIn, size, ARG_I_PTR);
      if (SUCCEEDED(made.hr) && !isMended) {
        yield* CeFreeAsynchronousBuffer(made.pointer, copy.pointer, size, ARG_I_PTR);
      }
      return FAILED(made.hr) ? 0 : 1;
    },
  }),
});
