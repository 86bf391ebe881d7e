import { describe, expect, test } from 'vitest';
import type { Row } from './driver.js';
import * as given from './driver.js';
import { found } from './driver.js';

const { SOURCE, GIVEN, ASYNC, DUPLICATE, SIZE, ARG_IO_PTR } = given;
const user = { server: 'user' } as const;
const flagged = (descriptor: number): number => (given.FLAG | descriptor) >>> 0;
const service = { thread: 0 };

const fetches: readonly Row[] = [
  {
    name: 'the same bytes twice through an alias, written between',
    act: (d) => d.parameter().alloc({ source: SOURCE }).read(ASYNC).edit(SOURCE).read(ASYNC),
    breaks: ['ALIAS-9'],
  },
  {
    name: 'once each time that the caller wrote',
    act: (d) => {
      d.call().open().read(GIVEN).edit(SOURCE).read(GIVEN).read(GIVEN);
      return d.edit(SOURCE).read(GIVEN);
    },
    breaks: ['ALIAS-9', 'ALIAS-9'],
  },
  {
    name: 'twice with nothing written between',
    act: (d) => d.call().open().edit(SOURCE).read(GIVEN).read(GIVEN).edit(SOURCE),
  },
  {
    name: 'other bytes written, or read the second time',
    act: (d) =>
      d
        .call()
        .open()
        .read(GIVEN)
        .edit(SOURCE + 4)
        .read(GIVEN)
        .edit(SOURCE)
        .read(GIVEN + 4),
  },
  {
    name: 'written by another process',
    act: (d) => d.call().open().read(GIVEN).edit(SOURCE, 4, 2).read(GIVEN),
  },
  {
    name: 'a write that faulted',
    act: (d) => {
      d.call().open().read(GIVEN);
      const answer = { status: 'faulted' } as const;
      return d
        .do('write', { thread: -1, process: 1, pointer: SOURCE, size: 4, answer })
        .read(GIVEN);
    },
  },
  {
    name: 'through a copy, whoever made it',
    act: (d) => {
      d.parameter().copy().duplicate();
      for (const pointer of [GIVEN, DUPLICATE]) d.read(pointer).edit(SOURCE).read(pointer);
      return d;
    },
  },
  {
    name: 'through what Alloc makes of a copy',
    act: (d) => d.call().copy().alloc().read(ASYNC).edit(SOURCE).read(ASYNC),
  },
  {
    name: 'through an opened buffer that Alloc showed to be a copy',
    act: (d) =>
      d
        .call()
        .open()
        .alloc({ answer: { pointer: GIVEN } })
        .read(GIVEN)
        .edit(SOURCE)
        .read(GIVEN),
  },
  {
    name: 'through what Alloc surely duplicates in this reading',
    act: (d) => d.parameter().alloc({ source: SOURCE }).read(ASYNC).edit(SOURCE).read(ASYNC),
    world: { reading: 'compact7-armv5', copyLimit: 520 },
  },
  {
    name: 'through what Alloc aliases in this reading by its size',
    act: (d) => d.parameter().alloc({ source: SOURCE }).read(ASYNC).edit(SOURCE).read(ASYNC),
    world: { reading: 'compact7-armv5', copyLimit: SIZE - 1 },
    breaks: ['ALIAS-9'],
  },
  {
    name: 'through what Alloc duplicates on a virtually tagged cache',
    act: (d) => d.parameter().alloc({ source: SOURCE }).read(ASYNC).edit(SOURCE).read(ASYNC),
    world: { reading: 'ce6-armv4i' },
  },
  {
    name: 'through an alias that the flag demands there',
    act: (d) => {
      const descriptor = flagged(ARG_IO_PTR);
      d.parameter(ARG_IO_PTR, SOURCE, { size: 20_000 });
      d.alloc({ source: SOURCE, size: 20_000, descriptor });
      return d.read(ASYNC).edit(SOURCE).read(ASYNC);
    },
    world: { reading: 'ce6-armv4i' },
    breaks: ['ALIAS-9'],
  },
  {
    name: 'in user mode, through a parameter and through its copy',
    world: user,
    act: (d) => {
      d.parameter(ARG_IO_PTR, GIVEN).open({ answer: { pointer: ASYNC } });
      for (const pointer of [GIVEN, ASYNC]) d.read(pointer).edit(SOURCE).read(pointer);
      return d;
    },
    breaks: ['ALIAS-9'],
  },
  {
    name: 'a size read twice from a parameter of the call',
    act: (d) =>
      d
        .parameter()
        .read(SOURCE + 8)
        .edit(SOURCE + 8)
        .read(SOURCE + 8),
    breaks: ['ALIAS-9', 'DRV-2.once'],
  },
  {
    name: 'a size read twice from a raw address',
    act: (d) => d.call().read(SOURCE).edit(SOURCE).read(SOURCE),
    breaks: ['SPACE-5.marshals', 'SPACE-5.marshals', 'DRV-2.once'],
  },
  {
    name: 'two calls read what they are given',
    act: (d) => {
      d.parameter().read(SOURCE).return().edit(SOURCE);
      return d.parameter().read(SOURCE).return();
    },
  },
  {
    name: 'once raw and once through what may be an alias',
    act: (d) => d.call().open().read(SOURCE).edit(SOURCE).read(GIVEN),
    breaks: ['ALIAS-9'],
  },
  {
    name: 'through two buffers of one call',
    act: (d) => {
      d.parameter()
        .alloc({ source: SOURCE + 4, size: 8 })
        .read(SOURCE + 4)
        .edit(SOURCE, 64);
      return d.return().read(ASYNC, service);
    },
    breaks: ['ALIAS-9'],
  },
  {
    name: 'too long ago to be remembered',
    act: (d) => {
      d.call().open().read(GIVEN);
      for (let i = 0; i < 40; i += 1) d.read(GIVEN + 4 + 2 * i, { size: 2 });
      for (let i = 0; i < 40; i += 1) d.edit(SOURCE + 96, 2);
      return d.edit(SOURCE).read(GIVEN);
    },
  },
];

describe.each([['double fetches', fetches]])('%s', (_, rows) => {
  test.each(rows)('$name', (row) => {
    expect(found(row)).toEqual(row.breaks ?? []);
  });
});
