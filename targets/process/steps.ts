/** Requests and setups as steps of the wire: plain numbers, only what the operation uses. */

import type { Request, Setup } from '../interface.js';
import { isOf, ORDERING, SHARING, WINDRIVER, WRAPPERS } from './families.js';
import type { WireStep } from './protocol.js';

/** Bytes as hexadecimal digits. */
function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** A setup as the step that begins a case. */
export function resetStep(setup: Setup): WireStep {
  return {
    do: 'reset',
    reading: setup.reading,
    copyLimit: setup.copyLimitBytes,
    server: setup.server,
    applications: setup.applications,
    regions: setup.regions.map(({ process, base, runs, contents }) => ({
      process,
      base,
      runs: runs.map(({ pages, protection }) => ({ pages, protection })),
      bytes: hexOf(contents),
    })),
  };
}

/** Members that the seven functions share. */
function marshalling({ thread, source, size, descriptor, allocationFails, pause }: Request) {
  return {
    thread,
    source,
    size,
    descriptor,
    ...(allocationFails > 0 && { allocationFails }),
    ...(pause !== '' && { pause }),
  };
}

function makes(request: Request) {
  return { ...marshalling(request), ...(!request.destination && { nullOut: true }) };
}

/** Members of the methods of wrapper objects. */
function wraps(request: Request) {
  const { object, mode, constant, unforced, asynchronous } = request;
  return {
    object,
    ...(mode > 0 && { mode }),
    ...marshalling(request),
    ...(constant && { constant }),
    ...(unforced && { unforced }),
    ...(asynchronous && { asynchronous }),
  };
}

/** Members of VirtualAllocEx and its kin. */
function shares(request: Request) {
  const { operation, thread, process, pointer, source, size, mode, descriptor } = request;
  const fails = operation === 'VirtualAllocEx' ? request.allocationFails : 0;
  return {
    thread,
    process,
    pointer,
    ...(operation === 'VirtualCopyEx' && { source }),
    size,
    mode,
    ...(operation !== 'VirtualFreeEx' && { descriptor }),
    ...(fails > 0 && { allocationFails: fails }),
  };
}

/** Members of WinDriver's calls. */
function asksWinDriver(request: Request) {
  const { process, thread, object, mode, size, descriptor, source, allocationFails } = request;
  return {
    process,
    ...(request.operation === 'WD_KernelPlugInCall' && { thread }),
    ...(object > 0 && { object }),
    ...(mode > 0 && { mode }),
    ...(size > 0 && { size }),
    ...(descriptor > 0 && { descriptor }),
    ...(source > 0 && { source }),
    ...(allocationFails > 0 && { allocationFails }),
  };
}

function accesses({ thread, process, pointer, size }: Request) {
  return { thread, ...(thread < 0 && { process }), pointer, size };
}

/** A request as a step. */
export function stepOf(request: Request): WireStep {
  const { operation, thread, process, pointer, source, size, descriptor } = request;
  if (isOf(WRAPPERS, operation)) return { do: operation, ...wraps(request) };
  if (isOf(SHARING, operation)) return { do: operation, ...shares(request) };
  if (isOf(WINDRIVER, operation)) return { do: operation, ...asksWinDriver(request) };
  if (isOf(ORDERING, operation)) {
    return { do: operation, thread, ...(thread < 0 && { process }), object: request.object };
  }
  switch (operation) {
    case 'CeOpenCallerBuffer':
      return {
        do: operation,
        ...makes(request),
        ...(request.forceDuplicate && { forceDuplicate: true }),
      };
    case 'CeAllocAsynchronousBuffer':
    case 'CeAllocDuplicateBuffer':
      return { do: operation, ...makes(request) };
    case 'CeCloseCallerBuffer':
    case 'CeFreeAsynchronousBuffer':
    case 'CeFreeDuplicateBuffer':
      return { do: operation, pointer, ...marshalling(request) };
    case 'CeFlushAsynchronousBuffer':
      return {
        do: operation,
        pointer,
        unmarshalled: request.unmarshalled,
        ...marshalling(request),
      };
    case 'read':
      return { do: operation, ...accesses(request) };
    case 'write':
      return { do: operation, ...accesses(request), bytes: hexOf(request.bytes.subarray(0, size)) };
    case 'call':
      return {
        do: operation,
        thread,
        process,
        ...(request.viaKernel && { viaKernel: true }),
        ...(descriptor !== 0 && { source, size, descriptor }),
      };
    case 'resume':
    case 'return':
      return { do: operation, thread };
    case 'exit':
    case 'start':
      return { do: operation, process };
    case 'VirtualProtect':
      return { do: operation, process, pointer, size, protection: descriptor };
    case 'VirtualFree':
    case 'VirtualAlloc':
      return { do: operation, process, pointer };
  }
}
