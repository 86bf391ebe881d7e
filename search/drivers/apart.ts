/**
 * Tests drivers on a thread of their own: a driver runs for minutes without giving way, and the
 * thread that listens to signals and clocks must not be the one that runs it.
 */

import { Piscina } from 'piscina';
import { DRIVERS, DriverError, loadDrivers } from '../../drivers/index.js';
import { testDriver } from './campaign.js';
import type { DriverReport, DriverTestOptions } from './report.js';

/** A driver by its name, and the file that it comes from ('' for those that come along). */
export interface DriverName {
  readonly name: string;
  readonly file: string;
}

/** What a thread is told. */
interface DriverRequest {
  readonly driver: DriverName;
  readonly options: Omit<DriverTestOptions, 'signal'>;
  /** Its first byte says stop. */
  readonly stop: SharedArrayBuffer;
}

/** Tests drivers one at a time; the thread is kept between them. */
export interface DriverTester {
  /** Equal options give equal reports. Throws DriverError for a driver that is not there. */
  readonly test: (driver: DriverName, options: DriverTestOptions) => Promise<DriverReport>;
  readonly close: () => Promise<void>;
}

/** A tester with a thread of its own. */
export function createDriverTester(): DriverTester {
  const filename = new URL('../workers/driver.js', import.meta.url).href;
  const pool = new Piscina<DriverRequest, DriverReport>({ filename, minThreads: 1, maxThreads: 1 });
  return {
    test: async (driver, { signal, ...options }) => {
      const stop = new SharedArrayBuffer(1);
      const say = (): void => {
        Atomics.store(new Uint8Array(stop), 0, 1);
      };
      if (signal?.aborted === true) say();
      signal?.addEventListener('abort', say);
      try {
        return await pool.run({ driver, options, stop });
      } finally {
        signal?.removeEventListener('abort', say);
      }
    },
    close: async () => pool.destroy(),
  };
}

/** What the thread does. */
export async function testNamed({ driver, options, stop }: DriverRequest): Promise<DriverReport> {
  const { name, file } = driver;
  const list = file === '' ? DRIVERS : await loadDrivers(file);
  const found = list.find((each) => each.name === name);
  if (found === undefined) throw new DriverError(`there is no driver ${name} in ${file}`);
  const flag = new Uint8Array(stop);
  const controller = new AbortController();
  return testDriver(found, {
    ...options,
    signal: controller.signal,
    onRun: () => {
      if (Atomics.load(flag, 0) !== 0) controller.abort();
    },
  });
}
