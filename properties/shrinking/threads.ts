/** Candidates with fewer threads, calls and processes. */

import { type Case, lengthOf, Word } from '../../model/case.js';
import { having, isOperation, without, withoutOne } from './edits.js';

/** The interrupt or worker thread, which carries no call, and an application's own thread. */
const SERVICE_THREAD = 0;
const OWN_THREAD = -1;
const MOST_THREADS = 4;

/** Every one, with fewer operations than the case. */
export function* withFewerThreads(given: Case): Iterable<Case> {
  yield* outsideCalls(given);
  yield* inOneCall(given);
  yield* inOneProcess(given);
}

/** What a call does, done by the service thread or by the caller: its calls and returns go. */
function* outsideCalls(given: Case): Iterable<Case> {
  for (let thread = 1; thread <= MOST_THREADS; thread += 1) {
    yield* onThreads(given, thread, SERVICE_THREAD, SERVICE_THREAD);
    yield* onThreads(given, thread, OWN_THREAD, OWN_THREAD);
    yield* onThreads(given, thread, SERVICE_THREAD, OWN_THREAD);
  }
}

/** On one thread what calls functions, on the other what reads and writes. */
function* onThreads(
  given: Case,
  thread: number,
  calling: number,
  accessing: number,
): Iterable<Case> {
  const dropped: boolean[] = [];
  const program = given.program.slice();
  let calls = 0;
  let caller = 0;
  for (let index = 0; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    if (program[at + Word.thread] !== thread) continue;
    const begins = isOperation(given, at, 'call');
    if (begins) caller = program[at + Word.process];
    const accesses = isOperation(given, at, 'read') || isOperation(given, at, 'write');
    const other = accesses ? accessing : calling;
    program[at + Word.thread] = other;
    if (other === OWN_THREAD) program[at + Word.process] = caller;
    dropped[index] = begins || isOperation(given, at, 'return');
    if (dropped[index]) calls += 1;
  }
  if (calls > 0) yield without({ ...given, program }, dropped);
}

/** Two calls made one: the later call goes, with what ended the earlier one in between. */
function* inOneCall(given: Case): Iterable<Case> {
  const { program } = given;
  const count = lengthOf(program);
  for (let later = 1; later < count; later += 1) {
    const at = later * Word.width;
    if (!isOperation(given, at, 'call')) continue;
    for (let earlier = 0; earlier < later; earlier += 1) {
      const from = earlier * Word.width;
      if (!isOperation(given, from, 'call')) continue;
      yield joined(given, earlier, later);
      const passed = [Word.sourceName, Word.source, Word.size, Word.descriptor, Word.result];
      const words = passed.map((word) => [word, program[at + word]] as const);
      yield joined(having(given, from, words), earlier, later);
    }
  }
}

function joined(given: Case, earlier: number, later: number): Case {
  const program = given.program.slice();
  const first = program[earlier * Word.width + Word.thread];
  const second = program[later * Word.width + Word.thread];
  const dropped: boolean[] = [];
  dropped[later] = true;
  for (let index = earlier + 1; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    const thread = program[at + Word.thread];
    if (index < later && thread === first && isOperation(given, at, 'return')) {
      dropped[index] = true;
    }
    if (index > later && thread === second) program[at + Word.thread] = first;
  }
  return without({ ...given, program }, dropped);
}

/** What two processes do, done by one that is a client of WinDriver once. */
function* inOneProcess(given: Case): Iterable<Case> {
  const { program } = given;
  for (let index = 1; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    if (!isOperation(given, at, 'WD_Open')) continue;
    const gone = program[at + Word.process];
    for (let from = 0; from < at; from += Word.width) {
      if (!isOperation(given, from, 'WD_Open')) continue;
      const kept = program[from + Word.process];
      if (kept === gone) continue;
      const changed = program.slice();
      for (let each = 0; each < changed.length; each += Word.width) {
        if (changed[each + Word.process] === gone) changed[each + Word.process] = kept;
      }
      yield withoutOne({ ...given, program: changed }, index);
    }
  }
}
