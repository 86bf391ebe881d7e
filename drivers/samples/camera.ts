/**
 * The driver of the camera that S4 speaks of, made as the listing of S4 makes its own, and mended.
 * Both share a ring of frames with the application instead of copying it; the clock of the run
 * says whether the application gets its 28 ms.
 */

import { AccessViolation, writeBytes, writeDword } from '../api/memory.js';
import {
  KERNEL,
  MEM_RELEASE,
  MEM_RESERVE,
  PAGE_NOACCESS,
  PAGE_NOCACHE,
  PAGE_READONLY,
  PAGE_READWRITE,
  VirtualAllocEx,
  VirtualCopyEx,
  VirtualFreeEx,
} from '../api/sharing.js';
import {
  delay,
  enterCriticalSection,
  leaveCriticalSection,
  setEvent,
  waitForEvent,
} from '../api/synchronization.js';
import { defineDriver } from '../define.js';
import type { Environment } from '../environment.js';
import type { CallParameters, ClientStep, Coroutine, Driver, DriverCode } from '../interface.js';
import { CAMERA_DEFECTS } from './camera-defects.js';
import {
  camera,
  FRAME,
  looksBack,
  MAP,
  pictureOf,
  placeOf,
  polls,
  RING_BYTES,
  RING_FRAMES,
  STORING,
  UNMAP,
  watches,
} from './camera-device.js';

/** The memory of the ring, through the two windows of the kernel. */
const CACHED_RING = 0x8200_0000;
const UNCACHED_RING = 0xa200_0000;

/** As S4 would have it: one global a fact, no lock, no event, nothing released by itself. */
function inTheMannerOfS4(environment: Environment): DriverCode {
  const g = environment.globals({ gUserAddr: 0, nFrames: 0 });
  const power = environment.list<number>('power');
  const interrupt = environment.event('interrupt');
  return {
    *ioControl({ dwCode, pBufOut, callerProcess: process }) {
      if (dwCode === MAP) {
        const base = yield* VirtualAllocEx(process, 0, RING_BYTES, MEM_RESERVE, PAGE_NOACCESS);
        const rights = PAGE_READWRITE | PAGE_NOCACHE;
        yield* VirtualCopyEx(process, base, KERNEL, CACHED_RING, RING_BYTES, rights);
        g.gUserAddr = base;
        power.push(1);
        yield* writeDword(pBufOut, base);
      } else if (dwCode === FRAME) yield* writeDword(pBufOut, g.nFrames);
      else {
        power.shift();
        yield* VirtualFreeEx(process, g.gUserAddr, 0, MEM_RELEASE);
      }
      return 1;
    },
    threads: {
      *ist() {
        for (;;) {
          yield* waitForEvent(interrupt);
          yield* delay(STORING);
          yield* writeBytes(CACHED_RING + placeOf(g.nFrames), pictureOf(g.nFrames));
          g.nFrames += 1;
        }
      },
    },
    hardware: { camera: () => camera(power, interrupt) },
  };
}

/** What the mended driver knows, all of it under one lock. */
interface State {
  owner: number;
  base: number;
  isClosing: boolean;
  /** Frames stored so far. */
  stored: number;
  /** The last one that the application was given, −1 for none. */
  given: number;
}

/** One owner, an event for each frame, and no frame over one that the owner may be looking at. */
class Ring {
  private readonly state: State;
  private readonly section;
  private readonly ready;
  private readonly power;

  constructor(environment: Environment) {
    const fresh = { owner: 0, base: 0, isClosing: false, stored: 0, given: -1 };
    this.state = environment.shared<State>(fresh);
    this.section = environment.criticalSection('ring');
    this.ready = environment.event('ready');
    this.power = environment.list<number>('power');
  }

  hardware(interrupt: ReturnType<Environment['event']>): Coroutine {
    return camera(this.power, interrupt);
  }

  *map({ pBufOut, dwLenOut, callerProcess: process }: CallParameters): Coroutine<number> {
    const { state } = this;
    if (pBufOut === 0 || dwLenOut < 4 || state.owner !== 0) return 0;
    const base = yield* VirtualAllocEx(process, 0, RING_BYTES, MEM_RESERVE, PAGE_NOACCESS);
    if (base === 0) return 0;
    const rights = PAGE_READONLY | PAGE_NOCACHE;
    if (!(yield* VirtualCopyEx(process, base, KERNEL, UNCACHED_RING, RING_BYTES, rights))) {
      yield* VirtualFreeEx(process, base, 0, MEM_RELEASE);
      return 0;
    }
    Object.assign(state, { owner: process, base, isClosing: false, given: -1 });
    this.power.push(1);
    yield* writeDword(pBufOut, base);
    return 1;
  }

  *unmap(process: number): Coroutine<number> {
    const { state } = this;
    if (process === 0 || state.owner !== process) return 0;
    state.owner = 0;
    this.power.shift();
    return (yield* VirtualFreeEx(process, state.base, 0, MEM_RELEASE)) ? 1 : 0;
  }

