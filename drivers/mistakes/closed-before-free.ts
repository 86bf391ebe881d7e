/** Close comes before the Free of the asynchronous buffer that stands on it. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import {
  CeAllocAsynchronousBuffer,
  CeCloseCallerBuffer,
  CeFreeAsynchronousBuffer,
  CeOpenCallerBuffer,
  FAILED,
} from '../api/marshalling.js';
import type { Driver } from '../interface.js';
import { pair, readRequest } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const CLOSED_BEFORE_FREE: readonly Driver[] = pair({
  name: 'closed-before-free',
  about: 'The opened buffer is closed while an asynchronous buffer still stands on it.',
  shows: ['CLOSE-4.after-free:RUN/CeCloseCallerBuffer'],
  code: (_, isMended) => ({
    *ioControl(call) {
      const request = yield* readRequest(call);
      if (request === null) return 0;
      const { source, size } = request;
      const opened = yield* CeOpenCallerBuffer(source, size, ARG_I_PTR, true);
      if (FAILED(opened.hr)) return 0;
      const made = yield* CeAllocAsynchronousBuffer(opened.pointer, size, ARG_I_PTR);
      if (FAILED(made.hr) || !isMended) {
        yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_I_PTR);
      }
      if (FAILED(made.hr)) return 0;
      yield* CeFreeAsynchronousBuffer(made.pointer, opened.pointer, size, ARG_I_PTR);
      if (isMended) yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_I_PTR);
      return 1;
    },
  }),
});
