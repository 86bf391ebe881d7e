/** A mistake as two drivers: as it is made, and mended at that one place. */

import { dwordIn, filled, readBytes } from '../api/memory.js';
import { defineDriver } from '../define.js';
import type { Environment } from '../environment.js';
import type { BufferPlan, CallParameters, Coroutine, Driver, DriverCode } from '../interface.js';

/** One mistake; what is not said is a kernel driver with the IOCTL RUN over {@link requestOf}. */
export interface Mistake extends Partial<Omit<Driver, 'create' | 'name' | 'about'>> {
  readonly name: string;
  /** What the driver does wrong, a sentence. */
  readonly about: string;
  /** Beginnings of the signatures that it shows as. */
  readonly shows: readonly string[];
  /** The code; `isMended` decides at the place of the mistake. */
  readonly code: (environment: Environment, isMended: boolean) => DriverCode;
}

/** Buffers of a caller that passes a structure of a size and a pointer to that many bytes. */
export function requestOf(size: number): Readonly<Record<string, BufferPlan>> {
  return {
    request: { size: 8, contents: [size, { pointerTo: 'data' }] },
    data: { size, contents: [filled(size, 0x11)] },
  };
}

/** The code of the IOCTL RUN. */
export const RUN = 0x8000_2000;
/** The code of a second IOCTL. */
export const STOP = 0x8000_2004;

/** Bytes that every reading copies. */
export const SMALL = 500;
/** Bytes that no reading which decides by size copies. */
export const LARGE = 20_000;

/** The mistaken driver, and the mended one. */
export function pair(mistake: Mistake): readonly Driver[] {
  const { name, about, shows, code, ...rest } = mistake;
  const common = {
    server: 'kernel',
    ioctls: [{ name: 'RUN', code: RUN, input: 'request' }],
    buffers: requestOf(SMALL),
    ...rest,
  } as const;
  return [
    defineDriver({
      ...common,
      name,
      about,
      defects: [{ id: name, text: about, shows }],
      create: (environment) => code(environment, false),
    }),
    defineDriver({
      ...common,
      name: `${name}-mended`,
      about: `Mended: ${name}.`,
      defects: [],
      create: (environment) => code(environment, true),
    }),
  ];
}

/** Size and pointer of the structure that a call passes, read once; null where it has none. */
export function* readRequest(
  call: CallParameters,
): Coroutine<{ readonly source: number; readonly size: number } | null> {
  if (call.pBufIn === 0 || call.dwLenIn < 8) return null;
  const input = yield* readBytes(call.pBufIn, 8);
  return { size: dwordIn(input, 0), source: dwordIn(input, 4) };
}
