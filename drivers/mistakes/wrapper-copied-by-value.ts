/** An object of a wrapper class is copied by value: both copies free. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { AsynchronousBuffer_t } from '../api/classes.js';
import { readBytes } from '../api/memory.js';
import type { Driver } from '../interface.js';
import { pair, RUN } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended: the worker gets a reference. */
export const WRAPPER_COPIED_BY_VALUE: readonly Driver[] = pair({
  name: 'wrapper-copied-by-value',
  about: 'AsynchronousBuffer_t is passed by value; the destructor of each copy frees the buffer.',
  shows: ['CLASS-8:RUN/copy', 'ASYNC-3.once:RUN/destroy'],
  ioctls: [{ name: 'RUN', code: RUN, input: 'data' }],
  code: (environment, isMended) => ({
    *ioControl({ pBufIn, dwLenIn: size }) {
      if (pBufIn === 0) return 0;
      const given = { source: pBufIn, size, descriptor: ARG_I_PTR };
      const buffer = yield* AsynchronousBuffer_t.create(environment, given);
      const passed = isMended ? buffer : yield* buffer.copy();
      const pointer = passed.ptr();
      if (pointer !== 0) yield* readBytes(pointer, size);
      if (!isMended) yield* passed.destroy();
      yield* buffer.destroy();
      return pointer === 0 ? 0 : 1;
    },
  }),
});
