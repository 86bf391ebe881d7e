import { describe, expect, test } from 'vitest';
import type { Act, Driver, Row } from './driver.js';
import * as given from './driver.js';
import { found } from './driver.js';

const { ASYNC, SOURCE, SIZE, ARG_IO_PTR, S_OK, E_FAIL } = given;
const ASYNCHRONOUS = 1;
const DUPLICATED = 2;
const MARSHALLED = 3;
const user = { server: 'user' } as const;

const BUFFER: Act = { source: SOURCE, size: SIZE, descriptor: ARG_IO_PTR };
const full = { answer: { pointer: ASYNC } };
const empty = { answer: { value: S_OK, pointer: 0 } };

/** A call with a parameter, and an object on it. */
function made(driver: Driver, mode: number, more: Act = {}): Driver {
  return driver.parameter().do('construct', { object: 1, mode, ...BUFFER, ...full, ...more });
}

const rows: readonly Row[] = [
  {
    name: 'AsynchronousBuffer_t on a parameter, freed by its destructor',
    act: (d) =>
      made(d, ASYNCHRONOUS)
        .do('destroy', { object: 1, ...empty })
        .return()
        .end(),
  },
  {
    name: 'AsynchronousBuffer_t in user mode',
    world: user,
    act: (d) => d.call().do('construct', { object: 1, mode: ASYNCHRONOUS, ...empty }),
    breaks: ['CLASS-1.kernel-mode'],
  },
  {
    name: 'AsynchronousBuffer_t on a raw pointer',
    act: (d) => d.call().do('construct', { object: 1, mode: ASYNCHRONOUS, ...BUFFER, ...full }),
    breaks: ['ASYNC-23', 'CLASS-1.checked-pointer'],
  },
  {
    name: 'a buffer that no Free and no destructor releases',
    act: (d) => made(d, ASYNCHRONOUS).return().end(),
    breaks: ['ASYNC-3.frees'],
  },
  {
    name: 'Allocate on a full object changes nothing',
    act: (d) =>
      made(d, ASYNCHRONOUS)
        .do('Allocate', { object: 1, ...BUFFER, answer: { value: E_FAIL, pointer: ASYNC } })
        .do('Free', { object: 1, ...empty })
        .do('Free', { object: 1, answer: { value: E_FAIL, pointer: 0 } })
        .do('Flush', { object: 1, answer: { value: E_FAIL, pointer: 0 } })
        .return()
        .end(),
  },
  {
    name: 'NULL of a failed constructor, used',
    act: (d) => made(d, ASYNCHRONOUS, empty).read(8),
    breaks: ['CLASS-2.tests-pointer', 'ASYNC-14'],
  },
  {
    name: 'an object copied by value, and both destroyed',
    act: (d) => {
      made(d, ASYNCHRONOUS).do('copy', { object: 2, mode: 1, ...full });
      return d.do('destroy', { object: 2, ...empty }).do('destroy', { object: 1, ...empty });
    },
    breaks: ['CLASS-8', 'ASYNC-3.once'],
  },
  {
    name: 'the pointer of a DuplicatedBuffer_t after its destructor',
    act: (d) =>
      made(d, DUPLICATED)
        .do('destroy', { object: 1, ...empty })
        .read(ASYNC),
    breaks: ['ASYNC-25.after-destruction'],
  },
  {
    name: 'the pointer of a MarshalledBuffer_t after Unmarshal',
    act: (d) =>
      made(d, MARSHALLED)
        .do('Unmarshal', { object: 1, ...empty })
        .read(ASYNC),
    breaks: ['ASYNC-25.after-unmarshal'],
  },
  {
    name: 'an asynchronous MarshalledBuffer_t after return, then unmarshalled',
    act: (d) =>
      made(d, MARSHALLED, { asynchronous: true })
        .return()
        .read(ASYNC, { thread: 0 })
        .do('Unmarshal', { object: 1, thread: 0, ...empty })
        .end(),
  },
  {
    name: 'an asynchronous MarshalledBuffer_t, copied and unmarshalled twice',
    act: (d) => {
      made(d, MARSHALLED, { asynchronous: true }).do('copy', { object: 2, mode: 1, ...full });
      d.do('Unmarshal', { object: 1, ...empty });
      return d.do('Unmarshal', { object: 2, ...empty });
    },
    breaks: ['CLASS-8', 'ASYNC-3.once'],
  },
];

describe('wrapper objects', () => {
  test.each(rows)('$name', (row) => {
    expect(found(row)).toEqual(row.breaks ?? []);
  });
});