  /** Waits for a frame that is stored from now on; gives its number and one more. */
  *next({ pBufOut, dwLenOut, callerProcess }: CallParameters): Coroutine<number> {
    const { state, section, ready } = this;
    if (pBufOut === 0 || dwLenOut < 4 || state.owner !== callerProcess) return 0;
    const before = state.stored;
    // Who asks for the next one is done with the others.
    state.given = -1;
    while (state.stored === before && !state.isClosing) {
      yield* leaveCriticalSection(section);
      yield* waitForEvent(ready);
      yield* enterCriticalSection(section);
    }
    if (state.isClosing) return 0;
    state.given = state.stored - 1;
    yield* writeDword(pBufOut, state.stored);
    return 1;
  }

  /** Calls that wait come back. */
  *close(process: number): Coroutine<number> {
    if (this.state.owner === process) this.state.isClosing = true;
    yield* setEvent(this.ready);
    return 1;
  }

  /** Stores a frame, or lets it fall where the application is still at what it would cover. */
  *store(): Coroutine {
    const { state, section } = this;
    yield* enterCriticalSection(section);
    const { stored, given } = state;
    const isFree = given < 0 || stored < given + 2 || stored < RING_FRAMES;
    yield* leaveCriticalSection(section);
    if (!isFree) return;
    yield* delay(STORING);
    yield* writeBytes(UNCACHED_RING + placeOf(stored), pictureOf(stored));
    yield* enterCriticalSection(section);
    state.stored = stored + 1;
    yield* leaveCriticalSection(section);
    yield* setEvent(this.ready);
  }

  /** A fault inside must not leave the section taken. */
  *guarded(body: () => Coroutine<number>): Coroutine<number> {
    yield* enterCriticalSection(this.section);
    try {
      return yield* body();
    } catch (error) {
      if (!(error instanceof AccessViolation)) throw error;
      return 0;
    } finally {
      yield* leaveCriticalSection(this.section);
    }
  }
}

function asMended(environment: Environment): DriverCode {
  const ring = new Ring(environment);
  const interrupt = environment.event('interrupt');
  return {
    *open({ callerProcess }) {
      yield* [];
      return callerProcess;
    },
    *ioControl(call) {
      const { dwCode, callerProcess } = call;
      if (dwCode === MAP) return yield* ring.guarded(() => ring.map(call));
      if (dwCode === FRAME) return yield* ring.guarded(() => ring.next(call));
      if (dwCode === UNMAP) return yield* ring.guarded(() => ring.unmap(callerProcess));
      return 0;
    },
    *preClose({ hOpenContext: process }) {
      yield* ring.guarded(() => ring.close(process));
    },
    *close({ hOpenContext: process }) {
      yield* ring.guarded(() => ring.unmap(process));
    },
    threads: {
      *ist() {
        for (;;) {
          yield* waitForEvent(interrupt);
          yield* ring.store();
        }
      },
    },
    hardware: { camera: () => ring.hardware(interrupt) },
  };
}

const buffers = { out: { size: 4, contents: [0] } };

function user(program: string): { buffers: Driver['buffers']; threads: { main: ClientStep[] } } {
  return { buffers, threads: { main: [{ do: 'open' }, { do: 'run', program }, { do: 'close' }] } };
}

const shape = {
  server: 'kernel',
  platforms: [{ reading: 'compact7-armv5', copyLimit: 16_384 }],
  ioctls: [
    { name: 'MAP', code: MAP, output: 'out' },
    { name: 'FRAME', code: FRAME, output: 'out' },
    { name: 'UNMAP', code: UNMAP },
  ],
  buffers,
  mostSchedules: 60,
} as const;

/** Both. */
export const CAMERA: readonly Driver[] = [
  defineDriver({
    ...shape,
    name: 'camera',
    about: 'The camera that S4 speaks of, its frames shared in the manner of the listing.',
    kernelMemory: [{ base: CACHED_RING, size: RING_BYTES }],
    programs: { polls },
    workloads: [
      { name: 'alone', applications: [user('polls')] },
      { name: 'exit', applications: [{ ...user('polls'), mayExit: true }], disturbed: true },
    ],
    defects: CAMERA_DEFECTS,
    create: inTheMannerOfS4,
  }),
  defineDriver({
    ...shape,
    name: 'camera-mended',
    about: 'The same, mended: one owner, a lock, an event for each frame, one uncached view.',
    kernelMemory: [{ base: UNCACHED_RING, size: RING_BYTES }],
    programs: { watches, looksBack },
    workloads: [
      { name: 'alone', applications: [user('watches')] },
      { name: 'full-ring', applications: [user('looksBack')] },
      { name: 'exit', applications: [{ ...user('watches'), mayExit: true }], disturbed: true },
    ],
    defects: [],
    create: asMended,
  }),
];
