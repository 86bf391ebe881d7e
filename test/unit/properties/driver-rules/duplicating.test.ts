import { describe, expect, test } from 'vitest';
import type { Row } from './driver.js';
import * as given from './driver.js';
import { found } from './driver.js';

const { SOURCE, DUPLICATE, SIZE, ARG_I_PTR, ARG_IO_PTR, E_FAIL, E_ACCESSDENIED } = given;
const user = { server: 'user' } as const;

const duplicating: readonly Row[] = [
  {
    name: 'CeAllocDuplicateBuffer on a raw pointer',
    act: (d) => d.call().duplicate(),
    breaks: ['DUP-3'],
  },
  {
    name: 'CeAllocDuplicateBuffer on an opened pointer',
    act: (d) => d.call().direct().duplicate(),
  },
  {
    name: 'CeAllocDuplicateBuffer past the end of a parameter',
    act: (d) => d.parameter().duplicate({ size: SIZE + 1 }),
    breaks: ['DUP-3'],
  },
  {
    name: 'CeAllocDuplicateBuffer by the service thread on a parameter',
    act: (d) => d.parameter().duplicate({ thread: 0 }),
    breaks: ['SPACE-4.interrupt-thread'],
  },
  {
    name: 'CeAllocDuplicateBuffer of addresses that nobody can read',
    act: (d) => {
      const refused = { answer: { value: E_ACCESSDENIED, pointer: 0 } };
      return d.call().duplicate({ source: 0x100, ...refused });
    },
  },
  {
    name: 'CeAllocDuplicateBuffer of a kernel address in user mode',
    world: user,
    act: (d) => d.call().duplicate({ source: 0x81000000, answer: { value: E_ACCESSDENIED } }),
  },
  {
    name: 'a duplicate of a string that the system measures',
    act: (d) => {
      const text = { size: 0, descriptor: given.ARG_I_ASTR };
      return d
        .parameter()
        .duplicate(text)
        .read(DUPLICATE + 500)
        .freeDuplicate(text)
        .return();
    },
  },
  {
    name: 'use of a duplicate after return',
    act: (d) => d.parameter().duplicate().return().read(DUPLICATE, { thread: 0 }),
    breaks: ['DUP-5'],
  },
  {
    name: 'a duplicate that is left over',
    act: (d) => d.parameter().duplicate().return().end(),
    breaks: ['SPACE-7'],
  },
  {
    name: 'CeFreeDuplicateBuffer before CeFreeAsynchronousBuffer',
    act: (d) => d.parameter().duplicate().alloc({ source: DUPLICATE }).freeDuplicate(),
    breaks: ['ASYNC-19'],
  },
  {
    name: 'a second CeFreeDuplicateBuffer',
    act: (d) => d.parameter().duplicate().freeDuplicate().freeDuplicate(),
    breaks: ['ASYNC-25.after-free-duplicate'],
  },
  {
    name: 'CeFreeDuplicateBuffer with other values, refused, then left',
    act: (d) => {
      const input = { descriptor: ARG_I_PTR };
      d.parameter().duplicate(input);
      d.freeDuplicate({ ...input, size: 1, answer: { value: E_FAIL } });
      return d.return().end();
    },
    breaks: ['SPACE-7'],
  },
  {
    name: 'CeFreeDuplicateBuffer of what nobody gave has to be refused',
    act: (d) => d.call().freeDuplicate({ answer: { value: E_FAIL } }),
  },
  {
    name: 'a caller that is gone and an asynchronous buffer that is not',
    act: (d) => d.parameter().alloc({ source: SOURCE }).return().exit().end(),
    breaks: ['ASYNC-3.frees', 'SPACE-7'],
  },
];

const forwarding: readonly Row[] = [
  {
    name: 'a range that leaves user space, passed on as the kernel',
    act: (d) => d.parameter(ARG_IO_PTR, SOURCE, { viaKernel: true, source: 0x6fffffff }),
    breaks: ['DRV-5'],
  },
  {
    name: 'the same range from a user',
    act: (d) => {
      const refused = { value: E_ACCESSDENIED, pointer: 0 };
      return d.parameter(ARG_IO_PTR, 0, { source: 0x6fffffff, answer: refused }).return();
    },
  },
  {
    name: 'a good range passed on as the kernel, perhaps checked',
    act: (d) => d.parameter(ARG_IO_PTR, SOURCE, { viaKernel: true }).return(),
  },
  {
    name: "the kernel's own buffer",
    act: (d) => {
      const pointer = 0x81000000;
      const own = { source: pointer, answer: { pointer } };
      return d.parameter(ARG_IO_PTR, pointer, { viaKernel: true, ...own }).return();
    },
  },
];

describe.each([
  ['duplicates', duplicating],
  ['forwarded calls', forwarding],
])('%s', (_, rows) => {
  test.each(rows)('$name', (row) => {
    expect(found(row)).toEqual(row.breaks ?? []);
  });
});
