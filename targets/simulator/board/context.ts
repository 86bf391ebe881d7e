/** What the functions of a board may ask of it. Boards implement this; functions take it. */

import type { Machine } from '../machine/machine.js';
import type { Reading } from '../readings.js';
import type { Call, Thread } from './call.js';

/** The part of a board that does not depend on how it keeps its books. */
export interface BoardContext {
  readonly machine: Machine;
  readonly threads: readonly Thread[];
  /** The API call that is being worked on. */
  readonly call: Call;
  readonly reading: Reading;
  /** True when the driver runs in the kernel, false when in a host process of its own. */
  readonly kernelServer: boolean;
  /** Largest buffer, in bytes, that is duplicated where size decides. */
  readonly copyLimitBytes: number;
  readonly personality: number;
  /** Code of the planted fault, 0 for none. */
  readonly fault: number;
  /** Application whose call returned last; only a fault looks at it. */
  lastCaller: number;
  /** Thread whose call began last; only a fault looks at it. */
  lastThread: number;
  /** True where a personality bit is set. */
  chooses(bit: number): boolean;
  /** OPEN-4: the direct caller is the kernel, so that no range check is made. */
  isKernelCaller(thread: number): boolean;
  /** The space of the process that called, or NO_SPACE once it has gone; thread 0 has none. */
  callerSpace(thread: number): number;
  /** The space in which the server's code on `thread` finds `address` (SPACE-1 … SPACE-4). */
  serverSpace(thread: number, address: number): number;
  /** The reflector has made an alias of a thread's parameter; true when the board notes it. */
  noteParameter(carrier: Thread): boolean;
  /** The call on `thread` has returned: what it held directly goes. Gives how many records. */
  forgetThread(thread: number): number;
}
