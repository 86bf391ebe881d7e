/** A marshalled pointer is stored in the structure of the caller. */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { CeCloseCallerBuffer, CeOpenCallerBuffer, FAILED } from '../api/marshalling.js';
import { readBytes, readDword, writeDword } from '../api/memory.js';
import type { Application, Driver } from '../interface.js';
import { pair, RUN, readRequest, requestOf, SMALL } from './pair.js';

const { ARG_I_PTR } = DESCRIPTORS;

/** As it is made, and mended. */
export const POINTER_KEPT_AT_THE_CALLER: readonly Driver[] = pair({
  name: 'pointer-kept-at-the-caller',
  about: 'The marshalled pointer takes the place of the original in the structure of the caller.',
  shows: [
    'ALIAS-11.server-writes:RUN/write',
    'ALIAS-9:RUN/read',
    'ASYNC-24:RUN/read',
    'CLOSE-2:RUN/CeCloseCallerBuffer',
    'CLOSE-4.before-return:RUN/return',
  ],
  code: (_, isMended) => ({
    *ioControl(call) {
      const request = yield* readRequest(call);
      if (request === null) return 0;
      const { source, size } = request;
      const opened = yield* CeOpenCallerBuffer(source, size, ARG_I_PTR, true);
      if (FAILED(opened.hr)) return 0;
      if (!isMended) yield* writeDword(call.pBufIn + 4, opened.pointer);
      const pointer = isMended ? opened.pointer : yield* readDword(call.pBufIn + 4);
      yield* readBytes(pointer, size);
      yield* CeCloseCallerBuffer(pointer, source, size, ARG_I_PTR);
      return 1;
    },
  }),
  workloads: [
    { name: 'alone', applications: [callerOf(false)] },
    { name: 'meddling', applications: [callerOf(true)], disturbed: true },
  ],
});

/** An application; its other thread puts its own pointer back. */
function callerOf(isMeddling: boolean): Application {
  const main = [
    { do: 'open' },
    { do: 'ioControl', name: 'RUN', code: RUN, input: 'request' },
    { do: 'close' },
  ] as const;
  const bytes = new Uint8Array([0, 0, 1, 0]);
  const other = [{ do: 'store', buffer: 'request', offset: 4, bytes }] as const;
  return { buffers: requestOf(SMALL), threads: isMeddling ? { main, other } : { main } };
}
