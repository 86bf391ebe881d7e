import { describe, expect, test } from 'vitest';
import type { Row } from './driver.js';
import * as given from './driver.js';
import { found } from './driver.js';

const { SOURCE, OTHER, GIVEN, ASYNC, SIZE, ARG_I_PTR, ARG_IO_PTR, E_FAIL } = given;
const flagged = (descriptor: number): number => (given.FLAG | descriptor) >>> 0;

const closing: readonly Row[] = [
  {
    name: 'Close with another source',
    act: (d) => d.call().open().close({ source: OTHER }),
    breaks: ['CLOSE-2'],
  },
  {
    name: 'Close with another size',
    act: (d) =>
      d
        .call()
        .open()
        .close({ size: SIZE - 1 }),
    breaks: ['CLOSE-2'],
  },
  {
    name: 'Close with another descriptor; the flag is ignored',
    act: (d) =>
      d
        .call()
        .open()
        .close({ descriptor: flagged(ARG_I_PTR) }),
    breaks: ['CLOSE-2'],
  },
  {
    name: 'Close with the flag alone added is as without',
    act: (d) =>
      d
        .call()
        .open()
        .close({ descriptor: flagged(ARG_IO_PTR) })
        .return(),
  },
  {
    name: 'Close with the unmarshalled pointer',
    act: (d) => d.call().open().close({ pointer: SOURCE }),
    breaks: ['CLOSE-2'],
  },
  {
    name: 'Close with a pointer into the buffer',
    act: (d) =>
      d
        .call()
        .open()
        .close({ pointer: GIVEN + 8, source: SOURCE + 8 }),
    breaks: ['CLOSE-2'],
  },
  {
    name: "Close of what Alloc gave, with Open's values",
    act: (d) => d.call().open().alloc().close({ pointer: ASYNC }),
    breaks: ['CLOSE-2'],
  },
  {
    name: 'Close of what Open never gave has to be refused',
    act: (d) => {
      const refused = { source: OTHER, answer: { value: E_FAIL } };
      d.parameter()
        .open()
        .close({ ...refused, pointer: 0 })
        .close({ ...refused, pointer: SOURCE });
      return d.close().return();
    },
  },
  {
    name: 'a refused Close with other values leaves an input buffer open',
    act: (d) => {
      const input = { descriptor: ARG_I_PTR };
      d.call()
        .open(input)
        .close({ ...input, size: 1, answer: { value: E_FAIL } });
      return d.read(GIVEN).close(input).return();
    },
    breaks: ['CLOSE-2'],
  },
  {
    name: 'after a FAILED Close with other values of an output buffer all is open',
    act: (d) =>
      d
        .call()
        .open()
        .close({ size: 1, answer: { value: E_FAIL } })
        .read(GIVEN)
        .close()
        .return()
        .end(),
    breaks: ['CLOSE-2'],
  },
  {
    name: 'a second Close',
    act: (d) =>
      d
        .call()
        .open()
        .close()
        .close({ answer: { value: E_FAIL } }),
    breaks: ['CLOSE-4.once'],
  },
  {
    name: 'a second Close, with other values',
    act: (d) =>
      d
        .call()
        .open()
        .close()
        .close({ size: 1, answer: { value: E_FAIL } }),
    breaks: ['CLOSE-4.once'],
  },
  {
    name: 'a second Close of an address that another Open was given since',
    act: (d) => d.call().open().close().open({ source: OTHER }).close(),
    breaks: ['CLOSE-4.once'],
  },
  {
    name: 'one Close too many of identical direct Opens',
    act: (d) => {
      const values = { pointer: SOURCE };
      return d.call().direct().direct().close(values).close(values).close(values);
    },
    breaks: ['CLOSE-4.once'],
  },
  {
    name: 'return without Close, reported there and not again',
    act: (d) => d.call().open().return().end(),
    breaks: ['CLOSE-4.before-return'],
  },
  {
    name: 'return without Close after Free',
    act: (d) => d.call().open().alloc().free().return().end(),
    breaks: ['CLOSE-4.before-return'],
  },
  {
    name: 'an asynchronous buffer on one Open does not excuse another',
    act: (d) => {
      d.call().open().alloc().direct({ source: OTHER }).return();
      return d.free({ thread: 0 }).close({ thread: 0 }).end();
    },
    breaks: ['CLOSE-4.before-return'],
  },
  {
    name: 'Free after return, and no Close ever',
    act: (d) => d.call().open().alloc().return().free({ thread: 0 }).end(),
    breaks: ['CLOSE-4.closes'],
  },
  {
    name: 'Close before Free',
    act: (d) => d.call().open().alloc().close(),
    breaks: ['CLOSE-4.after-free', 'ASYNC-20.before-close'],
  },
  {
    name: 'Close before Free, refused: whether it closed is open',
    act: (d) => {
      d.call()
        .open()
        .alloc()
        .close({ answer: { value: E_FAIL } });
      return d
        .free()
        .close({ answer: { value: E_FAIL } })
        .return()
        .end();
    },
    breaks: ['CLOSE-4.after-free', 'ASYNC-20.before-close'],
  },
  {
    name: 'Free that FAILED because its source was closed may have freed',
    act: (d) => {
      d.call().open().alloc().close();
      return d
        .free({ answer: { value: E_FAIL } })
        .return()
        .end();
    },
    breaks: ['CLOSE-4.after-free', 'ASYNC-20.before-close'],
  },
  {
    name: 'a Close that never comes back',
    act: (d) =>
      d
        .call()
        .open()
        .close({ size: 1, answer: { status: 'hung' } })
        .return()
        .end(),
    breaks: ['CLOSE-2'],
  },
];

describe.each([['Open and Close', closing]])('%s', (_, rows) => {
  test.each(rows)('$name', (row) => {
    expect(found(row)).toEqual(row.breaks ?? []);
  });
});
