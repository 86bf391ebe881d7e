/**
 * The rules that bind a driver, watched through what the driver itself sees: its arguments, its
 * results, the pointers that it was given, the thread that it runs on and whether its call has
 * returned. docs/driver-rules.md lists what is watched and what cannot be seen.
 */

import { emptyOperation } from '../../model/case.js';
import { isOrdering, isSharingCall, isWinDriverCall } from '../../model/families.js';
import { KERNEL_BASE } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import type { Operation } from '../../model/step.js';
import { HOST_PROCESS } from '../../targets/interface.js';
import { judgeAccess } from './accesses.js';
import { judgeAlloc, judgeAllocDuplicate } from './allocating.js';
import { isOutOfRange } from './arguments.js';
import { type Holding, Kind, Life } from './holdings.js';
import { Objects } from './objects.js';
import { judgeClose, judgeLeftOpen, judgeOpen } from './opening.js';
import type { Race } from './races.js';
import { judgeFlush, judgeFree, judgeFreeDuplicate } from './releasing.js';
import { Sharing } from './sharing.js';
import { type Answered, type DriverPlatform, DriverView } from './view.js';

/** Judges a driver, one operation after the other. Applications are never judged. */
export class DriverMonitor {
  private readonly view = new DriverView();
  private readonly objects = new Objects(this.view);
  private readonly sharing = new Sharing(this.view);

  /** Obligations (`CITE`) that the last `observe` or `end` found broken; as many as it said. */
  get breached(): Int32Array {
    return this.view.breaches.cites;
  }

  /** For each of {@link breached}, the address that it is about: a buffer's, or one accessed. */
  get addresses(): Float64Array {
    return this.view.breaches.addresses;
  }

  /** Begins a case. */
  begin(platform: DriverPlatform): void {
    this.view.begin(platform);
    this.objects.clear();
    this.sharing.clear();
  }

  /**
   * Takes an operation and what came of it, and gives the number of breaches. An operation that
   * `pause` holds counts when it completes: `held` is what `resume` goes on with. Advice counts
   * too; `obligationAt(cite).force` tells it from the rest.
   */
  observe(request: Operation, held: Operation, answer: Answered): number {
    const { breaches } = this.view;
    breaches.clear();
    if (answer.status === 'paused' || answer.status === 'refused') return 0;
    const operation = request.operation === 'resume' ? held : request;
    this.judge(operation, answer);
    return breaches.count;
  }

  /**
   * The case is over: gives the number of duties that are still open, one for each buffer. Calls
   * that have not returned may still meet theirs.
   */
  end(): number {
    const { view } = this;
    const { holdings, breaches } = view;
    breaches.clear();
    for (let i = 0; i < holdings.count; i += 1) {
      const each = holdings.all[i];
      if (each.life === Life.live && !view.isInCall(each)) this.judgeLeftOver(each);
    }
    this.sharing.end();
    return breaches.count;
  }

  /** Data races so far (VM-12, WD-4): both accesses, by the number of the operation, from 1. */
  get races(): readonly Race[] {
    return this.sharing.found;
  }

  /**
   * The call on a thread has a further API parameter: `call` speaks of one. It arrives in a kernel
   * server as the caller's own pointer, and lives until the return.
   */
  receiveParameter(thread: number, address: number, size: number, descriptor: number): void {
    const { view } = this;
    const operation = { ...emptyOperation(), thread, source: address, size, descriptor };
    view.receive(Kind.parameter, operation, address).isDirect = !view.platform.userServer;
  }

  /** ASYNC-3, CLOSE-4, SPACE-7. */
  private judgeLeftOver(holding: Holding): void {
    const { breaches, calls } = this.view;
    const { kind, pointer } = holding;
    if (holding.wasReported || kind === Kind.parameter) return;
    if (kind === Kind.asynchronous) {
      breaches.reportEach(holding.wasRefused ? 'ASYNC-3.refused-free' : 'ASYNC-3.frees', pointer);
    }
    if (kind === Kind.opened) breaches.reportEach('CLOSE-4.closes', pointer);
    const callerGone = holding.caller >= 0 && !calls.isRunning(holding.caller);
    // With the case every caller goes, and no other clause speaks of a duplicate left over.
    if (callerGone || kind === Kind.duplicate) breaches.reportEach('SPACE-7', pointer);
  }

