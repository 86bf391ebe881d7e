/** ARG_I_PDW, which no helper takes. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { CeAllocDuplicateBuffer, CeFreeDuplicateBuffer, FAILED } from '../api/marshalling.js';
import { readDword } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair, RUN } from './pair.js';

const { ARG_I_PDW, ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const INPUT_DWORD_DESCRIPTOR: readonly Driver[] = pair({
  name: 'input-dword-descriptor',
  about: 'ARG_I_PDW is in the header, but every helper refuses it: the request never works.',
  shows: ['fails:RUN'],
  buffers: { value: { size: 4, contents: [7] } },
  ioctls: [{ name: 'RUN', code: RUN, input: 'value' }],
  code: (_, isMended) => ({
    *ioControl({ pBufIn }) {
      if (pBufIn === 0) return 0;
      const descriptor = isMended ? ARG_I_PTR : ARG_I_PDW;
      const { hr, pointer } = yield* CeAllocDuplicateBuffer(pBufIn, 4, descriptor);
      if (FAILED(hr)) return 0;
      yield* readDword(pointer);
      yield* CeFreeDuplicateBuffer(pointer, pBufIn, 4, descriptor);
      return 1;
    },
  }),
});
