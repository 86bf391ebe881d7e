// Whatever a client does, and whichever fault is planted: a board answers and never throws.
import { describe, expect, test } from 'vitest';
import type { OperationName, Request, Response, Target } from '#dist/targets/interface.js';
import { FAULTS } from '#dist/targets/simulator/faults/index.js';
import { boardFor, createBoard } from '#dist/targets/simulator/index.js';
import { MINE, MIXED, SECRET, SENTINEL, SETUP } from './rig.js';

const OPERATIONS: readonly OperationName[] = [
  'CeOpenCallerBuffer',
  'CeCloseCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeFreeAsynchronousBuffer',
  'CeFlushAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
  'CeFreeDuplicateBuffer',
  'resume',
  'read',
  'write',
  'call',
  'call',
  'return',
  'exit',
  'start',
  'VirtualProtect',
  'VirtualFree',
  'VirtualAlloc',
  'construct',
  'Allocate',
  'Free',
  'Marshal',
  'Unmarshal',
  'Flush',
  'ptr',
  'size',
  'copy',
  'destroy',
  'VirtualAllocEx',
  'VirtualAllocEx',
  'VirtualCopyEx',
  'VirtualFreeEx',
  'WD_Open',
  'WD_Close',
  'WD_DMALock',
  'WD_DMALock',
  'WD_DMA',
  'WD_CardRegister',
  'WD_DMAUnlock',
  'WD_DMASyncIo',
  'WD_KernelPlugInOpen',
  'WD_KernelPlugInCall',
  'WD_KernelPlugInClose',
];
const SIZES = [0, 1, 4, 4, 8, 100, 520, 521, 5000, 20_000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
const TYPES = [0, 4, 4, 5, 6, 7, 8, 8, 9, 0xa, 0xc, 0xc, 0xf, 0x104, 0x8000_0004, 0x8000_000c];
const READINGS = [
  'ce6-armv4i',
  'compact7-armv5',
  'compact2013-x86',
  'shipped-compact7-armv5',
  'shipped-compact2013-armv7',
];
const response: Response = {
  status: 'returned',
  value: 0,
  pointer: 0,
  bytes: new Uint8Array(1 << 20),
};
const bytes = new Uint8Array(1 << 20).fill(0x5a);

/** A pinned generator, so that a failure comes back. */
function makeDraw(seed: number): <T>(from: readonly T[]) => T {
  let state = seed;
  return (from) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return from[(state >>> 0) % from.length];
  };
}

function drawRequest(draw: ReturnType<typeof makeDraw>, pointers: readonly number[]): Request {
  const operation = draw(OPERATIONS);
  const isAccess = operation === 'read' || operation === 'write';
  return {
    operation,
    thread: draw(isAccess ? [-1, 0, 1, 2] : [0, 1, 1, 2]),
    process: draw([1, 1, 2, 8]),
    destination: draw([true, true, true, false]),
    pointer: draw(pointers),
    source: draw(pointers),
    unmarshalled: draw([0, MINE, MINE + 8]),
    size: isAccess ? draw([1, 4, 100, 5000]) : draw(SIZES),
    descriptor: draw(operation === 'VirtualProtect' ? [1, 2, 4, 0x204] : TYPES),
    forceDuplicate: draw([true, false]),
    viaKernel: draw([true, false, false]),
    allocationFails: draw([0, 0, 0, 1, 2]),
    pause: draw(['', '', '', 'checked', 'measured', 'written-back']),
    bytes,
    object: draw([1, 1, 2, 3, 99]),
    mode: draw([1, 2, 3, 3, 0, 0x2000, 0x2000, 0x8000]),
    constant: draw([true, false]),
    unforced: draw([true, false]),
    asynchronous: draw([true, false]),
  };
}

function storm(board: Target, reading: string, seed: number): void {
  const draw = makeDraw(seed);
  const server = draw(['kernel', 'user'] as const);
  const personality = draw([0, 1, 2, 38, 84, 511]);
  board.reset({ ...SETUP, reading, server, personality });
  const pointers = [0, MINE, MINE, MINE + 0xff0, MIXED, SECRET, 0x1000, 0xffff_fff0];
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 60; step += 1) {
    board.perform(drawRequest(draw, pointers), response);
    const { pointer } = response;
    if (pointer !== 0 && pointer !== SENTINEL) pointers.push(pointer, pointer + 3);
    const { inspection } = board;
    if (inspection === null) throw new Error('the board cannot be looked into');
    least = Math.min(least, inspection.heapBlocks(), inspection.aliases(), inspection.records());
  }
  // Once a storm: expect takes longer than a step.
  expect(least).toBeGreaterThanOrEqual(0);
}

describe('a storm of requests', () => {
  test.each(READINGS)('%s', (reading) => {
    const board = createBoard(boardFor(reading));
    for (let seed = 1; seed <= 150; seed += 1) storm(board, reading, seed * 7919);
  });

  test.each(FAULTS.map((fault) => fault.id))('with %s', (id) => {
    for (const reading of ['compact7-armv5', 'shipped-compact7-armv5']) {
      const board = createBoard(boardFor(reading), id);
      for (let seed = 1; seed <= 4; seed += 1) storm(board, reading, seed * 104_729);
    }
  });
});
