/** What a handle holds is released by an IOCTL only, not when the handle is closed. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { CeAllocAsynchronousBuffer, CeFreeAsynchronousBuffer, FAILED } from '../api/marshalling.js';
import { enterCriticalSection, leaveCriticalSection } from '../api/synchronization.js';
import type { Coroutine, Driver } from '../interface.js';
import { pair, RUN, STOP } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

interface Held {
  readonly handle: number;
  readonly pointer: number;
  readonly source: number;
  readonly size: number;
}

/** As it is made, and mended. */
export const NOTHING_RELEASED_ON_EXIT: readonly Driver[] = pair({
  name: 'nothing-released-on-exit',
  about: 'A caller that ends without saying STOP leaves its asynchronous buffer behind.',
  shows: ['ASYNC-3.frees:RUN/CeAllocAsynchronousBuffer'],
  ioctls: [
    { name: 'RUN', code: RUN, input: 'data' },
    { name: 'STOP', code: STOP },
  ],
  code: (environment, isMended) => {
    const held = environment.list<Held>('held');
    const handles = environment.shared({ last: 0 });
    const section = environment.criticalSection('handles');
    function* release(hOpenContext: number): Coroutine<number> {
      const one = held.find(({ handle }) => handle === hOpenContext);
      if (one === undefined) return 0;
      held.remove(one);
      yield* CeFreeAsynchronousBuffer(one.pointer, one.source, one.size, ARG_I_PTR);
      return 1;
    }
    return {
      *open() {
        yield* enterCriticalSection(section);
        handles.last += 1;
        const handle = handles.last;
        yield* leaveCriticalSection(section);
        return handle;
      },
      *ioControl({ dwCode, pBufIn, dwLenIn: size, hOpenContext }) {
        if (dwCode === STOP) return yield* release(hOpenContext);
        if (pBufIn === 0) return 0;
        const made = yield* CeAllocAsynchronousBuffer(pBufIn, size, ARG_I_PTR);
        if (FAILED(made.hr)) return 0;
        held.push({ handle: hOpenContext, pointer: made.pointer, source: pBufIn, size });
        return 1;
      },
      *close({ hOpenContext }) {
        if (isMended) yield* release(hOpenContext);
      },
    };
  },
});
