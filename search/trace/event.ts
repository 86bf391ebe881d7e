/**
 * One line of a log, understood: what was called, with which plain numbers, and what came of it.
 * docs/validate-a-log.md has the keys for those who write logs; both notations share them.
 */

import { DESCRIPTORS, parseDescriptor } from '../../model/descriptors.js';
import { RESULTS } from '../../model/results.js';
import type { OperationName } from '../../model/step.js';

/** What a line can be about besides an operation: the log itself, and memory that it declares. */
export type LogOperation = OperationName | 'begin' | 'end' | 'region';

/** Numbers are unsigned 32-bit, sizes in bytes; what a line does not say is {@link UNSAID}. */
export interface LogEvent {
  /** Line in the file, from 1; of the end of the record where it was broken. */
  line: number;
  op: LogOperation;
  /** Number that the logger drew when the call had come back, and the last one drawn before. */
  n: number;
  from: number;
  /** Thread and process as the system numbers them; the process is the caller's. */
  thread: number;
  process: number;
  buffer: number;
  source: number;
  unmarshalled: number;
  size: number;
  descriptor: number;
  protection: number;
  result: number;
  /** What the out-pointer held afterwards. */
  out: number;
  /** What it held before. */
  was: number;
  /** Number of what a write stored, as scenarios number it; 0 zero bytes. */
  data: number;
  /** FNV-1a of the bytes that a read gave. */
  sum: number;
  forceDuplicate: boolean;
  throughKernel: boolean;
  /** NULL was passed for the address of the out-pointer. */
  noOut: boolean;
  /** The access or call ended in an access violation. */
  fault: boolean;
  /** Words of `begin` and `region`: reading, server, runs, zeroes. */
  words: Readonly<Record<string, string>>;
}

/** A number that a line does not give. */
export const UNSAID = -1;

/** A value as a line has it. */
export type Value = string | number | boolean;

/** Operations that a log can tell. */
export const LOG_OPERATIONS: readonly LogOperation[] = [
  'CeOpenCallerBuffer',
  'CeCloseCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeFreeAsynchronousBuffer',
  'CeFlushAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
  'CeFreeDuplicateBuffer',
  'read',
  'write',
  'call',
  'return',
  'start',
  'exit',
  'VirtualProtect',
  'VirtualFree',
  'VirtualAlloc',
  'begin',
  'end',
  'region',
];
const OPERATIONS = new Set<string>(LOG_OPERATIONS);
const NO_WORDS: Readonly<Record<string, string>> = {};
/** The largest number of a line. */
export const MOST = 0xffff_ffff;
const LONGEST_WORD = 4096;

/** An event in which nothing has been said but its line. */
export function blankEvent(line: number): LogEvent {
  return {
    line,
    op: 'end',
    n: UNSAID,
    from: UNSAID,
    thread: UNSAID,
    process: UNSAID,
    buffer: UNSAID,
    source: UNSAID,
    unmarshalled: UNSAID,
    size: UNSAID,
    descriptor: UNSAID,
    protection: UNSAID,
    result: UNSAID,
    out: UNSAID,
    was: UNSAID,
    data: UNSAID,
    sum: UNSAID,
    forceDuplicate: false,
    throughKernel: false,
    noOut: false,
    fault: false,
    words: NO_WORDS,
  };
}

/** Decimal digits, or hexadecimal ones behind `0x`, in text[from … end); NaN for anything else. */
export function digitsIn(text: string, from: number, end: number): number {
  const length = end - from;
  if (length === 0 || length > 10) return Number.NaN;
  const isHexadecimal =
    length > 2 && text.charCodeAt(from) === 48 && text.charCodeAt(from + 1) === 120;
  const base = isHexadecimal ? 16 : 10;
  let value = 0;
  for (let i = isHexadecimal ? from + 2 : from; i < end; i += 1) {
    const code = text.charCodeAt(i);
    let digit = code - 48;
    if (digit > 9) digit = (code | 32) - 87;
    if (digit < 0 || digit >= base || (digit < 10 && code > 57)) return Number.NaN;
    value = value * base + digit;
  }
  return value;
}

