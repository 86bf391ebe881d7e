/** The seven functions as a driver calls them: `const { hr, pointer } = yield* CeOpen…(…)`. */

import type { Coroutine, PerformStep } from '../interface.js';

/** An HRESULT and what the out-pointer holds; test the first before using the second. */
export interface Marshalled {
  readonly hr: number;
  readonly pointer: number;
}

/** SUCCEEDED(hr). */
export function SUCCEEDED(hr: number): boolean {
  return hr < 0x8000_0000;
}

/** FAILED(hr). */
export function FAILED(hr: number): boolean {
  return hr >= 0x8000_0000;
}

function* allocating(step: PerformStep): Coroutine<Marshalled> {
  const { value, pointer } = yield step;
  return { hr: value, pointer };
}

function* plain(step: PerformStep): Coroutine<number> {
  const { value } = yield step;
  return value;
}

/** Checks access and gives a pointer that this thread may use until its call returns. */
export function CeOpenCallerBuffer(
  pSrcUnmarshalled: number,
  cbSrc: number,
  ArgumentDescriptor: number,
  ForceDuplicate = false,
): Coroutine<Marshalled> {
  return allocating({
    kind: 'perform',
    operation: 'CeOpenCallerBuffer',
    source: pSrcUnmarshalled,
    size: cbSrc,
    descriptor: ArgumentDescriptor,
    forceDuplicate: ForceDuplicate,
  });
}

/** Ends what Open gave; gives an HRESULT. */
export function CeCloseCallerBuffer(
  pDestMarshalled: number,
  pSrcUnmarshalled: number,
  cbSrc: number,
  ArgumentDescriptor: number,
): Coroutine<number> {
  return plain({
    kind: 'perform',
    operation: 'CeCloseCallerBuffer',
    pointer: pDestMarshalled,
    source: pSrcUnmarshalled,
    size: cbSrc,
    descriptor: ArgumentDescriptor,
  });
}

/** Makes a marshalled buffer usable on other threads and after the call has returned. */
export function CeAllocAsynchronousBuffer(
  pSrcSyncMarshalled: number,
  cbSrc: number,
  ArgumentDescriptor: number,
): Coroutine<Marshalled> {
  return allocating({
    kind: 'perform',
    operation: 'CeAllocAsynchronousBuffer',
    source: pSrcSyncMarshalled,
    size: cbSrc,
    descriptor: ArgumentDescriptor,
  });
}

/** Ends what CeAllocAsynchronousBuffer gave, with the values that it got; gives an HRESULT. */
export function CeFreeAsynchronousBuffer(
  pDestAsyncMarshalled: number,
  pSrcSyncMarshalled: number,
  cbSrc: number,
  ArgumentDescriptor: number,
): Coroutine<number> {
  return plain({
    kind: 'perform',
    operation: 'CeFreeAsynchronousBuffer',
    pointer: pDestAsyncMarshalled,
    source: pSrcSyncMarshalled,
    size: cbSrc,
    descriptor: ArgumentDescriptor,
  });
}

/** Writes an asynchronous copy back now; gives an HRESULT. */
export function CeFlushAsynchronousBuffer(
  pDestAsyncMarshalled: number,
  pSrcSyncMarshalled: number,
  pSrcUnmarshalled: number,
  cbSrc: number,
  ArgumentDescriptor: number,
): Coroutine<number> {
  return plain({
    kind: 'perform',
    operation: 'CeFlushAsynchronousBuffer',
    pointer: pDestAsyncMarshalled,
    source: pSrcSyncMarshalled,
    unmarshalled: pSrcUnmarshalled,
    size: cbSrc,
    descriptor: ArgumentDescriptor,
  });
}

/** Makes a secure copy of an API parameter. */
export function CeAllocDuplicateBuffer(
  pSrcMarshalled: number,
  cbSrc: number,
  ArgumentDescriptor: number,
): Coroutine<Marshalled> {
  return allocating({
    kind: 'perform',
    operation: 'CeAllocDuplicateBuffer',
    source: pSrcMarshalled,
    size: cbSrc,
    descriptor: ArgumentDescriptor,
  });
}

/** Ends what CeAllocDuplicateBuffer gave; gives an HRESULT. */
export function CeFreeDuplicateBuffer(
  pDestDuplicate: number,
  pSrcMarshalled: number,
  cbSrc: number,
  ArgumentDescriptor: number,
): Coroutine<number> {
  return plain({
    kind: 'perform',
    operation: 'CeFreeDuplicateBuffer',
    pointer: pDestDuplicate,
    source: pSrcMarshalled,
    size: cbSrc,
    descriptor: ArgumentDescriptor,
  });
}
