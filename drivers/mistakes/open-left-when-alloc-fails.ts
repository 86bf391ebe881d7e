/** Open is not closed where the Alloc after it fails. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import {
  CeAllocAsynchronousBuffer,
  CeCloseCallerBuffer,
  CeFreeAsynchronousBuffer,
  CeOpenCallerBuffer,
  FAILED,
} from '../api/marshalling.js';
import { readBytes } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair, readRequest } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const OPEN_LEFT_WHEN_ALLOC_FAILS: readonly Driver[] = pair({
  name: 'open-left-when-alloc-fails',
  about: 'The path on which Alloc fails returns without closing what was opened.',
  shows: ['CLOSE-4.before-return:RUN/return'],
  code: (_, isMended) => ({
    *ioControl(call) {
      const request = yield* readRequest(call);
      if (request === null) return 0;
      const { source, size } = request;
      const opened = yield* CeOpenCallerBuffer(source, size, ARG_I_PTR);
      if (FAILED(opened.hr)) return 0;
      const made = yield* CeAllocAsynchronousBuffer(opened.pointer, size, ARG_I_PTR);
      if (FAILED(made.hr)) {
        if (isMended) yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_I_PTR);
        return 0;
      }
      yield* readBytes(made.pointer, size);
      yield* CeFreeAsynchronousBuffer(made.pointer, opened.pointer, size, ARG_I_PTR);
      yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_I_PTR);
      return 1;
    },
  }),
});
