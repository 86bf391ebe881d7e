/** Close is skipped where Free reports that it could not write back. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import {
  CeAllocAsynchronousBuffer,
  CeCloseCallerBuffer,
  CeFreeAsynchronousBuffer,
  CeOpenCallerBuffer,
  FAILED,
} from '../api/marshalling.js';
import { filled, writeBytes } from '../api/memory.js';
import type { Application, Driver } from '../interface.js';
import { pair, RUN, readRequest, requestOf, SMALL } from './pair.js';

const { ARG_O_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const CLOSE_SKIPPED_WHEN_FREE_FAILS: readonly Driver[] = pair({
  name: 'close-skipped-when-free-fails',
  about: 'A Free that cannot write back has released all the same; the driver leaves Close out.',
  shows: ['CLOSE-4.before-return:RUN/return'],
  workloads: [
    { name: 'alone', applications: [callerOf([])] },
    { name: 'memory-goes', applications: [callerOf(['data'])], disturbed: true },
  ],
  code: (_, isMended) => ({
    *ioControl(call) {
      const request = yield* readRequest(call);
      if (request === null) return 0;
      const { source, size } = request;
      const opened = yield* CeOpenCallerBuffer(source, size, ARG_O_PTR);
      if (FAILED(opened.hr)) return 0;
      const made = yield* CeAllocAsynchronousBuffer(opened.pointer, size, ARG_O_PTR);
      if (FAILED(made.hr)) {
        yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_O_PTR);
        return 0;
      }
      yield* writeBytes(made.pointer, filled(size, 0x22));
      const freed = yield* CeFreeAsynchronousBuffer(made.pointer, opened.pointer, size, ARG_O_PTR);
      if (FAILED(freed) && !isMended) return 0;
      const closed = yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_O_PTR);
      return FAILED(freed) || FAILED(closed) ? 0 : 1;
    },
  }),
});

/** An application whose other thread gives memory back while the driver works. */
function callerOf(freed: readonly string[]): Application {
  const main = [
    { do: 'open' },
    { do: 'ioControl', name: 'RUN', code: RUN, input: 'request' },
    { do: 'close' },
  ] as const;
  const other = freed.map((buffer) => ({ do: 'free', buffer }) as const);
  return { buffers: requestOf(SMALL), threads: { main, other } };
}
