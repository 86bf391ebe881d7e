/** Data is checked through an alias and used afterwards. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import {
  CeAllocAsynchronousBuffer,
  CeAllocDuplicateBuffer,
  CeFreeAsynchronousBuffer,
  CeFreeDuplicateBuffer,
  FAILED,
  SUCCEEDED,
} from '../api/marshalling.js';
import { readBytes, readDword } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { LARGE, pair, RUN } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const VALIDATED_THROUGH_AN_ALIAS: readonly Driver[] = pair({
  name: 'validated-through-an-alias',
  about: 'A length is checked through an alias, which the caller can still write, and read again.',
  shows: ['ALIAS-9:RUN/read'],
  buffers: { data: { size: LARGE, contents: [64] } },
  ioctls: [{ name: 'RUN', code: RUN, input: 'data' }],
  code: (_, isMended) => ({
    *ioControl({ pBufIn, dwLenIn: size }) {
      if (pBufIn === 0) return 0;
      const copy = isMended ? yield* CeAllocDuplicateBuffer(pBufIn, size, ARG_I_PTR) : null;
      if (copy !== null && FAILED(copy.hr)) return 0;
      const source = copy?.pointer ?? pBufIn;
      const made = yield* CeAllocAsynchronousBuffer(source, size, ARG_I_PTR);
      let result = 0;
      if (SUCCEEDED(made.hr)) {
        const length = yield* readDword(made.pointer);
        if (length <= size) {
          yield* readBytes(made.pointer, yield* readDword(made.pointer));
          result = 1;
        }
        yield* CeFreeAsynchronousBuffer(made.pointer, source, size, ARG_I_PTR);
      }
      if (copy !== null) yield* CeFreeDuplicateBuffer(copy.pointer, pBufIn, size, ARG_I_PTR);
      return result;
    },
  }),
});
