/**
 * The asynchronous IOCTL sample of the page on marshalling for Compact 7 (S0), as printed and as
 * mended. The listing shows the two asynchronous calls, and comments in place of the rest. The
 * comments are taken at their word; what they leave open is who uses the pointer. RUN uses it in
 * the call, as the listing reads; START hands it to an interrupt service thread, as the text says.
 */

import { DESCRIPTORS } from '../../model/descriptors.js';
import {
  CeAllocAsynchronousBuffer,
  CeCloseCallerBuffer,
  CeFreeAsynchronousBuffer,
  CeOpenCallerBuffer,
  FAILED,
} from '../api/marshalling.js';
import { dwordIn, filled, readBytes, readDword } from '../api/memory.js';
import { setEvent, waitForEvent } from '../api/synchronization.js';
import { defineDriver } from '../define.js';
import type { Environment } from '../environment.js';
import type { Coroutine, Driver, DriverCode } from '../interface.js';
import { COMPACT7_DEFECTS } from './compact7-defects.js';

const { ARG_I_PTR } = DESCRIPTORS;
const DATA_BYTES = 1000;
const RUN = 0x8000_2000;
const START = 0x8000_2004;

const shape = {
  server: 'kernel',
  ioctls: [
    { name: 'RUN', code: RUN, input: 'request' },
    { name: 'START', code: START, input: 'request' },
  ],
  buffers: {
    request: { size: 8, contents: [DATA_BYTES, { pointerTo: 'data' }] },
    data: { size: DATA_BYTES, contents: [filled(DATA_BYTES, 0x11)] },
  },
} as const;

/** As printed. `pInput` is the parameter; its fields are read wherever the listing names them. */
function asPrinted(environment: Environment): DriverCode {
  const g = environment.globals({ pMarshaled: 0, pMappedEmbedded: 0, pInput: 0 });
  const interrupt = environment.event('interrupt');
  function* allocate(pInput: number): Coroutine<boolean> {
    // "CeOpenCallerBuffer generates g_pMappedEmbedded"
    const pEmbedded = yield* readDword(pInput + 4);
    const opened = yield* CeOpenCallerBuffer(pEmbedded, yield* readDword(pInput), ARG_I_PTR);
    if (FAILED(opened.hr)) return false;
    g.pMappedEmbedded = opened.pointer;
    const dwSize = yield* readDword(pInput);
    const made = yield* CeAllocAsynchronousBuffer(g.pMappedEmbedded, dwSize, ARG_I_PTR);
    // "Check for FAILED(hr) == true, handle the error."
    if (FAILED(made.hr)) return false;
    g.pMarshaled = made.pointer;
    return true;
  }
  function* free(pInput: number): Coroutine {
    const dwSize = yield* readDword(pInput);
    yield* CeFreeAsynchronousBuffer(g.pMarshaled, g.pMappedEmbedded, dwSize, ARG_I_PTR);
    // "Call CeCloseCallerBuffer . . ." is a comment in print.
  }
  return {
    *ioControl({ dwCode, pBufIn: pInput }) {
      if (!(yield* allocate(pInput))) return 0;
      if (dwCode === START) {
        g.pInput = pInput;
        yield* setEvent(interrupt);
        return 1;
      }
      yield* readBytes(g.pMarshaled, DATA_BYTES);
      yield* free(pInput);
      return 1;
    },
    threads: {
      *ist() {
        for (;;) {
          yield* waitForEvent(interrupt);
          yield* readBytes(g.pMarshaled, DATA_BYTES);
          yield* free(g.pInput);
        }
      },
    },
  };
}

interface Request {
  readonly source: number;
  readonly size: number;
  readonly opened: number;
  readonly marshalled: number;
}

/**
 * As mended: a record for each request, values read once, and everything given back. The buffer is
 * opened as a copy: the pointer of a direct Open is a number of the caller's, and two callers may
 * pass the same, which a Close on the interrupt service thread could not tell apart.
 */
function asMended(environment: Environment): DriverCode {
  const requests = environment.list<Request>('requests');
  const interrupt = environment.event('interrupt');
  function* allocate(pBufIn: number, dwLenIn: number): Coroutine<Request | null> {
    if (pBufIn === 0 || dwLenIn < 8) return null;
    const input = yield* readBytes(pBufIn, 8);
    const size = dwordIn(input, 0);
    const source = dwordIn(input, 4);
    const opened = yield* CeOpenCallerBuffer(source, size, ARG_I_PTR, true);
    if (FAILED(opened.hr)) return null;
    const made = yield* CeAllocAsynchronousBuffer(opened.pointer, size, ARG_I_PTR);
    if (FAILED(made.hr)) {
      yield* CeCloseCallerBuffer(opened.pointer, source, size, ARG_I_PTR);
      return null;
    }
    return { source, size, opened: opened.pointer, marshalled: made.pointer };
  }
  function* finish({ source, size, opened, marshalled }: Request): Coroutine {
    yield* readBytes(marshalled, size);
    yield* CeFreeAsynchronousBuffer(marshalled, opened, size, ARG_I_PTR);
    yield* CeCloseCallerBuffer(opened, source, size, ARG_I_PTR);
  }
  return {
    *ioControl({ dwCode, pBufIn, dwLenIn }) {
      const request = yield* allocate(pBufIn, dwLenIn);
      if (request === null) return 0;
      if (dwCode === START) {
        requests.push(request);
        yield* setEvent(interrupt);
      } else yield* finish(request);
      return 1;
    },
    threads: {
      *ist() {
        for (;;) {
          yield* waitForEvent(interrupt);
          for (let next = requests.shift(); next !== undefined; next = requests.shift()) {
            yield* finish(next);
          }
        }
      },
    },
  };
}

/** Both. */
export const COMPACT7_ASYNCHRONOUS: readonly Driver[] = [
  defineDriver({
    ...shape,
    name: 'compact7-asynchronous',
    about: 'The asynchronous IOCTL sample for Compact 7 (S0), as printed.',
    defects: COMPACT7_DEFECTS,
    create: asPrinted,
  }),
  defineDriver({
    ...shape,
    name: 'compact7-asynchronous-mended',
    about: 'The same, mended: a record for each request, values read once, everything released.',
    defects: [],
    create: asMended,
  }),
];
