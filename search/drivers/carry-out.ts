/** A step of a thread, whatever it is: carried out, and answered. */

import type { Result, Step } from '../../drivers/interface.js';
import { beginCall, endCall, exitProcess } from './calls.js';
import { Space, thing } from './footprint.js';
import { expect, perform } from './perform.js';
import type { Run } from './run.js';
import { synchronize } from './synchronize.js';
import type { Thread } from './threads.js';

const NOTHING: Result = { value: 0, pointer: 0, bytes: new Uint8Array(0) };

/** Carries out the next step of a thread; it goes on with what came of it. */
export function carryOut(run: Run, thread: Thread, step: Step): void {
  switch (step.kind) {
    case 'perform':
      perform(run, thread, step);
      return;
    case 'call':
      beginCall(run, thread, step);
      return;
    case 'return':
      endCall(run, thread);
      return;
    case 'expect':
      expect(run, thread, step);
      break;
    case 'exit':
      if (thread.session !== null) exitProcess(run, thread.session);
      break;
    case 'fail':
      run.lowMemory();
      break;
    case 'spawn':
      run.startDriverThread(step.name, 'driver', step.body);
      break;
    case 'opened':
    case 'idle':
      if (thread.session !== null) run.touchHandle(thread.session, true);
      break;
    case 'clock':
      if (run.clock > step.at) run.judge.late(step.what, run.clock - step.at);
      run.goOn(thread, { ...NOTHING, value: run.clock });
      return;
    case 'tick':
      run.tick();
      return;
    case 'join':
    case 'delay':
    case 'start':
      break;
    case 'wait':
    case 'set':
    case 'reset':
    case 'enter':
    case 'leave':
      run.access(thing(Space.object, step.object.number, true));
      synchronize(step, thread.index);
  }
  run.goOn(thread, NOTHING);
}
