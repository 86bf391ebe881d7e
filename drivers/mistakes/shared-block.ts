/** What the mistakes about VirtualAllocEx have in common: a block of the kernel, two IOCTLs. */

import { dwordIn, readBytes, writeBytes } from '../api/memory.js';
import type { CallClientStep, Client, Coroutine } from '../interface.js';
import { type Mistake, RUN, STOP } from './pair.js';

/** A block of the kernel, seen past the cache. */
export const BLOCK = 0xa000_0000;
/** Its bytes: one block of reservations. */
export const BLOCK_BYTES = 0x1_0000;

/** RUN gives the address of the mapping in `out`, STOP takes it back. */
export const RUN_GIVES_ADDRESS: CallClientStep = {
  do: 'ioControl',
  name: 'RUN',
  code: RUN,
  output: 'out',
};
const stop: CallClientStep = { do: 'ioControl', name: 'STOP', code: STOP };

/** The application writes through the address that RUN gave, and finds what it wrote. */
function* uses(client: Client): Coroutine {
  yield* client.ioControl(RUN_GIVES_ADDRESS);
  const address = dwordIn(yield* readBytes(client.address('out'), 4), 0);
  if (address !== 0) {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    yield* writeBytes(address, bytes);
    yield* client.expect(address, bytes, 'the block');
  }
  yield* client.ioControl(stop);
}

const buffers = { out: { size: 4, contents: [0] } };
const user = {
  buffers,
  threads: { main: [{ do: 'open' }, { do: 'run', program: 'uses' }, { do: 'close' }] },
} as const;

/** What such a mistake is made of. */
export const SHARED_BLOCK: Pick<
  Mistake,
  'ioctls' | 'buffers' | 'kernelMemory' | 'programs' | 'workloads'
> = {
  ioctls: [
    { name: 'RUN', code: RUN, output: 'out' },
    { name: 'STOP', code: STOP },
  ],
  buffers,
  kernelMemory: [{ base: BLOCK, size: BLOCK_BYTES }],
  programs: { uses },
  workloads: [
    { name: 'alone', applications: [user] },
    { name: 'exit', applications: [{ ...user, mayExit: true }], disturbed: true },
  ],
};
