/** What families a program takes in, and the WinDriver buffers that it locks. */

import { codeOf, Word } from './words.js';
import { PAGE_BYTES } from './world/domain.js';

/** The largest buffer behind a WD_DMA structure, and where accesses to it begin and end. */
export interface BufferNeed {
  readonly pages: number;
  readonly cuts: readonly number[];
}

/** WD_DMA structures are numbered 1 … MOST_LOCKS. */
export const MOST_LOCKS = 4;

const FIRST_OF_WINDRIVER = codeOf('WD_Open');
const LAST_OF_WINDRIVER = codeOf('WD_KernelPlugInClose');
const LOCKS = codeOf('WD_DMALock');
const MOST_PAGES = 48;

/** True for an operation of a program that is a call of WinDriver. */
export function isWinDriver(program: Int32Array, at: number): boolean {
  const operation = program[at + Word.operation];
  return operation >= FIRST_OF_WINDRIVER && operation <= LAST_OF_WINDRIVER;
}

const FIRST_METHOD = codeOf('construct');
const LAST_METHOD = codeOf('destroy');

/** True for an operation of a program that is a method of a wrapper object. */
export function isMethod(program: Int32Array, at: number): boolean {
  const operation = program[at + Word.operation];
  return operation >= FIRST_METHOD && operation <= LAST_METHOD;
}

const FIRST_OF_ORDERING = codeOf('SetEvent');
const LAST_OF_ORDERING = codeOf('LeaveCriticalSection');

/** True where events or critical sections are used. */
export function ordersIn(program: Int32Array): boolean {
  for (let at = 0; at < program.length; at += Word.width) {
    const operation = program[at + Word.operation];
    if (operation >= FIRST_OF_ORDERING && operation <= LAST_OF_ORDERING) return true;
  }
  return false;
}

/** Pages that the locks of each structure need, where a program has to do with WinDriver. */
export function lockedPages(program: Int32Array, needed: readonly BufferNeed[]): number[] {
  const pages = needed.map((need) => need.pages);
  for (let at = 0; at < program.length; at += Word.width) {
    if (!isWinDriver(program, at)) continue;
    const lock = Math.min(Math.max(program[at + Word.object], 1), MOST_LOCKS);
    while (pages.length < lock) pages.push(1);
    if (program[at + Word.operation] !== LOCKS) continue;
    const size = Math.ceil((program[at + Word.size] >>> 0) / PAGE_BYTES);
    if (size <= MOST_PAGES) pages[lock - 1] = Math.max(pages[lock - 1], size);
  }
  return pages;
}

/** Ends of the buffers that a structure locks. */
export function sizesOf(program: Int32Array, lock: number): number[] {
  const sizes: number[] = [];
  for (let at = 0; at < program.length; at += Word.width) {
    const its = program[at + Word.object] === lock && program[at + Word.operation] === LOCKS;
    if (its) sizes.push(program[at + Word.size] >>> 0);
  }
  return sizes;
}
