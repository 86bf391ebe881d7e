import { describe, expect, test } from 'vitest';
import type { Row } from './driver.js';
import * as given from './driver.js';
import { found } from './driver.js';

const {
  SOURCE,
  GIVEN,
  ASYNC,
  DUPLICATE,
  SIZE,
  ARG_DW,
  ARG_I_PTR,
  ARG_O_PTR,
  ARG_IO_PTR,
  ARG_IO_PDW,
  E_FAIL,
  E_ACCESSDENIED,
} = given;
const user = { server: 'user' } as const;

const allocating: readonly Row[] = [
  {
    name: 'Alloc on the service thread',
    act: (d) => d.call().open().alloc({ thread: 0 }),
    breaks: ['ASYNC-2.caller-thread'],
  },
  {
    name: 'Alloc on the service thread, whatever its arguments',
    act: (d) => d.call().alloc({ thread: 0, source: 0, answer: { value: E_FAIL, pointer: 0 } }),
    breaks: ['ASYNC-2.caller-thread'],
  },
  {
    name: 'Alloc on the thread of another call',
    act: (d) => d.call().call({ thread: 2, process: 1 }).open().alloc({ thread: 2 }),
    breaks: ['ASYNC-2.caller-thread'],
  },
  {
    name: 'Alloc in a later call on what an earlier one opened',
    act: (d) => d.call().open().alloc().return().call().alloc(),
    breaks: ['ASYNC-2.before-return'],
  },
  {
    name: 'Alloc after return on a parameter',
    act: (d) => d.parameter().return().alloc({ thread: 0, source: SOURCE }),
    breaks: ['ASYNC-2.caller-thread', 'ASYNC-2.before-return'],
  },
  {
    name: 'Alloc after return on a duplicate',
    act: (d) => d.parameter().duplicate().return().call().alloc({ source: DUPLICATE }),
    breaks: ['ASYNC-2.before-return'],
  },
  {
    name: 'no Free at all',
    act: (d) => d.parameter().alloc({ source: SOURCE }).return().end(),
    breaks: ['ASYNC-3.frees'],
  },
  {
    name: 'Free of one of two',
    act: (d) => {
      d.parameter().alloc({ source: SOURCE });
      d.alloc({ source: SOURCE, answer: { pointer: ASYNC + 0x1000 } });
      return d.free({ source: SOURCE }).return().end();
    },
    breaks: ['ASYNC-3.frees'],
  },
  {
    name: 'a second Free',
    act: (d) => d.call().open().alloc().free().free(),
    breaks: ['ASYNC-3.once'],
  },
  {
    name: 'a second Free of an address that another Alloc was given since',
    act: (d) => d.call().open().direct().alloc().free().alloc({ source: SOURCE }).free(),
    breaks: ['ASYNC-3.once'],
  },
  {
    name: 'Free after a Free whose write-back failed',
    act: (d) =>
      d
        .call()
        .open()
        .alloc()
        .free({ answer: { value: E_ACCESSDENIED } })
        .free(),
    breaks: ['ASYNC-3.once'],
  },
  {
    name: 'a refused Free with other values leaves the duty',
    act: (d) => {
      d.parameter().alloc({ source: SOURCE });
      return d
        .free({ source: SOURCE, size: 1, answer: { value: E_FAIL } })
        .return()
        .end();
    },
    breaks: ['ASYNC-20.size', 'ASYNC-3.refused-free'],
  },
  {
    name: 'a refused Free with other values, made good',
    act: (d) =>
      d
        .call()
        .open()
        .alloc()
        .free({ size: 1, answer: { value: E_FAIL } })
        .free()
        .close()
        .return()
        .end(),
    breaks: ['ASYNC-20.size'],
  },
  {
    name: 'a Free with other values that succeeded counts',
    act: (d) => d.call().open().alloc().free({ size: 1 }).free(),
    breaks: ['ASYNC-20.size', 'ASYNC-3.once'],
  },
  {
    name: 'Free with the unmarshalled pointer for the source',
    act: (d) => d.call().open().alloc().free({ source: SOURCE }),
    breaks: ['ASYNC-20.source'],
  },
  {
    name: 'Free with another descriptor',
    act: (d) => d.call().open().alloc().free({ descriptor: ARG_I_PTR }),
    breaks: ['ASYNC-20.descriptor'],
  },
  {
    name: 'Alloc on an API parameter in user mode',
    world: user,
    act: (d) => d.parameter(ARG_IO_PTR, GIVEN).alloc(),
    breaks: ['ASYNC-16.not-on-parameter'],
  },
  {
    name: 'Alloc in user mode on what may be the buffer of ReadFile',
    world: user,
    act: (d) => d.parameter(ARG_O_PTR, GIVEN).alloc({ descriptor: ARG_O_PTR }),
    breaks: ['ASYNC-16.not-on-parameter', 'ASYNC-17'],
  },
  {
    name: 'the buffer of WriteFile used after return in user mode',
    world: user,
    act: (d) => d.parameter(ARG_I_PTR, GIVEN).return().read(GIVEN, { thread: 0 }),
    breaks: ['SPACE-4.after-return', 'ASYNC-17'],
  },
  {
    name: 'Alloc after return in user mode on the buffer of ReadFile',
    world: user,
    act: (d) => d.parameter(ARG_O_PTR, GIVEN).return().call().alloc(),
    breaks: ['ASYNC-2.before-return', 'ASYNC-16.not-on-parameter', 'ASYNC-17'],
  },
  {
    name: 'a value passed as ARG_DW, opened with one descriptor and made asynchronous with another',
    world: user,
    act: (d) => d.call({ source: SOURCE, size: SIZE, descriptor: ARG_DW }).copy().alloc(),
  },
  {
    name: 'a value passed as ARG_DW, opened with another descriptor than Alloc gets',
    world: user,
    act: (d) => d.call({ source: SOURCE, size: SIZE }).open({ descriptor: ARG_I_PTR }).alloc(),
    breaks: ['ASYNC-16.open-first'],
  },
  {
    name: 'a part of a value passed as ARG_DW has a descriptor of its own',
    world: user,
    act: (d) =>
      d.call({ source: SOURCE, size: SIZE }).open().alloc({ size: 4, descriptor: ARG_IO_PDW }),
  },
  {
    name: 'a value passed as ARG_DW that was not opened',
    world: user,
    act: (d) => d.call({ source: SOURCE, size: SIZE }).alloc({ source: SOURCE }),
    breaks: ['ASYNC-23', 'ASYNC-16.open-first'],
  },
  {
    name: 'Alloc on a raw pointer',
    act: (d) => d.call().alloc({ source: SOURCE }),
    breaks: ['ASYNC-23'],
  },
  {
    name: "Alloc on a number that is another caller's direct pointer",
    act: (d) => {
      d.call().call({ thread: 2, process: 2 }).direct();
      return d.alloc({ source: SOURCE, thread: 2 });
    },
    breaks: ['ASYNC-23'],
  },
  {
    name: "Alloc on a direct pointer of another call, the same process's",
    act: (d) => d.call().call({ thread: 2 }).direct().alloc({ source: SOURCE, thread: 2 }),
    breaks: ['ASYNC-2.caller-thread'],
  },
  {
    name: 'Alloc with the unmarshalled pointer of what was opened',
    act: (d) => d.call().copy().alloc({ source: SOURCE }),
    breaks: ['ASYNC-23'],
  },
  {
    name: 'Alloc past the end of a direct buffer',
    act: (d) =>
      d
        .call()
        .direct()
        .alloc({ source: SOURCE, size: SIZE + 1 }),
    breaks: ['ASYNC-23'],
  },
  {
    name: 'Alloc past the end of a copy has to be refused',
    act: (d) => {
      d.call().copy();
      return d.alloc({ size: SIZE + 1, answer: { value: E_ACCESSDENIED, pointer: 0 } });
    },
  },
  {
    name: 'Alloc past the end of what may be a copy, by how it ends',
    act: (d) => {
      d.call().open();
      d.alloc({ size: SIZE + 1, answer: { value: E_ACCESSDENIED, pointer: 0 } });
      return d.alloc({ size: SIZE + 1 });
    },
    breaks: ['ASYNC-23'],
  },
  {
    name: 'Alloc on what was closed',
    act: (d) => d.call().open().close().alloc(),
    breaks: ['ASYNC-23', 'ASYNC-25.after-close'],
  },
  {
    name: 'Alloc on an asynchronous buffer, in the kernel',
    act: (d) => d.call({ viaKernel: true }).open().alloc().alloc({ source: ASYNC }),
    breaks: ['ASYNC-23'],
  },
  {
    name: 'Alloc on an asynchronous buffer has to be refused to a user',
    act: (d) =>
      d
        .call()
        .open()
        .alloc()
        .alloc({ source: ASYNC, answer: { value: E_FAIL } }),
  },
  {
    name: 'Alloc on raw kernel memory in the kernel',
    act: (d) => d.call({ viaKernel: true }).alloc({ source: 0x81000000 }),
    breaks: ['ASYNC-23'],
  },
];

describe.each([['Alloc and Free', allocating]])('%s', (_, rows) => {
  test.each(rows)('$name', (row) => {
    expect(found(row)).toEqual(row.breaks ?? []);
  });
});