  private judge(operation: Operation, answer: Answered): void {
    const { view } = this;
    if (this.sharing.judge(operation, answer)) return;
    const name = operation.operation;
    if (isSharingCall(name) || isWinDriverCall(name) || isOrdering(name)) return;
    switch (name) {
      case 'CeOpenCallerBuffer':
        judgeOpen(view, operation, answer);
        break;
      case 'CeCloseCallerBuffer':
        judgeClose(view, operation, answer);
        break;
      case 'CeAllocAsynchronousBuffer':
        judgeAlloc(view, operation, answer);
        break;
      case 'CeFreeAsynchronousBuffer':
        judgeFree(view, operation, answer);
        break;
      case 'CeFlushAsynchronousBuffer':
        judgeFlush(view, operation);
        break;
      case 'CeAllocDuplicateBuffer':
        judgeAllocDuplicate(view, operation, answer);
        break;
      case 'CeFreeDuplicateBuffer':
        judgeFreeDuplicate(view, operation, answer);
        break;
      case 'read':
      case 'write':
        this.judgeAccess(operation, answer);
        break;
      case 'call':
        this.call(operation, answer);
        break;
      case 'return':
        this.finishCall(operation.thread);
        break;
      case 'exit':
        this.exit(operation.process);
        break;
      case 'start':
      case 'VirtualAlloc':
      case 'VirtualFree':
        view.texts.clear();
        break;
      case 'VirtualProtect':
      case 'resume':
        break;
      case 'construct':
      case 'Allocate':
      case 'Free':
      case 'Marshal':
      case 'Unmarshal':
      case 'Flush':
      case 'ptr':
      case 'size':
      case 'copy':
      case 'destroy':
        this.objects.judge(operation, name, answer);
        break;
      default: {
        const unknown: never = name;
        throw new TypeError(`unknown operation ${String(unknown)}`);
      }
    }
  }

  private judgeAccess(operation: Operation, answer: Answered): void {
    if (operation.thread < 0) {
      if (operation.operation === 'write') this.noteWrite(operation, answer);
    } else judgeAccess(this.view, operation, answer);
  }

  /** An application writes to its own memory; it is never judged for that. */
  private noteWrite(operation: Operation, answer: Answered): void {
    const { fetches, texts, calls } = this.view;
    if (answer.status !== 'returned') return;
    texts.clear();
    fetches.noteWrite(calls.key(operation.process), operation.pointer, operation.size);
  }

  /** A process ends; where it is the driver's own host, what it held goes with it (QUIET-17). */
  private exit(process: number): void {
    const { calls, holdings, texts, platform } = this.view;
    calls.changeProcess(process);
    texts.clear();
    if (process !== HOST_PROCESS || !platform.userServer) return;
    holdings.clear();
    calls.finishAll();
  }

  private call(operation: Operation, answer: Answered): void {
    const { view } = this;
    const { thread, process, descriptor, source, size } = operation;
    this.judgeForwarding(operation);
    if (answer.status !== 'returned' || isFailed(answer.value)) return;
    const value = descriptor === 0 ? source : 0;
    view.calls.begin(thread, process, operation.viaKernel, value, size);
    if (descriptor === 0 || answer.pointer === 0) return;
    const parameter = view.receive(Kind.parameter, operation, answer.pointer);
    parameter.isDirect = !view.platform.userServer;
  }

  /** A range that the check refuses was passed on in the kernel's name: nobody checked (DRV-5). */
  private judgeForwarding(operation: Operation): void {
    const { viaKernel, descriptor, source } = operation;
    if (!viaKernel || descriptor === 0 || source === 0 || source >= KERNEL_BASE) return;
    if (isOutOfRange(this.view, operation)) this.view.breaches.report('DRV-5', source);
  }

  private finishCall(thread: number): void {
    const { holdings, calls, texts } = this.view;
    const call = calls.on(thread);
    if (call === 0) return;
    judgeLeftOpen(this.view, call);
    for (let i = 0; i < holdings.count; i += 1) {
      const each = holdings.all[i];
      if (each.kind !== Kind.parameter || each.call !== call) continue;
      if (each.life !== Life.over) holdings.setLife(each, Life.over);
    }
    calls.finish(thread);
    texts.clear();
  }
}
