// The other side of the comparisons: the same model and the same boards under fast-check's own
// `fc.commands`, written as its documentation shows. A command's `check` is the model's
// `isEnabled`, its `run` carries the operation out and checks what the product checks.

import fc from 'fast-check';
import { emptyOperation } from '#dist/model/case.js';
import { DESCRIPTORS, MARSHAL_FORCE_ALIAS } from '#dist/model/descriptors.js';
import { BoardSession, ModelSession } from './fast-check-sessions.mjs';
import { drawnCases } from './fixtures.mjs';

/** @typedef {import('./fast-check-sessions.mjs').Session} Session */
/** @typedef {import('./fast-check-sessions.mjs').HeldPointer} HeldPointer */
/** @typedef {import('#dist/model/step.js').OperationName} OperationName */

/**
 * @typedef {object} Arguments What a command was drawn with; numbers pick among what is there.
 * @property {number} [thread]
 * @property {number} [process]
 * @property {number} [buffer] which of the fixture's buffers
 * @property {number} [held] which of the pointers that came back
 * @property {boolean} [fromHeld] source: a pointer that came back, else a buffer
 * @property {boolean} [whole]
 * @property {number} [descriptor]
 * @property {boolean} [forceAlias]
 * @property {boolean} [forceDuplicate]
 * @property {boolean} [server] an access by the server's code
 */

const MAX_COMMANDS = 30;
const FIXTURES = 64;

/** One operation. @implements {fc.Command<Session, object>} */
class OperationCommand {
  /** @param {OperationName} operation @param {Arguments} given */
  constructor(operation, given) {
    this.operation = operation;
    this.given = given;
  }

  /** @param {Readonly<Session>} session */
  check(session) {
    return !session.ended && this.#fill(session) && session.allows();
  }

  /** @param {Session} session */
  run(session) {
    this.#fill(session);
    session.execute();
  }

  toString() {
    return `${this.operation}(${JSON.stringify(this.given)})`;
  }

  /** Makes the request out of the arguments; false where what they pick is not there.
   * @param {Session} session */
  #fill(session) {
    const { given, operation } = this;
    const { request, buffers, held } = session;
    Object.assign(request, emptyOperation());
    request.operation = operation;
    request.thread = given.thread ?? -1;
    request.process = given.process ?? 0;
    const buffer = buffers[(given.buffer ?? 0) % buffers.length];
    const pointer = held.length === 0 ? undefined : held[(given.held ?? 0) % held.length];
    request.descriptor = given.descriptor ?? 0;
    if (given.forceAlias === true) request.descriptor |= MARSHAL_FORCE_ALIAS;
    request.descriptor >>>= 0;
    request.forceDuplicate = given.forceDuplicate ?? false;
    switch (operation) {
      case 'CeOpenCallerBuffer':
      case 'CeAllocAsynchronousBuffer':
      case 'CeAllocDuplicateBuffer':
        request.source = buffer.address;
        request.size = buffer.size;
        if (given.fromHeld !== true) return true;
        if (pointer === undefined) return false;
        request.source = pointer.pointer;
        request.size = pointer.length;
        return true;
      case 'CeCloseCallerBuffer':
      case 'CeFreeAsynchronousBuffer':
      case 'CeFreeDuplicateBuffer':
      case 'CeFlushAsynchronousBuffer':
        return pointer !== undefined && endsWith(request, pointer);
      case 'read':
      case 'write':
        return given.server === true ? byServer(request, pointer) : byApplication(request, buffer);
      case 'VirtualProtect':
      case 'VirtualFree':
      case 'VirtualAlloc':
        return onRegion(session, request, given.buffer ?? 0);
      default:
        return true;
    }
  }
}

/** Values of a Close, Free or Flush: those that the pointer was made with.
 * @param {import('#dist/model/step.js').Operation} request @param {HeldPointer} pointer */
function endsWith(request, pointer) {
  request.pointer = pointer.pointer;
  request.source = pointer.source;
  request.size = pointer.size;
  request.descriptor = pointer.descriptor;
  return true;
}

/** @param {import('#dist/model/step.js').Operation} request
 * @param {HeldPointer | undefined} pointer */
