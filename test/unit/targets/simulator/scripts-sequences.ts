// Faults that a sequence of the functions brings out: twins, parts, flushes, changed memory.
import { I_PTR, IO_PTR, MINE, O_PTR, type Rig } from './rig.js';
import { NEW_COPY, REUSES, type Script, script } from './script.js';

/** A call with a parameter and a duplicate of it by Alloc. */
function buffered(rig: Rig, descriptor = IO_PTR): number {
  rig.call({ source: MINE, size: 100, descriptor });
  return rig.alloc(MINE, 100, descriptor);
}

/** The same with 100 bytes of 0xee in it. */
function filled(rig: Rig): number {
  const buffer = buffered(rig);
  rig.write(buffer, 100, 0xee);
  return buffer;
}

/** A call and an Open that copied. */
function copied(rig: Rig, descriptor = IO_PTR): number {
  rig.call();
  return rig.copy(MINE, 100, descriptor);
}

export const FAULT_SCRIPTS_SEQUENCES: Readonly<Record<string, Script>> = {
  'old-descriptor-kept': script(
    (rig) => {
      const first = copied(rig, I_PTR);
      rig.close(first, MINE, 100, I_PTR);
      const second = rig.copy(MINE, 100, IO_PTR);
      rig.close(second, MINE, 100, IO_PTR);
    },
    { personality: REUSES },
  ),
  'old-length-kept': script(
    (rig) => {
      const first = copied(rig, I_PTR);
      rig.close(first, MINE, 100, I_PTR);
      const second = rig.copy(MINE, 200, O_PTR);
      rig.close(second, MINE, 200, O_PTR);
      rig.sees(MINE, 200);
    },
    { personality: REUSES },
  ),
  'free-takes-latest': script((rig) => {
    const first = buffered(rig);
    rig.alloc(MINE, 100, IO_PTR);
    rig.free(first, MINE, 100, IO_PTR);
    rig.free(first, MINE, 100, IO_PTR);
  }),
  'free-duplicate-takes-latest': script((rig) => {
    rig.call({ source: MINE, size: 100, descriptor: I_PTR });
    const first = rig.duplicate(MINE, 100, I_PTR);
    rig.duplicate(MINE, 100, I_PTR);
    rig.freeDuplicate(first, MINE, 100, I_PTR);
    rig.freeDuplicate(first, MINE, 100, I_PTR);
  }),
  'close-takes-latest': script((rig) => {
    const first = copied(rig);
    rig.copy(MINE, 100, IO_PTR);
    rig.close(first, MINE, 100, IO_PTR);
    rig.close(first, MINE, 100, IO_PTR);
  }),
  'flush-takes-latest': script((rig) => {
    const first = buffered(rig);
    rig.alloc(MINE, 100, IO_PTR);
    rig.write(first, 100, 0xee);
    rig.flush(first, MINE, 100, IO_PTR);
    rig.sees(MINE, 100);
  }),
  'flush-writes-latest-part': script((rig) => {
    const copy = copied(rig);
    rig.alloc(copy, 20, IO_PTR);
    rig.alloc(copy + 20, 20, IO_PTR);
    rig.write(copy, 20, 0xee);
    rig.flush(copy, copy, 20, IO_PTR, { unmarshalled: MINE });
    rig.sees(MINE, 100);
  }),
  'same-pointer-twin-frees-copy': script((rig) => {
    const copy = copied(rig);
    rig.alloc(copy, 100, IO_PTR);
    rig.alloc(copy, 100, IO_PTR);
    rig.free(copy, copy, 100, IO_PTR);
    rig.close(copy, MINE, 100, IO_PTR);
  }),
  'failure-frees-earlier': script((rig) => {
    const first = buffered(rig);
    rig.alloc(MINE, 100, IO_PTR);
    rig.alloc(MINE, 100, IO_PTR, { allocationFails: 1 });
    rig.free(first, MINE, 100, IO_PTR);
  }),
  'write-back-lost-after-protect': script((rig) => {
    const buffer = buffered(rig, O_PTR);
    rig.protect(MINE, 0x1000, 2);
    rig.protect(MINE, 0x1000, 4);
    rig.free(buffer, MINE, 100, O_PTR);
    rig.sees(MINE, 100);
  }),
  'write-back-to-old-pages': script((rig) => {
    const buffer = buffered(rig);
    rig.virtualFree(MINE);
    rig.virtualAlloc(MINE);
    rig.free(buffer, MINE, 100, IO_PTR);
    rig.sees(MINE, 100);
  }),
  'return-ends-other-direct': script((rig) => {
    rig.call();
    const direct = rig.open(MINE, 100, I_PTR);
    rig.call({ thread: 2 });
    rig.ret(2);
    rig.close(direct, MINE, 100, I_PTR);
  }),
  'record-table-wraps': script((rig) => {
    const first = copied(rig);
    for (let index = 1; index < 4; index += 1) rig.copy(MINE + index * 100, 100, IO_PTR);
    rig.close(first, MINE, 100, IO_PTR);
  }),
  'flushed-once': script((rig) => {
    const buffer = buffered(rig);
    rig.flush(buffer, MINE, 100, IO_PTR);
    rig.write(buffer, 100, 0xee);
    rig.flush(buffer, MINE, 100, IO_PTR);
    rig.sees(MINE, 100);
  }),
  'flushed-not-freed': script((rig) => {
    const buffer = buffered(rig);
    rig.flush(buffer, MINE, 100, IO_PTR);
    rig.write(buffer, 100, 0xee);
    rig.free(buffer, MINE, 100, IO_PTR);
    rig.sees(MINE, 100);
  }),
  'second-part-offset-lost': script((rig) => {
    const copy = copied(rig);
    rig.alloc(copy, 20, IO_PTR);
    rig.alloc(copy + 20, 20, IO_PTR);
  }),
  'failed-flush-remembered': script((rig) => {
    const buffer = buffered(rig, O_PTR);
    rig.protect(MINE, 0x1000, 2);
    rig.flush(buffer, MINE, 100, O_PTR);
    rig.protect(MINE, 0x1000, 4);
    rig.free(buffer, MINE, 100, O_PTR);
    rig.sees(MINE, 100);
  }),
  'written-to-current-after-return': script((rig) => {
    const buffer = filled(rig);
    rig.ret();
    rig.call({ process: 2, thread: 2 });
    rig.free(buffer, MINE, 100, IO_PTR, { thread: 2 });
    rig.sees(MINE, 100);
  }),
  'held-release-lost-at-exit': script((rig) => {
    const buffer = buffered(rig);
    rig.free(buffer, MINE, 100, IO_PTR, { pause: 'written-back' });
    rig.exit();
    rig.resume();
  }),
  'free-writes-through-copy': script(
    (rig) => {
      const copy = copied(rig);
      const buffer = rig.alloc(copy, 100, IO_PTR);
      rig.write(buffer, 100, 0xee);
      rig.free(buffer, copy, 100, IO_PTR);
      rig.sees(MINE, 100);
    },
    { personality: NEW_COPY },
  ),
};
