/** The applications of the shared-memory driver of S4: its own sample, and what others may do. */

import type {
  Application,
  BufferPlan,
  CallClientStep,
  ClientStep,
  Driver,
  Workload,
} from '../interface.js';

/** IOCTL_SMD_ALLOC_ADDRESS; the listing does not show the number. */
export const ALLOC = 0x8000_2000;
/** IOCTL_SMD_FREE_ADDRESS. */
export const FREE = 0x8000_2004;
/** IOCTL_SMD_FILL_ADDRESS. */
export const FILL = 0x8000_2008;
/** Where in the block FILL writes. */
export const OFFSET = 0x1_f000;
/** What it writes. */
export const HELLO: Uint8Array = new TextEncoder().encode(' Hello World\0');

const buffers: Readonly<Record<string, BufferPlan>> = { address: { size: 4, contents: [0] } };

const open: ClientStep = { do: 'open' };
const close: ClientStep = { do: 'close' };
/** Requests that the driver may refuse. */
const withoutOutput: CallClientStep = {
  do: 'ioControl',
  name: 'ALLOC',
  code: ALLOC,
  counts: true,
  succeeds: false,
};
const alloc: CallClientStep = { ...withoutOutput, output: 'address' };
const free: CallClientStep = { do: 'ioControl', name: 'FREE', code: FREE, succeeds: false };
const fill: CallClientStep = { do: 'ioControl', name: 'FILL', code: FILL, succeeds: false };
const look: ClientStep = {
  do: 'expect',
  buffer: 'address',
  offset: OFFSET,
  bytes: HELLO,
  through: true,
};

function application(main: readonly ClientStep[], other?: readonly ClientStep[]): Application {
  return { buffers, threads: other === undefined ? { main } : { main, other } };
}

function certain(step: CallClientStep): CallClientStep {
  return { ...step, succeeds: true };
}

/** The application of the listing; where nobody else is there its requests succeed. */
const sample = application([open, certain(alloc), certain(fill), look, certain(free), close]);
const rival = application([open, alloc, fill, look, free, close]);

const workloads: readonly Workload[] = [
  { name: 'sample', applications: [sample] },
  { name: 'two-callers', applications: [rival, rival] },
  { name: 'fill-first', applications: [application([open, fill, close])] },
  { name: 'free-first', applications: [application([open, free, close])] },
  { name: 'twice', applications: [application([open, alloc, alloc, free, close])] },
  { name: 'left', applications: [application([open, certain(alloc), close])] },
  {
    name: 'another-fills',
    applications: [application([open, certain(alloc), close]), application([open, fill, close])],
  },
  {
    name: 'another-frees',
    applications: [application([open, certain(alloc), close]), application([open, free, close])],
  },
  { name: 'two-threads', applications: [application([open, alloc, close], [fill, free])] },
  {
    name: 'exit',
    applications: [
      { ...application([open, alloc, fill, close]), mayExit: true },
      application([open, fill, close]),
    ],
    disturbed: true,
  },
  {
    name: 'bad-arguments',
    applications: [
      application([
        open,
        withoutOutput,
        { ...alloc, outputBytes: 1 },
        { ...alloc, counts: false },
        close,
      ]),
    ],
    disturbed: true,
  },
  {
    name: 'no-memory',
    applications: [application([open, alloc, free, close])],
    lacksMemory: true,
    disturbed: true,
  },
];

/** What both versions of the driver have in common. */
export const SMD1_SHAPE: Pick<Driver, 'server' | 'platforms' | 'ioctls' | 'buffers' | 'workloads'> =
  {
    server: 'kernel',
    // Nothing is marshalled, so copy limits do not matter; caches do.
    platforms: [
      { reading: 'compact7-armv5', copyLimit: 16_384 },
      { reading: 'compact2013-x86', copyLimit: 16_384 },
    ],
    ioctls: [
      { name: 'ALLOC', code: ALLOC, output: 'address', counts: true },
      { name: 'FREE', code: FREE },
      { name: 'FILL', code: FILL },
    ],
    buffers,
    workloads,
  };
