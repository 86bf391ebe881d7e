import { describe, expect, test } from 'vitest';
import type { Row } from './driver.js';
import * as given from './driver.js';
import { found } from './driver.js';

const { SOURCE, OTHER, GIVEN, ASYNC, DUPLICATE, SIZE, ARG_IO_PTR } = given;
const user = { server: 'user' } as const;
const service = { thread: 0 };

const spaces: readonly Row[] = [
  {
    name: 'a direct pointer after return',
    act: (d) => d.call().direct().close({ pointer: SOURCE }).return().read(SOURCE, service),
    breaks: ['SPACE-4.after-return', 'ASYNC-25.after-close'],
  },
  {
    name: 'an opened pointer after return, while an asynchronous buffer stands on it',
    act: (d) => d.call().open().alloc().return().read(GIVEN, service),
    breaks: ['SPACE-4.after-return'],
  },
  {
    name: 'a parameter after return',
    act: (d) => d.parameter().return().read(SOURCE, service),
    breaks: ['SPACE-4.after-return'],
  },
  {
    name: 'an opened pointer on the service thread, copy or not',
    act: (d) => d.call().copy().read(GIVEN, service),
    breaks: ['SPACE-4.interrupt-thread'],
  },
  {
    name: 'a parameter that Alloc gave back as it is, in user mode',
    world: user,
    act: (d) => {
      d.parameter(ARG_IO_PTR, GIVEN)
        .alloc({ answer: { pointer: GIVEN } })
        .read(GIVEN);
      return d.read(GIVEN, service).return().read(GIVEN, service);
    },
    breaks: ['ASYNC-16.not-on-parameter', 'SPACE-4.interrupt-thread', 'SPACE-4.after-return'],
  },
  {
    name: 'a direct pointer that the service thread opened itself',
    act: (d) => d.direct(service).read(SOURCE, service).call().read(SOURCE),
    breaks: ['SPACE-4.interrupt-thread', 'SPACE-5.marshals'],
  },
  {
    name: 'a copy that the service thread opened itself',
    act: (d) => d.copy(service).read(GIVEN, service).close(service).end(),
  },
  {
    name: 'a faulting use is a use',
    act: (d) =>
      d
        .call()
        .direct()
        .read(SOURCE, { ...service, answer: { status: 'faulted' } }),
    breaks: ['SPACE-4.interrupt-thread'],
  },
  {
    name: "a direct pointer of another call, the same process's",
    act: (d) => d.call().call({ thread: 2 }).direct().read(SOURCE, { thread: 2 }),
    breaks: ['SPACE-4.interrupt-thread'],
  },
  {
    name: "a direct pointer's number in a call of another process is a raw pointer",
    act: (d) => d.call().call({ thread: 2, process: 2 }).direct().read(SOURCE, { thread: 2 }),
    breaks: ['SPACE-5.marshals'],
  },
  {
    name: 'an earlier call opened and closed it: in the next it is raw',
    act: (d) => d.call().direct().close({ pointer: SOURCE }).return().call().read(SOURCE),
    breaks: ['SPACE-5.marshals'],
  },
  {
    name: 'a raw pointer in the call',
    act: (d) => d.call().read(SOURCE).write(OTHER),
    breaks: ['SPACE-5.marshals', 'SPACE-5.marshals'],
  },
  {
    name: 'a raw pointer of which a copy was opened',
    act: (d) =>
      d
        .call()
        .copy()
        .read(SOURCE + 8),
  },
  {
    name: 'a raw pointer of which a part was opened',
    act: (d) =>
      d
        .call()
        .copy()
        .read(SOURCE + SIZE - 2),
    breaks: ['SPACE-5.marshals'],
  },
  {
    name: 'a raw pointer beside a direct buffer',
    act: (d) =>
      d
        .call()
        .direct()
        .read(SOURCE + SIZE),
    breaks: ['SPACE-5.marshals'],
  },
];

const lives: readonly Row[] = [
  {
    name: 'use after Close',
    act: (d) => d.call().open().close().read(GIVEN),
    breaks: ['ASYNC-25.after-close'],
  },
  {
    name: 'use of a direct pointer after its Close, in the call',
    act: (d) => d.call().direct().close({ pointer: SOURCE }).read(SOURCE),
    breaks: ['ASYNC-25.after-close'],
  },
  {
    name: 'use after Free',
    act: (d) => d.call().open().alloc().free().write(ASYNC, service),
    breaks: ['ASYNC-25.after-free'],
  },
  {
    name: 'Flush after Free',
    act: (d) => d.call().open().alloc().free().flush(),
    breaks: ['ASYNC-25.after-free'],
  },
  {
    name: 'use after CeFreeDuplicateBuffer',
    act: (d) => d.parameter().duplicate().freeDuplicate().read(DUPLICATE),
    breaks: ['ASYNC-25.after-free-duplicate'],
  },
  {
    name: 'an address that was handed out again is as good as any',
    act: (d) => d.call().open().alloc().free().alloc().read(ASYNC, service),
  },
  {
    name: 'a shared pointer after Free and return is still the opened one',
    world: user,
    act: (d) => {
      const same = { pointer: GIVEN };
      d.call()
        .open()
        .alloc({ answer: same })
        .return()
        .free({ ...same, thread: 0 });
      return d.read(GIVEN, service);
    },
    breaks: ['SPACE-4.after-return', 'ASYNC-25.after-free'],
  },
  {
    name: 'what ended before the buffer began is not blamed',
    act: (d) => {
      d.call()
        .open()
        .alloc()
        .free()
        .open({ source: OTHER, answer: { pointer: ASYNC } });
      return d.read(ASYNC, service);
    },
    breaks: ['SPACE-4.interrupt-thread'],
  },
];

describe.each([
  ['whose memory it is', spaces],
  ['how long a pointer lives', lives],
])('%s', (_, rows) => {
  test.each(rows)('$name', (row) => {
    expect(found(row)).toEqual(row.breaks ?? []);
  });
});