/** An unsigned 32-bit number; `names` knows words for some. Throws RangeError. */
function number(key: string, value: Value, names?: (text: string) => number | undefined): number {
  let found: number;
  if (typeof value === 'number') found = value;
  else if (typeof value === 'boolean') found = value ? 1 : 0;
  else if (value.startsWith('-')) found = -digitsIn(value, 1, value.length);
  else found = digitsIn(value, 0, value.length);
  if (Number.isNaN(found) && names !== undefined) found = names(String(value)) ?? Number.NaN;
  if (found < 0 && found >= -0x8000_0000) found += MOST + 1;
  if (found >= 0 && found <= MOST && Number.isInteger(found)) return found;
  throw new RangeError(`${key} is no 32-bit number`);
}

const DESCRIPTOR_NAMES = new Map<string, number>(Object.entries(DESCRIPTORS));

function descriptorOf(text: string): number | undefined {
  return DESCRIPTOR_NAMES.get(text) ?? parseDescriptor(text);
}

function resultOf(text: string): number | undefined {
  return Object.hasOwn(RESULTS, text) ? RESULTS[text as keyof typeof RESULTS] : undefined;
}

function isTrue(value: Value): boolean {
  return value !== false && value !== 0 && value !== '0' && value !== 'false';
}

/**
 * Puts what a line says under a key into an event; keys that mean nothing are passed over. False
 * for a call that the model does not know. Throws RangeError for a value that cannot be.
 */
export function say(event: LogEvent, key: string, value: Value): boolean {
  switch (key) {
    case 'op':
      event.op = value as LogOperation;
      return OPERATIONS.has(String(value));
    case 'n':
    case 'from':
    case 'thread':
    case 'process':
    case 'buffer':
    case 'source':
    case 'unmarshalled':
    case 'size':
    case 'protection':
    case 'out':
    case 'was':
    case 'data':
    case 'sum':
      event[key] = number(key, value);
      return true;
    case 'descriptor':
      event.descriptor = number(key, value, descriptorOf);
      return true;
    case 'result':
      event.result = number(key, value, resultOf);
      return true;
    case 'forceDuplicate':
    case 'throughKernel':
    case 'noOut':
    case 'fault':
      event[key] = isTrue(value);
      return true;
    case 'reading':
    case 'server':
    case 'copyLimit':
    case 'runs':
    case 'zeroes':
      event.words = { ...event.words, [key]: String(value).slice(0, LONGEST_WORD) };
      return true;
    default:
      return true;
  }
}

const RELEASES = ['buffer', 'source', 'size', 'descriptor', 'result'] as const;
const ALLOCATES = ['source', 'size', 'descriptor', 'result', 'out'] as const;

/** Numbers without which a line about an operation says too little. */
const NEEDED: Readonly<Partial<Record<LogOperation, readonly (keyof LogEvent)[]>>> = {
  CeOpenCallerBuffer: ALLOCATES,
  CeAllocAsynchronousBuffer: ALLOCATES,
  CeAllocDuplicateBuffer: ALLOCATES,
  CeCloseCallerBuffer: RELEASES,
  CeFreeAsynchronousBuffer: RELEASES,
  CeFreeDuplicateBuffer: RELEASES,
  CeFlushAsynchronousBuffer: [...RELEASES, 'unmarshalled'],
  read: ['buffer', 'size'],
  write: ['buffer', 'size'],
  exit: ['process'],
  start: ['process'],
  region: ['process', 'source', 'size'],
  VirtualProtect: ['process', 'buffer', 'size', 'protection', 'result'],
  VirtualFree: ['process', 'buffer', 'result'],
  VirtualAlloc: ['process', 'buffer', 'result'],
};

/** The first key that the line of this operation needs and does not have; '' for none. */
export function missingKey(event: LogEvent): string {
  for (const key of NEEDED[event.op] ?? []) {
    if (event[key] === UNSAID && !(key === 'out' && (event.fault || event.noOut))) return key;
  }
  return '';
}

/** True for the three functions that give a buffer. */
export function givesBuffer(op: LogOperation): boolean {
  return ALLOCATING.has(op);
}

const ALLOCATING = new Set<string>([
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
]);

/** True for a string that the system measures. */
export function isMeasured({ size, descriptor }: Pick<LogEvent, 'size' | 'descriptor'>): boolean {
  const type = descriptor & 0x7fff_ffff;
  return size === 0 && (type === DESCRIPTORS.ARG_I_WSTR || type === DESCRIPTORS.ARG_I_ASTR);
}
