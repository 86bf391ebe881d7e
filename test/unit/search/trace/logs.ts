// Logs made by hand, as a driver with the macros would print them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recordLine } from '#dist/search/trace/notation.js';
import { type TraceOptions, traceLog } from '#dist/search/trace/trace.js';
import type { TraceReport } from '#dist/search/trace/types.js';

/** What a line says. */
export type Line = Readonly<Record<string, string | number | boolean>>;

/** The thread and process of most lines. */
export const CALLER: Line = { thread: 0x11, process: 0x21 };
/** A buffer of the caller. */
export const DATA: Line = { source: '0x30000', size: 512, descriptor: 'ARG_IO_PTR' };
/** Where the kernel puts what it makes. */
export const KEPT = '0xd0000000';

/** The first line of a log. */
export function begin(reading = 'compact7-armv5', more: Line = {}): Line {
  return { op: 'begin', reading, server: 'kernel', ...more };
}

/** A call that opens DATA and makes it asynchronous at KEPT, unfinished. */
export function opening(more: Line = {}): Line[] {
  return [
    { ...CALLER, ...more, op: 'call' },
    { ...CALLER, ...more, op: 'CeOpenCallerBuffer', ...DATA, result: 0, out: '0x30000' },
    { ...CALLER, ...more, op: 'CeAllocAsynchronousBuffer', ...DATA, result: 0, out: KEPT },
  ];
}

/** Free of KEPT by a thread of the driver's own. */
export function free(more: Line = {}): Line {
  const op = 'CeFreeAsynchronousBuffer';
  return { thread: 0x99, op, buffer: KEPT, ...DATA, result: 0, ...more };
}

/** Close of DATA, and the return of the call. */
export function closing(more: Line = {}): Line[] {
  const op = 'CeCloseCallerBuffer';
  return [
    { ...CALLER, ...more, op, buffer: '0x30000', ...DATA, result: 0 },
    { ...CALLER, ...more, op: 'return' },
  ];
}

/** Numbers lines as the header does. */
export function numbered(lines: readonly Line[]): Line[] {
  return lines.map((line, index) => ({ n: index + 1, from: index, ...line }));
}

/** Lines as records of raw debug output. */
export function raw(lines: readonly Line[]): string[] {
  return lines.map((line) => recordLine(line));
}

/** Judges a text as a log. */
export async function judged(text: string, options: TraceOptions = {}): Promise<TraceReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-log-'));
  try {
    const file = path.join(folder, 'board.log');
    writeFileSync(file, text, 'latin1');
    return await traceLog(file, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Judges lines as NDJSON. */
export async function judge(
  lines: readonly Line[],
  options: TraceOptions = {},
): Promise<TraceReport> {
  return judged(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`, options);
}

/** Line, class and obligations of each finding. */
export function found(report: TraceReport): string[] {
  return report.findings.map((each) => `${each.line} ${each.class} ${each.obligations.join(' ')}`);
}
