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
  ARG_I_ASTR,
  E_FAIL,
  E_INVALIDARG,
} = given;
const service = { thread: 0 };

const bounds: readonly Row[] = [
  {
    name: 'past the end',
    act: (d) =>
      d
        .call()
        .open()
        .read(GIVEN + SIZE - 3),
    breaks: ['ASYNC-24'],
  },
  {
    name: 'to the very end',
    act: (d) =>
      d
        .call()
        .open()
        .read(GIVEN + SIZE - 4),
  },
  {
    name: 'before the beginning',
    act: (d) =>
      d
        .call()
        .direct()
        .read(SOURCE - 2),
    breaks: ['ASYNC-24'],
  },
  {
    name: 'elsewhere on the pages of an alias',
    act: (d) =>
      d
        .parameter()
        .alloc({ source: SOURCE })
        .read(ASYNC + 4000, service),
    breaks: ['ASYNC-24'],
  },
  {
    name: 'on the next page there may be anything',
    act: (d) =>
      d
        .parameter()
        .alloc({ source: SOURCE })
        .read(ASYNC + 4096, service),
  },
  {
    name: "a copy's header, and what is not surely its neighbour",
    act: (d) =>
      d
        .parameter()
        .duplicate()
        .read(DUPLICATE - 8)
        .read(DUPLICATE + 500),
    breaks: ['ASYNC-24'],
  },
  {
    name: 'a part of an asynchronous buffer',
    act: (d) =>
      d
        .call()
        .open()
        .alloc({ source: GIVEN + 8, size: 8 })
        .read(ASYNC + 6),
    breaks: ['ASYNC-24'],
  },
  {
    name: 'a string of a length that nobody told',
    act: (d) =>
      d
        .call()
        .open({ size: 0, descriptor: ARG_I_ASTR })
        .read(GIVEN + 60_000),
  },
  {
    name: 'a write without the O bit',
    act: (d) => d.call().open({ descriptor: ARG_I_PTR }).write(GIVEN),
    breaks: ['ALIAS-11.server-writes'],
  },
  {
    name: 'a read with the O bit alone',
    act: (d) => d.call().open({ descriptor: ARG_O_PTR }).read(GIVEN),
  },
  {
    name: 'a write where one of two equal Opens has the O bit',
    act: (d) => d.call().direct({ descriptor: ARG_I_PTR }).direct().write(SOURCE),
  },
  {
    name: 'a write over two buffers, the second without the O bit',
    act: (d) => {
      d.call()
        .direct()
        .direct({ source: SOURCE + SIZE, descriptor: ARG_I_PTR });
      return d.write(SOURCE + SIZE - 2);
    },
    breaks: ['ALIAS-11.server-writes'],
  },
];

const failures: readonly Row[] = [
  {
    name: 'NULL from a failed Open',
    act: (d) =>
      d
        .call()
        .open({ answer: { value: E_FAIL, pointer: 0 } })
        .read(4),
    breaks: ['ASYNC-14'],
  },
  {
    name: 'NULL from nowhere',
    act: (d) => d.call().read(4),
    breaks: ['SPACE-5.marshals'],
  },
  {
    name: 'an out-pointer that a failed Alloc left as it was',
    act: (d) =>
      d
        .call()
        .open()
        .alloc({ answer: { value: E_FAIL } })
        .read(0xdeadb0de),
    breaks: ['ASYNC-14'],
  },
  {
    name: 'an out-pointer that was not passed',
    act: (d) => {
      d.call().open();
      return d.alloc({ destination: false, answer: { value: E_INVALIDARG } }).read(0xdeadb0de);
    },
  },
  {
    name: 'what Alloc did not give for a descriptor that it has to refuse',
    act: (d) => {
      const refused = { value: E_INVALIDARG, pointer: 0 };
      return d.call().open().alloc({ descriptor: FLAG, answer: refused }).write(0, service);
    },
    breaks: ['ASYNC-6.names-type', 'ASYNC-14'],
  },
  {
    name: 'Free of what Alloc did not give',
    act: (d) => {
      const failed = { value: E_FAIL, pointer: 0 };
      return d.call().open().alloc({ answer: failed }).free({ pointer: 0, answer: failed });
    },
    breaks: ['ASYNC-14'],
  },
  {
    name: 'Flush of what Alloc did not give',
    act: (d) => {
      const failed = { value: E_FAIL, pointer: 0 };
      return d.call().open().alloc({ answer: failed }).flush({ pointer: 0, answer: failed });
    },
    breaks: ['ASYNC-14'],
  },
  {
    name: 'Close of what Open did not give',
    act: (d) => {
      const failed = { value: E_FAIL, pointer: 0 };
      return d.call().open({ answer: failed }).close({ pointer: 0, answer: failed }).return();
    },
    breaks: ['ASYNC-14'],
  },
  {
    name: 'CeFreeDuplicateBuffer of what CeAllocDuplicateBuffer did not give',
    act: (d) => {
      const failed = { value: E_FAIL, pointer: 0 };
      return d.parameter().duplicate({ answer: failed }).freeDuplicate({ pointer: 0 });
    },
    breaks: ['ASYNC-14'],
  },
  {
    name: 'a release that has nothing to do with the failed call',
    act: (d) => {
      const failed = { value: E_FAIL, pointer: 0 };
      d.call().open({ answer: failed });
      return d.free({ pointer: 0, answer: failed }).close({ pointer: 0, source: OTHER });
    },
  },
];

describe.each([
  ['which bytes', bounds],
  ['results of calls that failed', failures],
])('%s', (_, rows) => {
  test.each(rows)('$name', (row) => {
    expect(found(row)).toEqual(row.breaks ?? []);
  });
});
