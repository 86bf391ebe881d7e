/**
 * What applications do where a driver does not say it: made from the IOCTLs that it declares, so
 * that a driver alone can be tested.
 */

import type {
  Application,
  BufferPlan,
  ClientStep,
  Content,
  Driver,
  DriverPlatform,
  Ioctl,
  Workload,
} from './interface.js';

/** Where a driver runs that does not say where: copies and aliases, documented and shipped. */
export const DEFAULT_PLATFORMS: readonly DriverPlatform[] = [
  { reading: 'compact7-armv5', copyLimit: 16_384 },
  { reading: 'compact7-armv5', copyLimit: 520 },
  { reading: 'shipped-compact7-armv5', copyLimit: 520 },
];

function callOf(ioctl: Ioctl): ClientStep {
  const { name, code, input, output, counts, succeeds } = ioctl;
  return {
    do: 'ioControl',
    name,
    code,
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    counts: counts === true,
    succeeds: succeeds !== false,
  };
}

/** The call, and a look at what it gave. */
function usesOf(ioctl: Ioctl): ClientStep[] {
  const { gives } = ioctl;
  if (gives === undefined) return [callOf(ioctl)];
  return [callOf(ioctl), { do: 'expect', buffer: gives.buffer, offset: 0, bytes: gives.bytes }];
}

function session(driver: Driver): ClientStep[] {
  return [{ do: 'open' }, ...driver.ioctls.flatMap(usesOf), { do: 'close' }];
}

/** One application after the other's bytes: each has contents of its own where none are stated. */
function application(driver: Driver, threads: Application['threads'], more = {}): Application {
  return { buffers: driver.buffers, threads, ...more };
}

/** Each number that an input holds, and where: what a hostile caller changes while it is read. */
function numbersIn(plan: BufferPlan): { offset: number; value: number }[] {
  const found: { offset: number; value: number }[] = [];
  let offset = 0;
  for (const content of plan.contents ?? []) {
    if (typeof content === 'number') found.push({ offset, value: content });
    offset += bytesIn(content);
  }
  return found;
}

function bytesIn(content: Content): number {
  return content instanceof Uint8Array ? content.length : 4;
}

function meddling(driver: Driver): Workload[] {
  const steps: ClientStep[] = [];
  for (const [buffer, plan] of Object.entries(driver.buffers)) {
    for (const { offset, value } of numbersIn(plan)) {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setUint32(0, value * 2, true);
      steps.push({ do: 'store', buffer, offset, bytes });
    }
  }
  if (steps.length === 0) return [];
  const threads = { main: session(driver), other: steps };
  return [{ name: 'meddling', applications: [application(driver, threads)], disturbed: true }];
}

/** A call at a time without its output, its count, or all of its length. */
function badArguments(driver: Driver): Workload[] {
  const steps: ClientStep[] = [];
  for (const ioctl of driver.ioctls) {
    const { output, counts, ...rest } = ioctl;
    const size = output === undefined ? 0 : driver.buffers[output].size;
    if (output !== undefined) {
      steps.push(callOf({ ...rest, counts: counts === true }));
      steps.push({ ...callOf(ioctl), outputBytes: Math.min(1, size) } as ClientStep);
    }
    if (counts === true) steps.push(callOf({ ...ioctl, counts: false }));
  }
  if (steps.length === 0) return [];
  const threads = { main: [{ do: 'open' } as const, ...steps, { do: 'close' } as const] };
  return [{ name: 'bad-arguments', applications: [application(driver, threads)], disturbed: true }];
}

/** The workloads that a driver is tried with: its own, or those that its IOCTLs give. */
export function workloadsOf(driver: Driver): readonly Workload[] {
  if (driver.workloads !== undefined) return driver.workloads;
  const one = application(driver, { main: session(driver) });
  return [
    { name: 'alone', applications: [one] },
    { name: 'two-callers', applications: [one, one] },
    { name: 'low-memory', applications: [one], lowMemory: true, disturbed: true },
    { name: 'exit', applications: [{ ...one, mayExit: true }], disturbed: true },
    ...meddling(driver),
    ...badArguments(driver),
  ];
}
