import { createTarget } from 'marshalcheck';
import { readBytes, writeBytes } from '#dist/drivers/api/memory.js';
import {
  enterCriticalSection,
  leaveCriticalSection,
  setEvent,
  waitForEvent,
} from '#dist/drivers/api/synchronization.js';
import type { Environment } from '#dist/drivers/environment.js';
import { type Driver, type DriverCode, defineDriver, workloadsOf } from '#dist/drivers/index.js';
import type { Event } from '#dist/search/drivers/event.js';
import { Execution } from '#dist/search/drivers/execution.js';
import { explore } from '#dist/search/drivers/explore.js';
import { Order } from '#dist/search/drivers/order.js';
import type { Program } from '#dist/search/drivers/program.js';

/** A run of a driver under its workload of that name. */
export function executionOf(driver: Driver, workload: string): Execution {
  const found = workloadsOf(driver).find(({ name }) => name === workload);
  if (found === undefined) throw new Error(`no workload ${workload}`);
  const platform = { reading: 'compact7-armv5', copyLimit: 520 };
  const program: Program = { driver, platform, workload: found };
  return new Execution(program, createTarget('simulator', 'compact7-armv5', ''));
}

/** What a run has in common with all that differ in the order of independent events. */
export function classOf(trace: readonly Event[]): string {
  const order = new Order();
  for (const event of trace) order.add(event);
  const names = trace.map(({ name }) => name);
  const numbers = names.map(
    (name, index) => names.slice(0, index).filter((each) => each === name).length,
  );
  const lines = trace.map((_, index) => {
    const past = order.pastOf(index).map((each) => `${names[each]}#${numbers[each]}`);
    return `${names[index]}#${numbers[index]}: ${past.sort().join(' ')}`;
  });
  return lines.sort().join('\n');
}

/** All that exploring gives. */
export interface Outcomes {
  readonly schedules: number;
  readonly isComplete: boolean;
  readonly classes: ReadonlySet<string>;
  readonly signatures: ReadonlySet<string>;
}

/** Explores a driver and keeps what differs. */
export function outcomesOf(run: Execution, preemptions: number, reduced: boolean): Outcomes {
  const classes = new Set<string>();
  const signatures = new Set<string>();
  const explored = explore(run, {
    preemptions,
    reduced,
    mostSchedules: 1_000_000,
    onRun: () => {
      classes.add(classOf(run.trace));
      for (const { signature } of run.judge.shown) signatures.add(signature);
      return false;
    },
  });
  return { ...explored, classes, signatures };
}

type Draw = (below: number) => number;

/** A driver whose calls and thread do a few things at random to what they share. */
export function randomDriver(name: string, draw: Draw): Driver {
  const scripts = Array.from({ length: 3 }, () =>
    Array.from({ length: 1 + draw(3) }, () => draw(7)),
  );
  const sets = draw(2) === 0;
  return defineDriver({
    name,
    about: 'drawn at random',
    server: 'kernel',
    ioctls: [
      { name: 'A', code: 1, input: 'data' },
      { name: 'B', code: 2, input: 'data' },
    ],
    buffers: { data: { size: 8 } },
    workloads: [workloadFor(draw)],
    create: (environment) => codeOf(environment, scripts, sets),
  });
}

function workloadFor(draw: Draw) {
  const call = (name: string, code: number) =>
    ({ do: 'ioControl', name, code, input: 'data', succeeds: false }) as const;
  const bytes = new Uint8Array([9]);
  const store = { do: 'store', buffer: 'data', offset: 0, bytes } as const;
  const mayExit = draw(3) === 0;
  return {
    name: 'random',
    disturbed: true,
    applications: [
      {
        buffers: { data: { size: 8 } },
        threads: {
          main: [{ do: 'open' }, call('A', 1)] as const,
          other: draw(2) === 0 ? [call('B', 2)] : [store],
        },
        ...(mayExit ? { mayExit } : {}),
      },
    ],
  };
}

function codeOf(
  environment: Environment,
  scripts: readonly (readonly number[])[],
  sets: boolean,
): DriverCode {
  const shared = environment.shared({ x: 0, y: 0 });
  const event = environment.event('event');
  const section = environment.criticalSection('section');
  function* run(script: readonly number[], address: number) {
    for (const step of script) {
      if (step === 0) shared.x += 1;
      if (step === 1) shared.y = shared.x;
      if (step === 2 && address !== 0) yield* readBytes(address, 4);
      if (step === 3 && address !== 0) yield* writeBytes(address, new Uint8Array([1, 2]));
      if (step === 4) yield* setEvent(event);
      if (step === 5) {
        yield* enterCriticalSection(section);
        shared.x += 2;
        yield* leaveCriticalSection(section);
      }
      if (step === 6) yield* setEvent(event);
    }
  }
  return {
    *ioControl({ dwCode, pBufIn }) {
      yield* run(scripts[dwCode - 1] ?? [], pBufIn);
      if (sets) yield* setEvent(event);
      return 1;
    },
    threads: {
      *worker() {
        yield* waitForEvent(event);
        yield* run(scripts[2] ?? [], 0);
      },
    },
  };
}
