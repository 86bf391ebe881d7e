// The tour of a healthy board as a tape of all that was asked of it, played to a defective board
// beside a healthy one: where everything comes out the same, its own tour would be the same.

import { Buffer } from 'node:buffer';
import { Tour } from '#dist/search/tour/tour.js';
import { createTarget } from '#dist/targets/index.js';

/** @typedef {import('#dist/search/check/marshalling/scope.js').Scope} Scope */
/** @typedef {import('#dist/targets/interface.js').Inspection} Inspection */
/** @typedef {import('#dist/targets/interface.js').PageState} PageState */
/** @typedef {import('#dist/targets/interface.js').Request} Request */
/** @typedef {import('#dist/targets/interface.js').Response} Response */
/** @typedef {import('#dist/targets/interface.js').Setup} Setup */
/** @typedef {import('#dist/targets/interface.js').Target} Target */

/**
 * What was asked, in order. `marks`: a RESET; PERFORM; PEEK with process, address, size; PAGE with
 * process, address; COUNT.
 *
 * @typedef {{ reading: string, isWhole: boolean, setup: Setup | null, requests: Request[],
 *   marks: number[] }} Tape
 */

const [RESET, PERFORM, PEEK, PAGE, COUNT] = [0, 1, 2, 3, 4];
const MOST_BYTES = 1 << 20;
const NONE = new Uint8Array(0);

/** @param {Tape} tape @param {Inspection} seen @returns {Inspection} */
function recordedLooks({ marks }, seen) {
  let counted = 0;
  const count = (/** @type {() => number} */ ask) => {
    // All of them are compared at once.
    if (marks.length !== counted) marks.push(COUNT);
    counted = marks.length;
    return ask();
  };
  return {
    peek: (process, address, size, into) => {
      marks.push(PEEK, process, address, size);
      return seen.peek(process, address, size, into);
    },
    page: (process, address, out) => {
      marks.push(PAGE, process, address);
      seen.page(process, address, out);
    },
    heapBlocks: () => count(() => seen.heapBlocks()),
    heapBytes: () => count(() => seen.heapBytes()),
    aliases: () => count(() => seen.aliases()),
    records: () => count(() => seen.records()),
  };
}

/** A healthy board that notes what is asked of it. @param {Tape} tape @returns {Target} */
function recorder(tape) {
  const board = createTarget('simulator', tape.reading, '');
  return {
    name: board.name,
    inspection: recordedLooks(tape, /** @type {Inspection} */ (board.inspection)),
    pauses: board.pauses,
    reset: (setup) => {
      tape.setup = setup;
      tape.marks.push(RESET);
      board.reset(setup);
    },
    perform: (request, response) => {
      const bytes = request.operation === 'write' ? request.bytes.slice() : NONE;
      tape.requests.push({ ...request, bytes });
      tape.marks.push(PERFORM);
      board.perform(request, response);
    },
  };
}

/**
 * Records a tour.
 *
 * @param {Scope} scope
 * @param {string} reading
 * @param {number} most operations
 */
export async function record(scope, reading, most) {
  /** @type {Tape} */
  const tape = { reading, isWhole: false, setup: null, requests: [], marks: [] };
  const how = { fault: '', inspection: true, identify: false, doubtful: false };
  const bounds = { mostOperations: most, mostDepartures: 1, now: () => 0 };
  const target = recorder(tape);
  const { report } = await new Tour({ scope, reading, target, name: '', ...how, ...bounds }).run();
  return { ...tape, isWhole: report.complete };
}

/** One board that a tape is played to, with room for what it answers. */
class Player {
  /** @type {Response} */
  response = { status: 'returned', value: 0, pointer: 0, bytes: Buffer.alloc(MOST_BYTES) };
  bytes = Buffer.alloc(MOST_BYTES);
  /** @type {PageState} */
  page = { present: false, protection: 0, cached: false, frame: 0, references: 0 };

  /** @param {string} reading @param {string} fault '' for a healthy one */
  constructor(reading, fault) {
    this.board = createTarget('simulator', reading, fault);
    this.seen = /** @type {Inspection} */ (this.board.inspection);
  }

  /** @param {Request} asked */
  perform(asked) {
    const { response } = this;
    response.status = 'returned';
    response.value = 0;
    response.pointer = 0;
    this.board.perform(asked, response);
  }
}

/** @param {Player} first @param {Player} second @param {Request} request */
function answersDiffer(first, second, request) {
  first.perform(request);
  second.perform(request);
  const [a, b] = [first.response, second.response];
  if (a.status !== b.status || a.value !== b.value || a.pointer !== b.pointer) return true;
  if (request.operation !== 'read' || a.status !== 'returned') return false;
  return Buffer.compare(a.bytes.subarray(0, request.size), b.bytes.subarray(0, request.size)) !== 0;
}

/** @param {Player} first @param {Player} second @param {number} process @param {number} address */
function pagesDiffer(first, second, process, address) {
  first.seen.page(process, address, first.page);
  second.seen.page(process, address, second.page);
  const [a, b] = [first.page, second.page];
  if (!a.present || !b.present) return a.present !== b.present;
  return (
    a.protection !== b.protection ||
    a.cached !== b.cached ||
    a.frame !== b.frame ||
    a.references !== b.references
  );
}

/** @param {Inspection} a @param {Inspection} b */
function countsDiffer(a, b) {
  return (
    a.heapBlocks() !== b.heapBlocks() ||
    a.heapBytes() !== b.heapBytes() ||
    a.aliases() !== b.aliases() ||
    a.records() !== b.records()
  );
}

/**
 * @param {Player} first
 * @param {Player} second
 * @param {number} process
 * @param {number} address
 * @param {number} size
 */
function bytesDiffer(first, second, process, address, size) {
  const is = first.seen.peek(process, address, size, first.bytes);
  if (is !== second.seen.peek(process, address, size, second.bytes)) return true;
  return is && Buffer.compare(first.bytes.subarray(0, size), second.bytes.subarray(0, size)) !== 0;
}

/**
 * True where a defective board ever answers, or looks, otherwise than a healthy one on a tape.
 *
 * @param {Tape} tape
 * @param {string} fault
 */
export function shows({ reading, setup, requests, marks }, fault) {
  const [first, second] = [new Player(reading, ''), new Player(reading, fault)];
  let asked = 0;
  for (let at = 0; at < marks.length; at += 1) {
    const mark = marks[at];
    const [process, address, size] = [marks[at + 1], marks[at + 2], marks[at + 3]];
    if (mark === RESET) {
      for (const { board } of [first, second]) board.reset(/** @type {Setup} */ (setup));
    } else if (mark === PERFORM) {
      if (answersDiffer(first, second, requests[asked])) return true;
      asked += 1;
    } else if (mark === PEEK) {
      if (bytesDiffer(first, second, process, address, size)) return true;
      at += 3;
    } else if (mark === PAGE) {
      if (pagesDiffer(first, second, process, address)) return true;
      at += 2;
    } else if (countsDiffer(first.seen, second.seen)) return true;
  }
  return false;
}
