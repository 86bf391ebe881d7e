/** A count times the size of an element wraps around. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { CeCloseCallerBuffer, CeOpenCallerBuffer, FAILED } from '../api/marshalling.js';
import { filled, readBytes } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair, RUN, readRequest, SMALL } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

const ELEMENT_BYTES = 8;
const MOST_ELEMENTS = 64;
/** The loop of the mistaken driver is cut short here: it has left its buffer by then. */
const SHOWN = 4;
const data = { size: SMALL, contents: [filled(SMALL, 0x11)] };

/** As it is made, and mended. */
export const COUNT_OVERFLOWS: readonly Driver[] = pair({
  name: 'count-overflows',
  about: 'The size is count times 8 modulo 2^32, and the loop goes by the count.',
  shows: ['ASYNC-24:RUN/read'],
  buffers: { request: { size: 8, contents: [0x2000_0002, { pointerTo: 'data' }] }, data },
  ioctls: [{ name: 'RUN', code: RUN, input: 'request', succeeds: false }],
  code: (_, isMended) => ({
    *ioControl(call) {
      const request = yield* readRequest(call);
      if (request === null) return 0;
      const { source, size: count } = request;
      const size = (count * ELEMENT_BYTES) % 0x1_0000_0000;
      if (isMended && count > MOST_ELEMENTS) return 0;
      const opened = yield* CeOpenCallerBuffer(source, size, ARG_I_PTR, true);
      if (FAILED(opened.hr)) return 0;
      for (let i = 0; i < Math.min(count, SHOWN); i += 1) {
        yield* readBytes(opened.pointer + i * ELEMENT_BYTES, ELEMENT_BYTES);
      }
      yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_I_PTR);
      return 1;
    },
  }),
});
