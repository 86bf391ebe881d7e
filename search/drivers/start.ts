/** The threads that a run starts with. */

import { CALLING } from '../../drivers/index.js';
import type { Coroutine } from '../../drivers/interface.js';
import { clientThread, closeHandle, enter, type Session } from './client.js';
import type { Run } from './run.js';

const NOTHING = { value: 0, pointer: 0, bytes: new Uint8Array(0) };

/** Loads the driver, waits for the applications, closes what they left open, unloads it. */
export function* systemThread(run: Run): Coroutine {
  const { code } = run;
  const loaded = yield* enter(code, 'init', 'Init', {});
  if (loaded === 0) {
    for (const thread of run.threads) if (thread.role === 'client') thread.isDead = true;
    return;
  }
  run.load();
  for (const [name, body] of Object.entries(code.threads ?? {})) {
    run.startDriverThread(name, 'driver', body);
  }
  for (const [name, body] of Object.entries(code.hardware ?? {})) {
    run.startDriverThread(name, 'hardware', body);
  }
  yield { kind: 'join' };
  for (const session of run.sessions) yield* closeHandle(session, code, run, 0);
  yield* enter(code, 'deinit', 'Deinit', {});
}

/** Makes the threads of the system, of the applications and of chance. */
export function startThreads(run: Run): void {
  const { workload, driver } = run.program;
  const { programs } = driver;
  run.sessions = workload.applications.map(
    (application, index): Session => ({
      process: index + 1,
      application,
      context: 0,
      hasExited: false,
      tried: false,
      closing: false,
      inFlight: 0,
    }),
  );
  const system = run.addThread('system', 'system', null, 0);
  let carrier = 0;
  for (const session of run.sessions) {
    for (const [name, steps] of Object.entries(session.application.threads)) {
      const calls = steps.some(({ do: what }) => CALLING.has(what));
      if (calls) carrier += 1;
      const full = `app${session.process}/${name}`;
      const thread = run.addThread(full, 'client', session, calls ? carrier : 0);
      const coroutine = clientThread(session, run.code, steps, run, programs);
      thread.stack.push({ coroutine, label: full, isDriver: false });
      thread.advance(NOTHING);
    }
  }
  for (const session of run.sessions) {
    if (session.application.mayExit !== true) continue;
    const thread = run.addThread(`exit of app${session.process}`, 'chance', session, 0);
    thread.stack.push({ coroutine: once('exit'), label: thread.name, isDriver: false });
    thread.advance(NOTHING);
  }
  if (workload.lowMemory === true) {
    const thread = run.addThread('low memory', 'chance', null, 0);
    thread.stack.push({ coroutine: once('fail'), label: thread.name, isDriver: false });
    thread.advance(NOTHING);
  }
  const clock = run.addThread('clock', 'clock', null, 0);
  clock.stack.push({ coroutine: ticks(), label: clock.name, isDriver: false });
  clock.advance(NOTHING);
  system.stack.push({ coroutine: systemThread(run), label: 'system', isDriver: false });
  system.advance(NOTHING);
}

function* ticks(): Coroutine {
  for (;;) yield { kind: 'tick' };
}

function* once(kind: 'exit' | 'fail'): Coroutine {
  yield { kind };
}
