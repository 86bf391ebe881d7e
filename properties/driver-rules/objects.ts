/**
 * Wrapper objects in the driver's own code: each method judged as the function that it wraps, with
 * the values that the object keeps. CLASS-1, CLASS-2, CLASS-8, ASYNC-25.
 */

import { MOST_OBJECTS } from '../../model/case.js';
import { CITE } from '../../model/clauses/index.js';
import { isFailed, RESULTS } from '../../model/results.js';
import { emptyOperation, type Operation, type WrapperOperation } from '../../model/step.js';
import { WrapperClass } from '../../targets/interface.js';
import { judgeAlloc, judgeAllocDuplicate } from './allocating.js';
import { Ended, type Holding, Kind, Life } from './holdings.js';
import { judgeClose, judgeOpen } from './opening.js';
import { judgeFlush, judgeFree, judgeFreeDuplicate } from './releasing.js';
import type { Answered, DriverView } from './view.js';

/** What a driver knows of an object of its own. */
class Known {
  kind = 0;
  pointer = 0;
  source = 0;
  size = 0;
  descriptor = 0;
  asynchronous = false;
  /** An asynchronous MarshalledBuffer_t: the buffer that it holds. */
  holding: Holding | undefined = undefined;
}

/** Every object of the driver. */
export class Objects {
  private readonly all = Array.from({ length: MOST_OBJECTS + 1 }, () => new Known());
  private areUsed = false;
  private readonly inner: Operation = emptyOperation();
  private readonly view: DriverView;

  constructor(view: DriverView) {
    this.view = view;
  }

  /** Forgets everything. */
  clear(): void {
    if (!this.areUsed) return;
    for (const each of this.all) Object.assign(each, new Known());
    this.areUsed = false;
  }

  /** A completed method. */
  judge(operation: Operation, method: WrapperOperation, answer: Answered): void {
    const it = this.all[operation.object];
    if (it === undefined || answer.status !== 'returned') return;
    this.areUsed = true;
    switch (method) {
      case 'construct':
        Object.assign(it, new Known());
        it.kind = operation.mode;
        this.judgeMode(it, operation);
        if (operation.source !== 0 || operation.size !== 0) this.fill(it, operation, answer, false);
        return;
      case 'Allocate':
      case 'Marshal':
        if (it.pointer === 0) this.fill(it, operation, answer, true);
        return;
      case 'Free':
      case 'Unmarshal': {
        const by = method === 'Free' ? Ended.release : Ended.unmarshal;
        if (it.pointer !== 0) this.empty(it, operation, answer, by);
        return;
      }
      case 'Flush':
        if (it.pointer !== 0 && it.kind === WrapperClass.asynchronous) {
          judgeFlush(this.view, this.repeated(it, operation, 'CeFlushAsynchronousBuffer'));
        }
        return;
      case 'destroy':
        if (it.pointer !== 0) this.empty(it, operation, answer, Ended.destruction);
        it.kind = 0;
        return;
      case 'copy':
        this.view.breaches.report('CLASS-8', operation.object);
        Object.assign(it, this.all[operation.mode]);
        return;
      case 'ptr':
      case 'size':
        return;
    }
  }

  private judgeMode(it: Known, operation: Operation): void {
    const { breaches, platform } = this.view;
    if (it.kind !== WrapperClass.asynchronous || !platform.userServer) return;
    breaches.report('CLASS-1.kernel-mode', operation.source);
  }

  /** An empty object got hold of a buffer, or failed to. */
  private fill(it: Known, operation: Operation, answer: Answered, hasResult: boolean): void {
    const { view, inner } = this;
    it.pointer = answer.pointer;
    it.source = operation.source;
    it.size = operation.size;
    it.descriptor = operation.descriptor;
    it.asynchronous = operation.asynchronous;
    Object.assign(inner, operation);
    inner.destination = true;
    const failed = hasResult ? answer.value : RESULTS.E_FAIL;
    const value = answer.pointer === 0 ? failed : RESULTS.S_OK;
    const inside: Answered = { status: 'returned', value, pointer: answer.pointer };
    if (it.kind === WrapperClass.asynchronous) {
      inner.operation = 'CeAllocAsynchronousBuffer';
      judgeAlloc(view, inner, inside);
      if (this.hasReported('ASYNC-23')) {
        view.breaches.report('CLASS-1.checked-pointer', operation.source);
      }
    } else if (it.kind === WrapperClass.duplicated) {
      inner.operation = 'CeAllocDuplicateBuffer';
      judgeAllocDuplicate(view, inner, inside);
    } else this.marshal(it, operation, inside);
  }

  private hasReported(id: 'ASYNC-23'): boolean {
    const { cites, count } = this.view.breaches;
    return cites.subarray(0, count).includes(CITE[id]);
  }

  private marshal(it: Known, operation: Operation, inside: Answered): void {
    const { view, inner } = this;
    inner.operation = 'CeOpenCallerBuffer';
    inner.forceDuplicate = !operation.unforced;
    if (!operation.asynchronous || inside.pointer === 0 || isFailed(inside.value)) {
      return judgeOpen(view, inner, inside);
    }
    it.holding = view.receive(Kind.asynchronous, inner, inside.pointer);
    it.holding.isCopy = !operation.unforced || view.platform.userServer;
  }

  /** The function with the values that the object keeps. */
  private repeated(it: Known, operation: Operation, name: Operation['operation']): Operation {
    const { inner } = this;
    Object.assign(inner, operation);
    inner.operation = name;
    inner.pointer = it.pointer;
    inner.source = it.source;
    inner.size = it.size;
    inner.descriptor = it.descriptor;
    return inner;
  }

  private empty(it: Known, operation: Operation, answer: Answered, by: Ended): void {
    const { view } = this;
    const { pointer } = it;
    if (it.kind === WrapperClass.asynchronous) {
      judgeFree(view, this.repeated(it, operation, 'CeFreeAsynchronousBuffer'), answer);
    } else if (it.kind === WrapperClass.duplicated) {
      judgeFreeDuplicate(view, this.repeated(it, operation, 'CeFreeDuplicateBuffer'), answer);
    } else if (!it.asynchronous) {
      judgeClose(view, this.repeated(it, operation, 'CeCloseCallerBuffer'), answer);
    } else this.emptyAsynchronous(it);
    if (by !== Ended.release) view.holdings.endedBy(pointer, by);
    it.pointer = 0;
  }

  private emptyAsynchronous(it: Known): void {
    const { view } = this;
    const { holding, pointer } = it;
    if (holding === undefined) return;
    if (holding.life === Life.over) view.breaches.report('ASYNC-3.once', pointer);
    else view.holdings.setLife(holding, Life.over);
  }
}
