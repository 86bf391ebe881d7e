/** Calls in flight as the driver sees them, and the applications that come and go. */

const THREADS = 5;
const PROCESSES = 16;

/** Which thread carries which call. */
export class Calls {
  private readonly serials = new Int32Array(THREADS);
  private readonly callers = new Int32Array(THREADS);
  private readonly throughKernel = new Uint8Array(THREADS);
  private readonly values = new Float64Array(THREADS);
  private readonly sizes = new Float64Array(THREADS);
  private readonly lives = new Int32Array(PROCESSES);
  private last = 0;

  /** Forgets everything. */
  clear(): void {
    this.serials.fill(0);
    this.lives.fill(0);
    this.last = 0;
  }

  /** A call begins; `value` and `size`: a pointer that it passes as ARG_DW, 0 for none. */
  begin(thread: number, process: number, viaKernel: boolean, value: number, size: number): void {
    this.last += 1;
    this.serials[thread] = this.last;
    this.callers[thread] = this.key(process);
    this.throughKernel[thread] = viaKernel ? 1 : 0;
    this.values[thread] = value;
    this.sizes[thread] = size;
  }

  /** The call on this thread is over. */
  finish(thread: number): void {
    this.serials[thread] = 0;
  }

  /** Every call is over: the driver's own process ended. */
  finishAll(): void {
    this.serials.fill(0);
  }

  /** Serial number of the call on a thread, from 1; 0 where there is none. */
  on(thread: number): number {
    return thread > 0 ? this.serials[thread] : 0;
  }

  /** True while the call with this serial number lasts on this thread. */
  lasts(thread: number, call: number): boolean {
    return call !== 0 && this.on(thread) === call;
  }

  /** Key of the process that made the call on a thread; −1 where there is none. */
  callerOf(thread: number): number {
    return this.on(thread) === 0 ? -1 : this.callers[thread];
  }

  /** ID of the process that made the call on a thread; −1 where there is none. */
  processOn(thread: number): number {
    return this.on(thread) === 0 ? -1 : this.callers[thread] % PROCESSES;
  }

  /** True when the direct caller of the call on this thread is the kernel. */
  isViaKernel(thread: number): boolean {
    return this.on(thread) !== 0 && this.throughKernel[thread] !== 0;
  }

  /** True when an address lies in what the call on this thread passed as ARG_DW. */
  passedAsValue(thread: number, address: number): boolean {
    if (this.on(thread) === 0 || this.values[thread] === 0) return false;
    const offset = address - this.values[thread];
    return offset === 0 || (offset > 0 && offset < this.sizes[thread]);
  }

  /** A process exited or came back: whoever has its number now is another one. */
  changeProcess(process: number): void {
    this.lives[process % PROCESSES] += 1;
  }

  /** A number for a process that no later process has. */
  key(process: number): number {
    return this.lives[process % PROCESSES] * PROCESSES + (process % PROCESSES);
  }

  /** True when the process with this key still runs. */
  isRunning(key: number): boolean {
    return this.key(key % PROCESSES) === key;
  }
}
