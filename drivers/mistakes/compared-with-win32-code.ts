/** An HRESULT is compared with a Win32 error code. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { CeAllocDuplicateBuffer, CeFreeDuplicateBuffer, FAILED } from '../api/marshalling.js';
import { readBytes } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

const ERROR_NOT_ENOUGH_MEMORY = 8;

/** As it is made, and mended. */
export const COMPARED_WITH_WIN32_CODE: readonly Driver[] = pair({
  name: 'compared-with-win32-code',
  about: 'The result is compared with ERROR_NOT_ENOUGH_MEMORY, which no HRESULT ever equals.',
  shows: ['ASYNC-14:RUN/read'],
  code: (_, isMended) => ({
    *ioControl(call) {
      if (call.pBufIn === 0) return 0;
      const { hr, pointer } = yield* CeAllocDuplicateBuffer(call.pBufIn, 8, ARG_I_PTR);
      if (isMended ? FAILED(hr) : hr === ERROR_NOT_ENOUGH_MEMORY) return 0;
      yield* readBytes(pointer, 8);
      yield* CeFreeDuplicateBuffer(pointer, call.pBufIn, 8, ARG_I_PTR);
      return 1;
    },
  }),
});
