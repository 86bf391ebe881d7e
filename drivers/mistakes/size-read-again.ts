/** The size is read from the caller for Alloc and once more for Free. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import {
  CeAllocAsynchronousBuffer,
  CeCloseCallerBuffer,
  CeFreeAsynchronousBuffer,
  CeOpenCallerBuffer,
  FAILED,
} from '../api/marshalling.js';
import { readBytes, readDword } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair, readRequest } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const SIZE_READ_AGAIN: readonly Driver[] = pair({
  name: 'size-read-again',
  about: 'Free gets the size that the caller has in its structure by then.',
  shows: [
    'ASYNC-20.size:RUN/CeFreeAsynchronousBuffer',
    'ALIAS-9:RUN/read',
    'ASYNC-3.refused-free:RUN/CeAllocAsynchronousBuffer',
    'CLOSE-4.after-free:RUN/CeCloseCallerBuffer',
    'CLOSE-4.closes:RUN/CeOpenCallerBuffer',
    'SPACE-7:RUN/CeAllocAsynchronousBuffer',
  ],
  code: (_, isMended) => ({
    *ioControl(call) {
      const request = yield* readRequest(call);
      if (request === null) return 0;
      const { source, size } = request;
      const opened = yield* CeOpenCallerBuffer(source, size, ARG_I_PTR, true);
      if (FAILED(opened.hr)) return 0;
      const made = yield* CeAllocAsynchronousBuffer(opened.pointer, size, ARG_I_PTR);
      if (FAILED(made.hr)) {
        yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_I_PTR);
        return 0;
      }
      yield* readBytes(made.pointer, size);
      const sizeNow = isMended ? size : yield* readDword(call.pBufIn);
      yield* CeFreeAsynchronousBuffer(made.pointer, opened.pointer, sizeNow, ARG_I_PTR);
      yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_I_PTR);
      return 1;
    },
  }),
});
