import { describe, expect, test } from 'vitest';
import type { Row } from './driver.js';
import * as given from './driver.js';
import { found } from './driver.js';

const {
  SOURCE,
  OTHER,
  GIVEN,
  ASYNC,
  DUPLICATE,
  SIZE,
  FLAG,
  ARG_I_PTR,
  ARG_O_PTR,
  ARG_IO_PTR,
  E_FAIL,
  E_ACCESSDENIED,
} = given;

const lawful: readonly Row[] = [
  {
    name: 'a call that opens, uses and closes',
    act: (d) => d.call().open().read(GIVEN).write(GIVEN).close().return().end(),
  },
  {
    name: 'identical direct Opens, each closed',
    act: (d) =>
      d
        .call()
        .direct()
        .direct()
        .read(SOURCE)
        .close({ pointer: SOURCE })
        .read(SOURCE)
        .close({ pointer: SOURCE })
        .return()
        .end(),
  },
  {
    name: 'the same number opened directly in calls of two processes',
    act: (d) =>
      d
        .call()
        .call({ thread: 2, process: 2 })
        .direct()
        .direct({ thread: 2 })
        .read(SOURCE)
        .read(SOURCE, { thread: 2 })
        .close({ pointer: SOURCE, thread: 2 })
        .read(SOURCE)
        .close({ pointer: SOURCE })
        .return(2)
        .return()
        .end(),
  },
  {
    name: 'asynchronous use after return, from the service thread and another call',
    act: (d) =>
      d
        .call()
        .open()
        .alloc()
        .return()
        .read(ASYNC, { thread: 0 })
        .call({ thread: 2, process: 2 })
        .write(ASYNC, { thread: 2 })
        .flush({ thread: 0 })
        .return(2)
        .free({ thread: 0 })
        .close({ thread: 0 })
        .end(),
  },
  {
    name: 'an API parameter made asynchronous in kernel mode',
    act: (d) =>
      d
        .parameter()
        .read(SOURCE)
        .alloc({ source: SOURCE })
        .return()
        .read(ASYNC, { thread: 0 })
        .free({ source: SOURCE, thread: 0 })
        .end(),
  },
  {
    name: 'an API parameter of a user-mode driver, used inside the call',
    world: { server: 'user' },
    act: (d) => d.parameter(ARG_IO_PTR, GIVEN).read(GIVEN).write(GIVEN).return().end(),
  },
  {
    name: 'the same pointer from Alloc in a user-mode driver',
    world: { server: 'user' },
    act: (d) =>
      d
        .call({ source: SOURCE, size: SIZE })
        .open()
        .alloc({ answer: { pointer: GIVEN } })
        .return()
        .read(GIVEN, { thread: 0 })
        .free({ pointer: GIVEN, thread: 0 })
        .close({ thread: 0 })
        .end(),
  },
  {
    name: 'a part of an opened buffer, with a descriptor of its own',
    act: (d) =>
      d
        .call()
        .open()
        .alloc({ source: GIVEN + 8, size: 4, descriptor: ARG_O_PTR })
        .write(ASYNC)
        .free({ source: GIVEN + 8, size: 4, descriptor: ARG_O_PTR })
        .close()
        .return()
        .end(),
  },
  {
    name: 'two Allocs on one source, freed in the other order',
    act: (d) =>
      d
        .call()
        .open()
        .alloc()
        .alloc({ answer: { pointer: ASYNC + 0x1000 } })
        .free()
        .read(ASYNC + 0x1000)
        .free({ pointer: ASYNC + 0x1000 })
        .close()
        .return()
        .end(),
  },
  {
    name: 'two Allocs on one source that give one pointer',
    act: (d) => {
      const values = { pointer: GIVEN };
      d.call().copy().alloc({ answer: values }).alloc({ answer: values });
      return d.free(values).read(GIVEN).free(values).close().return().end();
    },
  },
  {
    name: 'a duplicate, with an asynchronous buffer on it',
    act: (d) =>
      d
        .parameter()
        .duplicate()
        .read(DUPLICATE, { thread: 0 })
        .alloc({ source: DUPLICATE })
        .free({ source: DUPLICATE })
        .freeDuplicate()
        .return()
        .end(),
  },
  {
    name: 'an opened buffer that stays open under a duplicate with an asynchronous buffer',
    act: (d) =>
      d
        .call()
        .open()
        .duplicate({ source: GIVEN })
        .alloc({ source: DUPLICATE })
        .return()
        .free({ source: DUPLICATE, thread: 0 })
        .freeDuplicate({ source: GIVEN, thread: 0 })
        .close({ thread: 0 })
        .end(),
  },
  {
    name: 'an alias that outlives the memory and the caller',
    act: (d) =>
      d
        .call()
        .open()
        .alloc()
        .return()
        .do('VirtualFree', { thread: -1, process: 1, pointer: SOURCE })
        .exit()
        .read(ASYNC, { thread: 0 })
        .free({ thread: 0, answer: { value: E_ACCESSDENIED } })
        .close({ thread: 0, answer: { value: E_FAIL } })
        .end(),
  },
  {
    name: 'releases whose write-back failed are releases',
    act: (d) =>
      d
        .parameter()
        .duplicate()
        .freeDuplicate({ answer: { value: E_ACCESSDENIED } })
        .copy()
        .close({ answer: { value: E_ACCESSDENIED } })
        .return()
        .end(),
  },
  {
    name: 'the flag above 16 KB, repeated, where it changes nothing',
    world: { server: 'user' },
    act: (d) => {
      const big = { size: 20_000, descriptor: (FLAG | ARG_IO_PTR) >>> 0 };
      d.call()
        .open({ size: 20_000 })
        .alloc({ ...big, answer: { pointer: GIVEN } });
      d.flush({ ...big, pointer: GIVEN }).free({ ...big, pointer: GIVEN });
      return d.close({ size: 20_000 }).return().end();
    },
  },
  {
    name: 'arguments that have to be refused',
    act: (d) => {
      const refused = { answer: { value: given.E_INVALIDARG, pointer: 0 } };
      d.call()
        .open()
        .alloc({ ...refused, source: 0 })
        .alloc({ ...refused, size: 0 });
      d.alloc({ ...refused, destination: false, source: OTHER });
      d.alloc({ ...refused, descriptor: FLAG, source: OTHER });
      d.alloc({ source: 0xfffffff0, answer: { value: E_ACCESSDENIED, pointer: 0 } });
      d.alloc({ source: 0x81000000, answer: { value: E_ACCESSDENIED, pointer: 0 } });
      d.duplicate({ ...refused, source: 0 });
      d.flush({ descriptor: ARG_I_PTR, answer: { value: 0x80070032 } });
      return d.close().return().end();
    },
  },
];

describe('a driver that keeps the rules', () => {
  test.each(lawful)('$name', (row) => {
    expect(found(row)).toEqual([]);
  });
});
