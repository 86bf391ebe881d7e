// Drivers that share memory, that race, and that have a clock to keep to.

import { describe, expect, test } from 'vitest';
import {
  AsynchronousBuffer_t,
  DuplicatedBuffer_t,
  MarshalledBuffer_t,
} from '#dist/drivers/api/classes.js';
import { readBytes, writeBytes } from '#dist/drivers/api/memory.js';
import {
  delay,
  due,
  enterCriticalSection,
  leaveCriticalSection,
  setEvent,
  tickCount,
  waitForEvent,
} from '#dist/drivers/api/synchronization.js';
import type { Environment } from '#dist/drivers/environment.js';
import { DRIVERS, type Driver, type DriverCode, defineDriver } from '#dist/drivers/index.js';
import { testDriver } from '#dist/search/drivers/campaign.js';
import type { DriverReport } from '#dist/search/drivers/report.js';

const OPTIONS = {
  seed: 'first',
  readings: ['compact7-armv5'],
  preemptions: 1,
  mostSchedules: 3000,
  drawn: 0,
  reduced: true,
  reduce: true,
};

const PLATFORMS = [{ reading: 'compact7-armv5', copyLimit: 16_384 }];

function driverOf(create: (environment: Environment) => DriverCode, more = {}): Driver {
  return defineDriver({
    name: 'sample',
    about: 'a sample',
    server: 'kernel',
    platforms: PLATFORMS,
    ioctls: [{ name: 'RUN', code: 1, input: 'data' }],
    buffers: { data: { size: 8, contents: [7, 8] } },
    create,
    ...more,
  });
}

function report(driver: Driver): DriverReport {
  return testDriver(driver, OPTIONS);
}

function signaturesOf(driver: Driver): string[] {
  return report(driver).findings.map(({ signature }) => signature);
}

describe('the sample of S4', () => {
  test('shows at least eight mistakes, each by at most eight operations', () => {
    const sample = DRIVERS.find(({ name }) => name === 'smd1')!;
    const { findings, missed } = report({ ...sample, platforms: PLATFORMS });
    const short = findings.filter(({ length }) => length <= 8).map(({ defect }) => defect);
    expect(missed).toEqual([]);
    expect(new Set(short).size).toBeGreaterThanOrEqual(12);
  });
});

describe('races', () => {
  function counting(isGuarded: boolean): Driver {
    return driverOf((environment) => {
      const counter = environment.shared({ value: 0 });
      const section = environment.criticalSection('counter');
      return {
        *ioControl() {
          if (isGuarded) yield* enterCriticalSection(section);
          counter.value += 1;
          if (isGuarded) yield* leaveCriticalSection(section);
          return 1;
        },
      };
    });
  }

  test('two calls for a variable', () => {
    expect(signaturesOf(counting(false))).toEqual(['race:shared.value']);
  });

  test('none with a lock around it', () => {
    expect(signaturesOf(counting(true))).toEqual([]);
  });

  test('none where an event orders the two', () => {
    const driver = driverOf((environment) => {
      const work = environment.shared({ item: 0 });
      const ready = environment.event('ready');
      return {
        *init() {
          yield* [];
          work.item = 1;
          return 1;
        },
        *ioControl() {
          yield* setEvent(ready);
          return 1;
        },
        threads: {
          *worker() {
            yield* waitForEvent(ready);
            work.item = 2;
          },
        },
      };
    });
    expect(signaturesOf(driver)).toEqual([]);
  });
});

describe('the clock', () => {
  function late(takes: number): Driver {
    return driverOf(() => ({
      *ioControl() {
        const start = yield* tickCount();
        yield* delay(takes);
        yield* due(start + 28, 'the work');
        return 1;
      },
    }));
  }

  test('stands still while anybody can go on', () => {
    expect(signaturesOf(late(28))).toEqual([]);
  });

  test('shows who is late', () => {
    const { findings } = report(late(29));
    expect(findings.map(({ signature }) => signature)).toEqual(['late:the work']);
    expect(findings[0]?.text).toContain('1 ms late');
  });

  test('threads that wait for it wake in order', () => {
    const order: number[] = [];
    const driver = driverOf(() => ({
      *ioControl() {
        yield* [];
        return 1;
      },
      threads: {
        *slow() {
          yield* delay(20);
          order.push(20);
        },
        *fast() {
          yield* delay(10);
          order.push(10);
          yield* delay(30);
          order.push(40);
        },
      },
    }));
    const { findings, schedules } = report(driver);
    expect(findings).toEqual([]);
    expect(order.length % 3).toBe(0);
    for (let i = 0; i < order.length; i += 3) {
      expect(order.slice(i, i + 3)).toEqual([10, 20, 40]);
    }
    expect(schedules).toBeGreaterThan(0);
  });
});

describe('wrapper objects', () => {
  test('work as the functions do, and may be kept for the next thread', () => {
    const driver = driverOf((environment) => ({
      *ioControl({ pBufIn, dwLenIn: size }) {
        if (pBufIn === 0) return 0;
        const given = { source: pBufIn, size, descriptor: 4 };
        const copy = yield* DuplicatedBuffer_t.create(environment);
        let result = 0;
        if ((yield* copy.Allocate(given)) === 0) {
          expect(copy.size()).toBe(size);
          yield* readBytes(copy.ptr(), size);
          result = (yield* copy.Free()) === 0 ? 1 : 0;
          expect(copy.ptr()).toBe(0);
        }
        yield* copy.destroy();
        return result;
      },
    }));
    const { findings, certificate } = report(driver);
    expect(findings).toEqual([]);
    expect(certificate?.workloads).toContain('two-callers');
  });

  test('an embedded pointer, marshalled and left', () => {
    const buffers = { request: { size: 4, contents: [{ pointerTo: 'data' }] }, data: { size: 16 } };
    const ioctls = [{ name: 'RUN', code: 1, input: 'request' }];
    const driver = driverOf(
      (environment) => ({
        *ioControl({ pBufIn }) {
          if (pBufIn === 0) return 0;
          const [low = 0, , high = 0] = yield* readBytes(pBufIn, 4);
          const source = low + high * 0x1_0000;
          const it = yield* MarshalledBuffer_t.create(environment);
          const hr = yield* it.Marshal({ source, size: 16, descriptor: 12 });
          if (hr === 0) yield* writeBytes(it.ptr(), new Uint8Array(16));
          return hr === 0 ? 1 : 0;
        },
      }),
      { buffers, ioctls },
    );
    expect(signaturesOf(driver)).toContain('CLOSE-4.before-return:RUN/return');
  });

  test('too many at one time are refused', () => {
    const driver = driverOf((environment) => ({
      *ioControl() {
        for (let i = 0; i < 40; i += 1) yield* AsynchronousBuffer_t.create(environment);
        return 1;
      },
    }));
    expect(() => report(driver)).toThrow(RangeError);
  });
});
