/**
 * A driver that hands a buffer to its interrupt service thread in an AsynchronousBuffer_t, as S2
 * describes the class: constructed where no HRESULT is wanted, Allocate where it is, freed by Free
 * or by the destructor. The page has no listing; "as printed" stands for code that takes its
 * sentences for more than they say.
 */

import { DESCRIPTORS } from '../../model/descriptors.js';
import { AsynchronousBuffer_t } from '../api/classes.js';
import { FAILED } from '../api/marshalling.js';
import { filled, writeBytes } from '../api/memory.js';
import { setEvent, waitForEvent } from '../api/synchronization.js';
import { defineDriver } from '../define.js';
import type { Environment } from '../environment.js';
import type { Driver, DriverCode, SyncObject } from '../interface.js';
import { ASYNCHRONOUS_BUFFER_DEFECTS } from './asynchronous-buffer-defects.js';

const { ARG_IO_PTR } = DESCRIPTORS;
const FRAME_BYTES = 1000;
const CAPTURE = 0x8000_2000;
/** What the device puts into a buffer. */
const DATA: Uint8Array = filled(FRAME_BYTES, 0x33);

const shape = {
  server: 'kernel',
  ioctls: [
    {
      name: 'CAPTURE',
      code: CAPTURE,
      input: 'frame',
      gives: { buffer: 'frame', bytes: DATA },
    },
  ],
  buffers: { frame: { size: FRAME_BYTES } },
} as const;

/** The result of the constructor is never looked at, and one object serves every call. */
function asPrinted(environment: Environment): DriverCode {
  const g = environment.globals<{ pBuffer: AsynchronousBuffer_t | null }>({ pBuffer: null });
  const interrupt = environment.event('interrupt');
  const done = environment.event('done');
  return {
    *ioControl({ pBufIn, dwLenIn: size }) {
      const given = { source: pBufIn, size, descriptor: ARG_IO_PTR };
      const buffer = yield* AsynchronousBuffer_t.create(environment, given);
      g.pBuffer = buffer;
      yield* setEvent(interrupt);
      yield* waitForEvent(done);
      // The scope ends.
      yield* buffer.destroy();
      return 1;
    },
    threads: {
      *ist() {
        for (;;) {
          yield* waitForEvent(interrupt);
          const { pBuffer } = g;
          yield* setEvent(done);
          // S2: the buffer "is accessible with ptr"; for how long is the driver's business.
          if (pBuffer !== null) yield* writeBytes(pBuffer.ptr(), DATA);
        }
      },
    },
  };
}

interface Request {
  readonly buffer: AsynchronousBuffer_t;
  readonly done: SyncObject;
}

/** Allocate for its HRESULT, an object and an event a call, freed after the thread is done. */
function asMended(environment: Environment): DriverCode {
  const requests = environment.list<Request>('requests');
  const interrupt = environment.event('interrupt');
  return {
    *ioControl({ pBufIn, dwLenIn: size }) {
      if (pBufIn === 0 || size < FRAME_BYTES) return 0;
      const buffer = yield* AsynchronousBuffer_t.create(environment);
      const hr = yield* buffer.Allocate({ source: pBufIn, size, descriptor: ARG_IO_PTR });
      let result = 0;
      if (!FAILED(hr)) {
        const done = environment.event('done');
        requests.push({ buffer, done });
        yield* setEvent(interrupt);
        yield* waitForEvent(done);
        result = FAILED(yield* buffer.Free()) ? 0 : 1;
      }
      yield* buffer.destroy();
      return result;
    },
    threads: {
      *ist() {
        for (;;) {
          yield* waitForEvent(interrupt);
          for (let next = requests.shift(); next !== undefined; next = requests.shift()) {
            yield* writeBytes(next.buffer.ptr(), DATA);
            yield* setEvent(next.done);
          }
        }
      },
    },
  };
}

/** Both. */
export const ASYNCHRONOUS_BUFFER_IST: readonly Driver[] = [
  defineDriver({
    ...shape,
    name: 'asynchronous-buffer-ist',
    about: 'An interrupt service thread fills an AsynchronousBuffer_t (S2); results unread.',
    defects: ASYNCHRONOUS_BUFFER_DEFECTS,
    create: asPrinted,
  }),
  defineDriver({
    ...shape,
    name: 'asynchronous-buffer-ist-mended',
    about: 'The same, mended: Allocate with its HRESULT, an object and an event for each call.',
    defects: [],
    create: asMended,
  }),
];
