/**
 * The two notations of a log: one JSON object a line, or records in raw debug output, which look
 * like `@mc n=7 from=6 op=CeCloseCallerBuffer … ~1f3c`. The four digits at the end are a checksum:
 * a record that another one was printed into does not fit it.
 */

import { blankEvent, type LogEvent, missingKey, say, UNSAID, type Value } from './event.js';
import { sayWords } from './words.js';

/** What begins a record in raw debug output. */
export const MARK = '@mc ';

/** What became of a line. */
export type Understood =
  | { readonly kind: 'event'; readonly event: LogEvent }
  /** A call that the model does not know; it is taken for a silent step. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'broken'; readonly why: string };

const UNKNOWN: Understood = { kind: 'unknown' };

/** Checksum of a record between its mark and ` ~`: h ← 31 h + byte, modulo 65 536. */
export function checksum(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum = (sum * 31 + text.charCodeAt(i)) & 0xffff;
  return sum.toString(16).padStart(4, '0');
}

/** Where the checksum of a record that is whole ends, or −1; `text` begins behind the mark. */
export function wholeLength(text: string): number {
  const at = text.indexOf(' ~');
  if (at < 0 || text.length < at + 6) return -1;
  const sum = text.slice(at + 2, at + 6);
  return checksum(text.slice(0, at)) === sum ? at + 6 : -1;
}

function broken(error: unknown): Understood {
  if (error instanceof RangeError) return { kind: 'broken', why: error.message };
  throw error;
}

function complete(event: LogEvent): Understood {
  const missing = missingKey(event);
  if (missing === '') return { kind: 'event', event };
  return { kind: 'broken', why: `${event.op} without ${missing}` };
}

/** A line that is one JSON object. */
export function understandJson(text: string, line: number): Understood {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { kind: 'broken', why: 'no JSON' };
  }
  if (typeof data !== 'object' || data === null) return { kind: 'broken', why: 'no JSON object' };
  const members = data as Readonly<Record<string, unknown>>;
  if (typeof members['op'] !== 'string') return { kind: 'broken', why: 'no op' };
  const event = blankEvent(line);
  try {
    for (const key in members) {
      const value = members[key];
      if (typeof value === 'object' || value === undefined) continue;
      if (!say(event, key, value as Value)) return UNKNOWN;
    }
  } catch (error) {
    return broken(error);
  }
  return complete(event);
}

/**
 * The text of a whole record, mark and checksum off. `prefix`: what stood before the mark on its
 * line, where PID and TID may be.
 */
export function understandRecord(text: string, prefix: string, line: number): Understood {
  const event = blankEvent(line);
  try {
    const said = sayWords(event, text);
    if (said === 'unknown') return UNKNOWN;
    if (said === 'nothing') return { kind: 'broken', why: 'no op' };
    if (prefix !== '') sayPrefix(event, prefix);
  } catch (error) {
    return broken(error);
  }
  return complete(event);
}

const BY_ITSELF = /^(read|write|start|exit|Virtual.*)$/;

/** True where an application acts by itself, and whoever printed the line is another thread. */
function isByItself({ op, process }: LogEvent): boolean {
  return process !== UNSAID && BY_ITSELF.test(op);
}

/** What the debugger prints before a line says the thread, and for `exit` the process. */
function sayPrefix(event: LogEvent, prefix: string): void {
  if (event.thread === UNSAID && !isByItself(event)) {
    const thread = /\bTID:(?:0x)?([0-9a-f]{1,8})\b/i.exec(prefix);
    if (thread !== null) say(event, 'thread', `0x${thread[1]}`);
  }
  if (event.op === 'exit' && event.process === UNSAID) {
    const process = /\bPID:(?:0x)?([0-9a-f]{1,8})\b/i.exec(prefix);
    if (process !== null) say(event, 'process', `0x${process[1]}`);
  }
}

/** An event as a record of raw debug output. */
export function recordLine(members: Readonly<Record<string, string | number | boolean>>): string {
  const text = Object.entries(members)
    .map(([key, value]) => `${key}=${value === true ? 1 : String(value)}`)
    .join(' ');
  return `${MARK}${text} ~${checksum(text)}`;
}
