/** A driver's description, checked: what is wrong is said at once, not in the middle of a run. */

import type { Driver, Workload } from './interface.js';

/** Most applications, and threads of applications that call the driver, of one workload. */
export const WORKLOAD_LIMITS: Readonly<
  Record<'applications' | 'callers' | 'buffers' | 'bufferBytes', number>
> = { applications: 4, callers: 4, buffers: 24, bufferBytes: 1_048_576 };

/** Steps for which a thread needs a call of the target. */
export const CALLING: ReadonlySet<string> = new Set([
  'open',
  'close',
  'ioControl',
  'read',
  'write',
  'run',
]);

/** Thrown for a description that cannot be run; the message says where and why. */
export class DriverError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DriverError';
  }
}

/** Checks a driver's description and gives it back. Throws {@link DriverError}. */
export function defineDriver(driver: Driver): Driver {
  const fail = (what: string): never => {
    throw new DriverError(`driver ${driver.name}: ${what}`);
  };
  if (typeof driver.name !== 'string' || !/^[a-z][a-z0-9-]*$/.test(driver.name)) {
    fail('its name must be small letters, digits and dashes');
  }
  if (typeof driver.create !== 'function') fail('`create` must be a function that gives its code');
  for (const { name, input, output, gives } of driver.ioctls) {
    for (const buffer of [input, output, gives?.buffer]) {
      if (buffer !== undefined && !(buffer in driver.buffers)) {
        fail(`IOCTL ${name} names the buffer ${buffer}, which is not in \`buffers\``);
      }
    }
    if (
      driver.server === 'user' &&
      input !== undefined &&
      output !== undefined &&
      input !== output
    ) {
      fail(`IOCTL ${name} has two buffers: a user-mode driver takes one marshalled buffer a call`);
    }
  }
  for (const workload of driver.workloads ?? []) checkWorkload(workload, fail);
  return driver;
}

function checkWorkload(workload: Workload, fail: (what: string) => never): void {
  const { name, applications } = workload;
  const { callers, bufferBytes } = WORKLOAD_LIMITS;
  if (applications.length === 0 || applications.length > WORKLOAD_LIMITS.applications) {
    fail(`workload ${name} has ${applications.length} applications, not 1 to 4`);
  }
  const threads = applications.flatMap((each) => Object.values(each.threads));
  const calling = threads.filter((steps) => steps.some((step) => CALLING.has(step.do)));
  if (calling.length > callers) fail(`workload ${name} has more than ${callers} calling threads`);
  for (const { buffers } of applications) {
    for (const [buffer, { size }] of Object.entries(buffers)) {
      if (!(size >= 0 && size <= bufferBytes)) fail(`buffer ${buffer} has ${size} bytes`);
    }
    if (Object.keys(buffers).length > WORKLOAD_LIMITS.buffers) {
      fail(`workload ${name}: an application has more than ${WORKLOAD_LIMITS.buffers} buffers`);
    }
  }
}
