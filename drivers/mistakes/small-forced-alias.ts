/** MARSHAL_FORCE_ALIAS for buffers of 8 and of 20 bytes. */

import { DESCRIPTORS, MARSHAL_FORCE_ALIAS } from '../../model/descriptors.js';
import { CeAllocAsynchronousBuffer, CeFreeAsynchronousBuffer, FAILED } from '../api/marshalling.js';
import { readBytes } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair, RUN, STOP } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const SMALL_FORCED_ALIAS: readonly Driver[] = pair({
  name: 'small-forced-alias',
  about: 'MARSHAL_FORCE_ALIAS, which is for more than 16 KB, is given for 8 and for 20 bytes.',
  shows: [
    'ALIAS-5.size:EIGHT/CeAllocAsynchronousBuffer',
    'ALIAS-5.size:TWENTY/CeAllocAsynchronousBuffer',
  ],
  buffers: { eight: { size: 8 }, twenty: { size: 20 } },
  ioctls: [
    { name: 'EIGHT', code: RUN, input: 'eight' },
    { name: 'TWENTY', code: STOP, input: 'twenty' },
  ],
  code: (_, isMended) => ({
    *ioControl({ pBufIn, dwLenIn }) {
      const descriptor = isMended ? ARG_I_PTR : (ARG_I_PTR | MARSHAL_FORCE_ALIAS) >>> 0;
      const { hr, pointer } = yield* CeAllocAsynchronousBuffer(pBufIn, dwLenIn, descriptor);
      if (FAILED(hr)) return 0;
      yield* readBytes(pointer, dwLenIn);
      yield* CeFreeAsynchronousBuffer(pointer, pBufIn, dwLenIn, descriptor);
      return 1;
    },
  }),
});
