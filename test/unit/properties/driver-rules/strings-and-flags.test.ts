import { describe, expect, test } from 'vitest';
import type { Row } from './driver.js';
import * as given from './driver.js';
import { found } from './driver.js';

const { SOURCE, GIVEN, ARG_I_PTR, ARG_IO_PTR, ARG_I_ASTR, ARG_I_WSTR, E_FAIL } = given;
const user = { server: 'user' } as const;
const flagged = (descriptor: number): number => (given.FLAG | descriptor) >>> 0;

/** What a read gives. */
const bytes = (text: string): { bytes: Uint8Array } => ({ bytes: Buffer.from(text, 'latin1') });

const flags: readonly Row[] = [
  {
    name: 'the flag at 16 384 bytes',
    act: (d) => {
      const descriptor = flagged(ARG_IO_PTR);
      return d.call().open({ size: 40_000 }).alloc({ size: 16_384, descriptor });
    },
    breaks: ['ALIAS-5.size'],
  },
  {
    name: 'the flag at 16 385 bytes',
    act: (d) => {
      const descriptor = flagged(ARG_IO_PTR);
      return d.call().open({ size: 40_000 }).alloc({ size: 16_385, descriptor });
    },
  },
  {
    name: 'the flag for a measured string in a small buffer',
    act: (d) =>
      d
        .call()
        .open()
        .alloc({ size: 0, descriptor: flagged(ARG_I_ASTR) }),
    breaks: ['ALIAS-5.measured-length'],
  },
  {
    name: 'the flag for a measured string in a large buffer',
    act: (d) =>
      d
        .call()
        .open({ size: 20_000 })
        .alloc({ size: 0, descriptor: flagged(ARG_I_ASTR) }),
  },
  {
    name: 'Flush without the flag that Alloc got',
    act: (d) => {
      const big = { size: 20_000, descriptor: flagged(ARG_IO_PTR) };
      return d.call().open({ size: 20_000 }).alloc(big).flush({ size: 20_000 }).free(big);
    },
    breaks: ['ALIAS-6.flush-with'],
  },
  {
    name: 'Flush with a flag that Alloc did not get',
    act: (d) =>
      d
        .call()
        .open()
        .alloc()
        .flush({ descriptor: flagged(ARG_IO_PTR) }),
    breaks: ['ALIAS-6.flush-without'],
  },
  {
    name: 'Flush where it has to be refused',
    act: (d) =>
      d
        .call()
        .open()
        .alloc()
        .flush({ descriptor: flagged(ARG_I_PTR) }),
  },
  {
    name: 'Flush of an O descriptor that only shipped readings take',
    world: { reading: 'shipped-compact7-armv5', copyLimit: 520 },
    act: (d) =>
      d
        .call()
        .direct()
        .alloc()
        .flush({ descriptor: flagged(given.ARG_IO_PDW) }),
    breaks: ['ALIAS-6.flush-without'],
  },
  {
    name: 'Free without the flag that Alloc got',
    act: (d) => {
      d.call()
        .open({ size: 20_000 })
        .alloc({ size: 20_000, descriptor: flagged(ARG_IO_PTR) });
      return d.free({ size: 20_000 });
    },
    breaks: ['ALIAS-6.free-with'],
  },
  {
    name: 'Free with a flag that Alloc did not get, in user mode too, where it frees',
    world: user,
    act: (d) => {
      d.call().open().alloc();
      d.free({ descriptor: flagged(ARG_IO_PTR), answer: { value: E_FAIL } });
      return d.close().return().end();
    },
    breaks: ['ALIAS-6.free-without'],
  },
  {
    name: 'a kernel may refuse such a Free, and the duty stands',
    act: (d) => {
      d.parameter().alloc({ source: SOURCE });
      d.free({ source: SOURCE, descriptor: flagged(ARG_IO_PTR), answer: { value: E_FAIL } });
      return d.return().end();
    },
    breaks: ['ALIAS-6.free-without', 'ASYNC-3.refused-free'],
  },
];

const texts: readonly Row[] = [
  {
    name: 'a string whose size leaves the terminator out, as the driver has read',
    act: (d) => {
      d.call()
        .open()
        .read(GIVEN, { size: 6, answer: bytes('abcde\0') });
      return d.alloc({ size: 5, descriptor: ARG_I_ASTR });
    },
    breaks: ['ASYNC-5.terminator'],
  },
  {
    name: 'a string whose size includes it',
    act: (d) => {
      d.call()
        .open()
        .read(GIVEN, { size: 6, answer: bytes('abcde\0') });
      return d.alloc({ size: 6, descriptor: ARG_I_ASTR });
    },
  },
  {
    name: 'a string that the caller may have ended since',
    act: (d) => {
      d.call()
        .open()
        .read(GIVEN, { size: 6, answer: bytes('abcdef') })
        .edit(SOURCE);
      return d.alloc({ size: 6, descriptor: ARG_I_ASTR });
    },
  },
  {
    name: 'a string of which the driver has read a part',
    act: (d) => {
      d.call()
        .open()
        .read(GIVEN, { answer: bytes('abcd') });
      return d.alloc({ size: 6, descriptor: ARG_I_ASTR });
    },
  },
  {
    name: 'wide characters have zero bytes in them',
    act: (d) => {
      d.call()
        .open()
        .read(GIVEN, { size: 8, answer: bytes('a\0b\0\0\0c\0') });
      d.alloc({ size: 6, descriptor: ARG_I_WSTR });
      return d.alloc({ size: 4, descriptor: ARG_I_WSTR });
    },
    breaks: ['ASYNC-5.terminator'],
  },
  {
    name: 'an unterminated string that is opened, or duplicated',
    act: (d) => {
      const text = { size: 4, descriptor: ARG_I_ASTR };
      d.parameter().read(SOURCE, { size: 4, answer: bytes('abcd') });
      return d.direct(text).duplicate(text);
    },
    breaks: ['ASYNC-5.terminator', 'ASYNC-5.terminator'],
  },
  {
    name: 'the flag for a measured string whose length the driver has read',
    act: (d) => {
      d.call()
        .open({ size: 40_000 })
        .read(GIVEN + 2, { size: 8, answer: bytes('a\0b\0\0\0c\0') });
      return d.alloc({ source: GIVEN + 2, size: 0, descriptor: flagged(ARG_I_WSTR) });
    },
    breaks: ['ALIAS-5.measured-length'],
  },
];

describe.each([
  ['the flag', flags],
  ['strings', texts],
])('%s', (_, rows) => {
  test.each(rows)('$name', (row) => {
    expect(found(row)).toEqual(row.breaks ?? []);
  });
});
