/**
 * The camera that S4 speaks of: 640 × 480 pixels of 8 bits, 30 frames a second, a ring of 60
 * frames. A frame is stored within 5 ms, and the application has the 28 ms up to the next one.
 */

import { dwordIn, readBytes } from '../api/memory.js';
import { delay, due, setEvent } from '../api/synchronization.js';
import type { CallClientStep, Client, Coroutine, List, SyncObject } from '../interface.js';

/** Bytes of a frame: 75 pages. */
export const FRAME_BYTES: number = 640 * 480;
/** Frames that are kept. */
export const RING_FRAMES = 60;
/** All of them. */
export const RING_BYTES: number = FRAME_BYTES * RING_FRAMES;
/** Milliseconds from frame to frame. */
const PERIOD = 33;
/** Milliseconds that storing one takes. */
export const STORING = 5;
/** Milliseconds that the application works on one. */
const WORK = 28;
/** Periods that the application lets pass between two looks. */
const POLL = 10;
const MOST_FRAMES = 70;
const MOST_POLLS = 40;

/** Maps the ring into the caller; gives the address. */
export const MAP = 0x8000_2000;
/** Takes the mapping back. */
export const UNMAP = 0x8000_2004;
/** Gives the number of a frame: of the next one, or of those stored so far. */
export const FRAME = 0x8000_2008;

/** Where a frame lies in the ring. */
export function placeOf(frame: number): number {
  return (frame % RING_FRAMES) * FRAME_BYTES;
}

/** The picture: each frame is of one colour. */
export function pictureOf(frame: number): Uint8Array {
  return new Uint8Array(FRAME_BYTES).fill(1 + (frame % 200));
}

/** The device: while it has power it interrupts once a period. */
export function* camera(power: List<number>, interrupt: SyncObject): Coroutine {
  let wasOn = false;
  for (let frame = 0; frame < MOST_FRAMES; frame += 1) {
    yield* delay(PERIOD);
    const isOn = power.length > 0;
    if (wasOn && !isOn) return;
    wasOn = isOn;
    if (isOn) yield* setEvent(interrupt);
  }
}

const map: CallClientStep = { do: 'ioControl', name: 'MAP', code: MAP, output: 'out' };
const unmap: CallClientStep = { do: 'ioControl', name: 'UNMAP', code: UNMAP };
const frame: CallClientStep = { do: 'ioControl', name: 'FRAME', code: FRAME, output: 'out' };

function* asks(client: Client, step: CallClientStep): Coroutine<number> {
  if ((yield* client.ioControl(step)) === 0) return 0;
  return dwordIn(yield* readBytes(client.address('out'), 4), 0);
}

/** Works on a frame: it has to be whole, and the work done before the next one is stored. */
function* worksOn(client: Client, ring: number, number: number): Coroutine {
  yield* delay(WORK);
  yield* client.expect(ring + placeOf(number), pictureOf(number), 'the frame');
  yield* due((number + 2) * PERIOD, 'work on a frame');
}

function* takes(client: Client, count: number, first: number, back: number): Coroutine {
  const ring = yield* asks(client, map);
  if (ring === 0) return;
  yield* delay(first * PERIOD);
  for (let i = 0; i < count; i += 1) {
    const number = (yield* asks(client, frame)) - 1;
    if (number < 0) break;
    yield* worksOn(client, ring, number);
    const old = number - back;
    if (back > 0) yield* client.expect(ring + placeOf(old), pictureOf(old), 'an old frame');
  }
  yield* client.ioControl(unmap);
}

/** Two frames, as they come. */
export function watches(client: Client): Coroutine {
  return takes(client, 2, 0, 0);
}

/** A frame when the ring has been filled once, and the oldest that it may look at. */
export function looksBack(client: Client): Coroutine {
  return takes(client, 1, RING_FRAMES, RING_FRAMES - 2);
}

/** Asks now and then how many frames there are, as nothing tells it. */
export function* polls(client: Client): Coroutine {
  const ring = yield* asks(client, map);
  let seen = 0;
  for (let i = 0; i < MOST_POLLS && seen < 2 && ring !== 0; i += 1) {
    const count = yield* asks(client, frame);
    if (count === seen) yield* delay(POLL);
    else yield* worksOn(client, ring, count - 1);
    seen = count;
  }
  yield* client.ioControl(unmap);
}
