import { describe, expect, test } from 'vitest';
import { type Driver, E_INVALIDARG, found, type Row } from './driver.js';

const BASE = 0x2000_0000;
const BYTES = 0x2_0000;
const UNCACHED = 0xa100_0000;
const CACHED = 0x8100_0000;
const READ_WRITE = 4;
const NOCACHE = 0x200;
const PHYSICAL = 0x400;

const FAILS = { answer: { value: E_INVALIDARG } };
const FAULTS = { answer: { status: 'faulted' } } as const;

function reserve(driver: Driver, process = 1, base = BASE): Driver {
  const answer = { pointer: base };
  return driver.do('VirtualAllocEx', { process, size: BYTES, mode: 0x2000, descriptor: 1, answer });
}

function map(driver: Driver, more = {}): Driver {
  const values = { process: 1, pointer: BASE, mode: 0, source: UNCACHED, size: BYTES };
  return driver.do('VirtualCopyEx', { ...values, descriptor: READ_WRITE | NOCACHE, ...more });
}

function release(driver: Driver, more = {}): Driver {
  return driver.do('VirtualFreeEx', { process: 1, pointer: BASE, mode: 0x8000, ...more });
}

const shared = (driver: Driver): Driver => map(reserve(driver.call()));
const by2 = { process: 2, thread: 2 };

/** VirtualAllocEx with MEM_COMMIT, of pages that are reserved already or of its own. */
function commit(driver: Driver, pointer: number): Driver {
  const answer = { pointer: BASE };
  const values = { process: 1, pointer, size: 4096, mode: 0x1000, descriptor: READ_WRITE };
  return driver.do('VirtualAllocEx', { ...values, answer });
}

const DECOMMIT = { mode: 0x4000, size: 4096 };

const ROWS: readonly Row[] = [
  {
    name: 'pages committed in a reservation, used and released with it',
    act: (it) => release(commit(reserve(it.call()), BASE).write(BASE)).end(),
  },
  {
    name: 'pages committed anew, used and taken back',
    act: (it) => release(release(commit(it.call(), 0).write(BASE), DECOMMIT)).end(),
  },
  {
    name: 'only decommitted',
    act: (it) => release(commit(it.call(), 0), DECOMMIT).end(),
    breaks: ['VM-6.releases'],
  },
  {
    name: 'a block that is still mapped after a decommit beside it',
    act: (it) => release(release(shared(it), DECOMMIT).write(BASE)).end(),
  },
  { name: 'a block shared, used and released', act: (it) => release(shared(it).write(BASE)).end() },
  { name: 'released after its copy failed', act: (it) => release(map(reserve(it.call()), FAILS)) },
  { name: 'the system releases with the process', act: (it) => shared(it).exit().end() },
  {
    name: 'a call of one that has gone',
    act: (it) => shared(it).exit().write(BASE, FAULTS),
  },
  {
    name: 'the same address in two processes',
    act: (it) =>
      map(reserve(shared(it).call(by2), 2), { process: 2, source: 0xa200_0000 }).write(BASE, {
        thread: 2,
      }),
  },
  { name: 'never released', act: (it) => shared(it).end(), breaks: ['VM-6.releases'] },
  {
    name: 'never released after a failed copy',
    act: (it) => map(reserve(it.call()), FAILS).end(),
    breaks: ['VM-6.after-failed-copy'],
  },
  {
    name: 'a release that failed',
    act: (it) => release(shared(it), { size: 4096, ...FAILS }).end(),
    breaks: ['VM-6.releases'],
  },
  {
    name: 'VirtualFree',
    act: (it) => release(shared(it), { process: 0, ...FAILS }),
    breaks: ['VM-6.by-virtual-free-ex'],
  },
  {
    name: 'freed in the process that happens to call',
    act: (it) => release(shared(it).call(by2), { ...by2, ...FAILS }),
    breaks: ['VM-7.freed'],
  },
  {
    name: "another process's reservation freed",
    act: (it) => release(shared(it).call(by2), { thread: 2 }),
    breaks: ['VM-7.freed'],
  },
  {
    name: 'one block for two processes',
    act: (it) => map(reserve(shared(it).call(by2), 2), { process: 2 }),
    breaks: ['VM-7.handed-out'],
  },
  {
    name: 'offsets that differ',
    act: (it) => map(reserve(it.call()), { source: UNCACHED + 16, ...FAILS }),
    breaks: ['VM-3.whole-pages'],
  },
  {
    name: 'the flag without the shift',
    act: (it) => map(reserve(it.call()), { descriptor: READ_WRITE | PHYSICAL, ...FAILS }),
    breaks: ['VM-9.both-or-neither'],
  },
  {
    name: 'the shift without the flag',
    act: (it) => map(reserve(it.call()), { source: 0x30_0000, ...FAILS }),
    breaks: ['VM-9.both-or-neither'],
  },
  {
    name: 'the flag and the shift',
    act: (it) => map(reserve(it.call()), { source: 0x30_0000, descriptor: READ_WRITE | PHYSICAL }),
  },
  {
    name: 'a cached and an uncached view',
    act: (it) => map(reserve(it.call()), { source: CACHED }),
    breaks: ['VM-4.mixed-views'],
  },
  {
    name: 'an uncached and a cached view',
    act: (it) => map(reserve(it.call()), { descriptor: READ_WRITE }),
    breaks: ['VM-4.mixed-views'],
  },
  {
    name: 'two cached views on a virtually tagged cache',
    world: { reading: 'compact7-armv5' },
    act: (it) => map(reserve(it.call()), { source: CACHED, descriptor: READ_WRITE }),
    breaks: ['VM-4.cached-views'],
  },
  {
    name: 'two cached views elsewhere',
    act: (it) => map(reserve(it.call()), { source: CACHED, descriptor: READ_WRITE }),
  },
  {
    name: 'a call of another process',
    act: (it) => shared(it).call(by2).write(BASE, { thread: 2 }),
    breaks: ['VM-11.own-process', 'VM-7.overwritten'],
  },
  {
    name: 'after the release',
    act: (it) => release(shared(it)).read(BASE, FAULTS),
    breaks: ['VM-11.while-mapped'],
  },
  {
    name: 'before it is mapped',
    act: (it) => reserve(it.call()).read(BASE, FAULTS),
    breaks: ['VM-11.while-mapped'],
  },
  {
    name: 'the interrupt service thread',
    act: (it) => shared(it).write(BASE, { thread: 0, ...FAULTS }),
    breaks: ['VM-11.interrupt-thread'],
  },
  {
    name: 'NULL and an offset',
    world: { shares: true },
    act: (it) => it.call().write(0x1_f000, FAULTS),
    breaks: ['VM-11.null-offset'],
  },
  {
    name: 'a parameter whose memory has gone',
    world: { shares: true },
    act: (it) => it.parameter().write(0x2_0000, FAULTS),
  },
];

describe('sharing', () => {
  test.each(ROWS)('$name', (row) => {
    expect(found(row)).toEqual(row.breaks ?? []);
  });
});