function byServer(request, pointer) {
  if (pointer === undefined) return false;
  request.pointer = pointer.pointer;
  request.size = pointer.length;
  return true;
}

/** @param {import('#dist/model/step.js').Operation} request
 * @param {import('#dist/model/case.js').NamedBuffer} buffer */
function byApplication(request, buffer) {
  request.thread = -1;
  request.process = buffer.process;
  request.pointer = buffer.address;
  request.size = buffer.size;
  return true;
}

/** @param {Session} session @param {import('#dist/model/step.js').Operation} request
 * @param {number} pick */
function onRegion(session, request, pick) {
  const regions = session.regions;
  const region = regions[pick % regions.length];
  request.thread = -1;
  request.process = region.process;
  request.pointer = region.base;
  if (request.operation !== 'VirtualProtect') return true;
  request.size = region.runs.reduce((sum, run) => sum + run.pages, 0) * 4096;
  return true;
}

const thread = fc.integer({ min: 0, max: 3 });
const process = fc.integer({ min: 1, max: 2 });
const pick = fc.nat(7);
const descriptor = fc.constantFrom(...Object.values(DESCRIPTORS));
const makes = {
  thread,
  buffer: pick,
  held: pick,
  fromHeld: fc.boolean(),
  descriptor,
  forceAlias: fc.boolean(),
  forceDuplicate: fc.boolean(),
};
const ends = { thread, held: pick };

/**
 * The operations with the weights of the product's own generator (KINDS), so that both sides
 * carry out much the same mix: `fc.commands` picks evenly, so an arbitrary is listed that often.
 *
 * @type {readonly (readonly [OperationName, number, Record<string, fc.Arbitrary<any>>])[]}
 */
const SHAPES = [
  ['call', 10, { thread, process }],
  ['return', 5, { thread }],
  ['CeOpenCallerBuffer', 14, makes],
  ['CeCloseCallerBuffer', 10, ends],
  ['CeAllocAsynchronousBuffer', 16, makes],
  ['CeFreeAsynchronousBuffer', 10, ends],
  ['CeFlushAsynchronousBuffer', 8, ends],
  ['CeAllocDuplicateBuffer', 5, makes],
  ['CeFreeDuplicateBuffer', 4, ends],
  ['read', 18, { thread, held: pick, buffer: pick, server: fc.boolean() }],
  ['write', 20, { thread, held: pick, buffer: pick, server: fc.boolean() }],
  ['exit', 1, { process }],
  ['start', 2, { process }],
  ['VirtualProtect', 2, { buffer: pick, descriptor: fc.constantFrom(1, 2, 4) }],
  ['VirtualFree', 1, { buffer: pick }],
  ['VirtualAlloc', 2, { buffer: pick }],
];

const commandArbitraries = SHAPES.flatMap(([operation, weight, shape]) => {
  const arbitrary = fc.record(shape).map((given) => new OperationCommand(operation, given));
  return Array.from({ length: weight }, () => arbitrary);
});

/**
 * Runs `runs` command sequences; gives the operations that were carried out.
 *
 * @param {readonly Session[]} sessions one for each fixture
 * @param {number} runs
 * @param {number} seed
 */
function runCommands(sessions, runs, seed) {
  let operations = 0;
  fc.assert(
    fc.property(
      fc.nat(sessions.length - 1),
      fc.commands(commandArbitraries, { maxCommands: MAX_COMMANDS, size: 'max' }),
      (fixture, commands) => {
        const session = sessions[fixture];
        session.begin();
        fc.modelRun(() => ({ model: session, real: {} }), commands);
        operations += session.operations;
      },
    ),
    { numRuns: runs, seed },
  );
  return operations;
}

/** fc.commands on the model, invariants checked. @param {number} runs */
export function commandsOnModel(runs) {
  const sessions = drawnCases(FIXTURES).map((given) => new ModelSession(given));
  let seed = 0;
  return () => runCommands(sessions, runs, ++seed);
}

/** fc.commands on boards, judged as the product judges. @param {number} runs */
export function commandsOnBoard(runs) {
  const sessions = drawnCases(FIXTURES).map((given) => new BoardSession(given));
  let seed = 0;
  return () => runCommands(sessions, runs, ++seed);
}
