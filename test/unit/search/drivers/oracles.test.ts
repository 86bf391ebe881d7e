import { createTarget } from 'marshalcheck';
import { describe, expect, test } from 'vitest';
import { CeAllocAsynchronousBuffer } from '#dist/drivers/api/marshalling.js';
import { AccessViolation, readDword, writeBytes, writeDword } from '#dist/drivers/api/memory.js';
import {
  createThread,
  enterCriticalSection,
  leaveCriticalSection,
  resetEvent,
  setEvent,
  waitForEvent,
} from '#dist/drivers/api/synchronization.js';
import type { Environment } from '#dist/drivers/environment.js';
import { type Driver, type DriverCode, defineDriver } from '#dist/drivers/index.js';
import { testDriver } from '#dist/search/drivers/campaign.js';
import { Execution } from '#dist/search/drivers/execution.js';
import { complete } from '#dist/search/drivers/schedule.js';

const OPTIONS = {
  seed: 'first',
  readings: [],
  preemptions: 1,
  mostSchedules: 2000,
  drawn: 0,
  reduced: true,
  reduce: false,
};

function driverOf(create: (environment: Environment) => DriverCode, more = {}): Driver {
  return defineDriver({
    name: 'sample',
    about: 'a sample',
    server: 'kernel',
    platforms: [{ reading: 'compact7-armv5', copyLimit: 520 }],
    ioctls: [{ name: 'RUN', code: 1, input: 'data' }],
    buffers: { data: { size: 8, contents: [7, 8] }, out: { size: 4 } },
    create,
    ...more,
  });
}

function signaturesOf(driver: Driver, options = OPTIONS): string[] {
  return testDriver(driver, options).findings.map(({ signature }) => signature);
}

const OUT = { ioctls: [{ name: 'RUN', code: 1, output: 'out', counts: true }] };

describe('what a run shows beside breaches of marshalling', () => {
  test('a request that never comes back', () => {
    const driver = driverOf((environment) => {
      const a = environment.criticalSection('a');
      const b = environment.criticalSection('b');
      let turn = 0;
      return {
        *ioControl() {
          turn += 1;
          const [first, second] = turn % 2 === 1 ? [a, b] : [b, a];
          yield* enterCriticalSection(first);
          yield* enterCriticalSection(second);
          yield* leaveCriticalSection(second);
          yield* leaveCriticalSection(first);
          return 1;
        },
      };
    });
    expect(signaturesOf(driver)).toEqual(['never-returns:RUN']);
  });

  test('a run without end', () => {
    const driver = driverOf(() => ({
      *ioControl({ pBufIn }) {
        for (;;) yield* readDword(pBufIn);
      },
    }));
    expect(signaturesOf(driver, { ...OPTIONS, mostSchedules: 3 })).toContain('never-ends:run');
  });

  test('output that is written without a look at the pointer, its size and the count', () => {
    const driver = driverOf(
      () => ({
        *ioControl({ pBufOut, pdwActualOut }) {
          yield* writeDword(pBufOut, 1);
          yield* writeDword(pdwActualOut, 4);
          return 1;
        },
      }),
      OUT,
    );
    expect(signaturesOf(driver)).toEqual([
      'DRV-4.count-pointer:RUN/write',
      'DRV-4.pointer:RUN/write',
      'DRV-4.size:RUN/write',
    ]);
  });

  test('wrong bytes, and bytes of another process', () => {
    const gives = { buffer: 'out', bytes: new Uint8Array([1, 0, 0, 0]) };
    const ioctls = [{ name: 'RUN', code: 1, input: 'data', output: 'out', gives }];
    const wrong = driverOf(
      () => ({
        *ioControl({ pBufOut, dwLenOut }) {
          if (pBufOut === 0 || dwLenOut < 4) return 0;
          yield* writeDword(pBufOut, 2);
          return 1;
        },
      }),
      { ioctls },
    );
    expect(signaturesOf(wrong)).toEqual(['wrong-bytes:out']);
    const leaking = driverOf(
      (environment) => {
        const last = environment.shared({ value: 1 });
        return {
          *ioControl({ pBufOut }) {
            const filler = yield* readDword(pBufOut);
            yield* writeDword(pBufOut, last.value);
            last.value = filler;
            return 1;
          },
        };
      },
      { ioctls },
    );
    expect(signaturesOf(leaking)).toContain('INV-SECRET.process:out');
  });

  test('success where a function FAILED', () => {
    const driver = driverOf(() => ({
      *ioControl({ pBufIn }) {
        yield* CeAllocAsynchronousBuffer(pBufIn, 0, 4);
        return 1;
      },
    }));
    expect(signaturesOf(driver)).toEqual(['DRV-3.reports:RUN']);
  });

  test('a failing request, unless it is caught or expected', () => {
    const fails = driverOf(() => ({
      *ioControl({ pBufIn }) {
        yield* readDword(pBufIn);
        return 0;
      },
    }));
    expect(signaturesOf(fails)).toEqual(['fails:RUN']);
    const ioctls = [{ name: 'RUN', code: 1, input: 'data', succeeds: false }];
    expect(signaturesOf({ ...fails, ioctls })).toEqual([]);
    const caught = driverOf(() => ({
      *ioControl() {
        try {
          yield* readDword(0x7000_0000);
        } catch (error) {
          return error instanceof AccessViolation ? 1 : 0;
        }
        return 0;
      },
    }));
    expect(signaturesOf(caught)).toEqual(['SPACE-5.marshals:RUN/read']);
  });

  test('init that fails keeps applications out; deinit comes last', () => {
    const seen: string[] = [];
    const driver = driverOf((environment) => {
      const ready = environment.event('ready', { manual: true });
      return {
        *init() {
          seen.push('init');
          yield* createThread('late', function* late() {
            yield* waitForEvent(ready);
            yield* resetEvent(ready);
          });
          return 1;
        },
        *open() {
          yield* setEvent(ready);
          return 1;
        },
        *preClose() {
          yield* setEvent(ready);
        },
        *close() {
          yield* setEvent(ready);
        },
        *deinit() {
          yield* setEvent(ready);
          seen.push('deinit');
        },
        *ioControl({ pBufIn }) {
          yield* writeBytes(pBufIn, new Uint8Array([1]));
          return 1;
        },
      };
    });
    const { reading } = { reading: 'compact7-armv5' };
    const platform = { reading, copyLimit: 520 };
    const threads = { main: [{ do: 'open' }, { do: 'exit' }] as const };
    const workload = { name: 'w', applications: [{ buffers: driver.buffers, threads }] };
    const run = new Execution(
      { driver, platform, workload },
      createTarget('simulator', reading, ''),
    );
    run.begin();
    complete(run);
    expect(seen).toEqual(['init', 'deinit']);
    expect(run.trace.map(({ label }) => label)).toContain('Close');
    const refusing = {
      ...driver,
      create: () => ({
        *init() {
          yield* [];
          return 0;
        },
      }),
    };
    const other = new Execution(
      { driver: refusing, platform, workload },
      createTarget('simulator', reading, ''),
    );
    other.begin();
    complete(other);
    expect(other.trace.filter(({ name }) => name.startsWith('app1'))).toEqual([]);
  });
});
