// Operations a second of the built-in boards, with no model and no checks beside them:
//   node bench/board.mjs [seconds per row]
// One round is a call, an Open, an Alloc, a write, a Flush, a read, a Free, a Close and a return.

import { createBoard } from '#dist/targets/simulator/index.js';

const seconds = Number(process.argv[2] ?? 1);
const bytes = new Uint8Array(1 << 20);
const response = { status: 'returned', value: 0, pointer: 0, bytes: new Uint8Array(1 << 20) };
const request = {
  operation: 'call',
  thread: 1,
  process: 1,
  destination: true,
  pointer: 0,
  source: 0,
  unmarshalled: 0,
  size: 0,
  descriptor: 0,
  forceDuplicate: false,
  viaKernel: false,
  allocationFails: 0,
  pause: '',
  bytes,
};
const SOURCE = 0x4_0010;
const IO_PTR = 0xc;

/** @param {string} reading @param {'kernel' | 'user'} server */
function setupFor(reading, server) {
  return {
    reading,
    copyLimitBytes: 4096,
    server,
    applications: 2,
    personality: 0,
    regions: [1, 2].map((process) => ({
      process,
      base: 0x4_0000,
      runs: [{ pages: 16, protection: 4 }],
      contents: new Uint8Array(16 * 4096),
    })),
  };
}

/** @param {any} board @param {string} operation @param {number} pointer @param {number} source
 * @param {number} size @param {number} descriptor */
function perform(board, operation, pointer, source, size, descriptor) {
  request.operation = operation;
  request.pointer = pointer;
  request.source = source;
  request.size = size;
  request.descriptor = descriptor;
  board.perform(request, response);
  return response;
}

/** One round of nine operations. @param {any} board @param {number} size */
function round(board, size) {
  perform(board, 'call', 0, 0, 0, 0);
  const opened = perform(board, 'CeOpenCallerBuffer', 0, SOURCE, size, IO_PTR).pointer;
  const buffer = perform(board, 'CeAllocAsynchronousBuffer', 0, opened, size, IO_PTR).pointer;
  perform(board, 'write', buffer, 0, size, 0);
  request.unmarshalled = SOURCE;
  perform(board, 'CeFlushAsynchronousBuffer', buffer, opened, size, IO_PTR);
  request.unmarshalled = 0;
  perform(board, 'read', buffer, 0, size, 0);
  perform(board, 'CeFreeAsynchronousBuffer', buffer, opened, size, IO_PTR);
  perform(board, 'CeCloseCallerBuffer', opened, SOURCE, size, IO_PTR);
  perform(board, 'return', 0, 0, 0, 0);
  if (response.status !== 'returned') throw new Error(`the last return was ${response.status}`);
}

/** @param {'strict' | 'shipped'} kind @param {string} reading @param {'kernel' | 'user'} server
 * @param {readonly number[]} sizes */
function measure(kind, reading, server, sizes) {
  const board = createBoard(kind);
  /** @type {any} */
  const setup = setupFor(reading, server);
  board.reset(setup);
  let operations = 0;
  const begin = performance.now();
  let now = begin;
  while (now - begin < seconds * 1000) {
    for (let turn = 0; turn < 200; turn += 1) {
      round(board, sizes[turn % sizes.length] ?? 16);
      operations += 9;
    }
    now = performance.now();
  }
  return Math.round((operations * 1000) / (now - begin));
}

/** Microseconds of a reset after a case of a few rounds. @param {string} reading */
function measureReset(reading) {
  const board = createBoard('strict');
  /** @type {any} */
  const setup = setupFor(reading, 'kernel');
  let total = 0;
  const resets = 2000;
  for (let turn = 0; turn < resets; turn += 1) {
    const begin = performance.now();
    board.reset(setup);
    total += performance.now() - begin;
    round(board, 5000);
  }
  return Math.round((total * 1000) / resets);
}

const SMALL = [4, 8, 20, 64, 100];
const MIXED = [4, 100, 520, 521, 4096, 5000, 16_384, 16_385];
/** @type {[string, 'strict' | 'shipped', string, 'kernel' | 'user'][]} */
const ROWS = [
  ['strict, no cache', 'strict', 'compact7-x86', 'kernel'],
  ['strict, no cache, user server', 'strict', 'compact7-x86', 'user'],
  ['strict, aliases only', 'strict', 'compact2013-x86', 'kernel'],
  ['strict, virtually tagged', 'strict', 'compact7-armv5', 'kernel'],
  ['shipped, no cache', 'shipped', 'shipped-compact2013-armv7', 'kernel'],
  ['shipped, virtually tagged', 'shipped', 'shipped-compact7-armv5', 'kernel'],
];
for (const [title, kind, reading, server] of ROWS) {
  const small = measure(kind, reading, server, SMALL).toLocaleString('en');
  const mixed = measure(kind, reading, server, MIXED).toLocaleString('en');
  console.log(`${title.padEnd(32)} small ${small.padStart(10)}/s   mixed ${mixed.padStart(10)}/s`);
}
console.log(`reset: ${measureReset('compact7-x86')} µs, two regions of 16 pages`);
console.log(`reset, virtually tagged: ${measureReset('compact7-armv5')} µs`);
