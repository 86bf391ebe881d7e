/**
 * The words of a record, `key=value` each, read in place: a log of a million lines has fifteen
 * million of them, and nearly all are numbers.
 */

import { digitsIn, LOG_OPERATIONS, type LogEvent, type LogOperation, MOST, say } from './event.js';

const SPACE = 32;
const EQUALS = 61;

/** What is filled in for a key whose value is a number. */
const NUMBERS: Readonly<Record<string, (event: LogEvent, value: number) => void>> = {
  n: (event, value) => {
    event.n = value;
  },
  from: (event, value) => {
    event.from = value;
  },
  thread: (event, value) => {
    event.thread = value;
  },
  process: (event, value) => {
    event.process = value;
  },
  buffer: (event, value) => {
    event.buffer = value;
  },
  source: (event, value) => {
    event.source = value;
  },
  unmarshalled: (event, value) => {
    event.unmarshalled = value;
  },
  size: (event, value) => {
    event.size = value;
  },
  descriptor: (event, value) => {
    event.descriptor = value;
  },
  result: (event, value) => {
    event.result = value;
  },
  out: (event, value) => {
    event.out = value;
  },
  was: (event, value) => {
    event.was = value;
  },
};

/** A word that is known, found by its {@link sumOf}. */
interface Known<T> {
  readonly text: string;
  readonly what: T;
}

const KEYS = bySum(Object.entries(NUMBERS));
const OPERATIONS = bySum(LOG_OPERATIONS.map((op): [string, LogOperation] => [op, op]));
const OP_SUM = sumOf('op', 0, 2);

/** Different for the words that are known; words that are not are compared in full. */
function sumOf(text: string, from: number, end: number): number {
  let sum = 0;
  for (let i = from; i < end; i += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(i)) | 0;
  return sum;
}

function bySum<T>(words: readonly (readonly [string, T])[]): ReadonlyMap<number, Known<T>> {
  return new Map(words.map(([text, what]) => [sumOf(text, 0, text.length), { text, what }]));
}

function found<T>(
  known: ReadonlyMap<number, Known<T>>,
  sum: number,
  text: string,
  from: number,
  end: number,
): T | undefined {
  const entry = known.get(sum);
  if (entry?.text.length !== end - from) return undefined;
  return text.startsWith(entry.text, from) ? entry.what : undefined;
}

/**
 * Puts what a record says into an event: `unknown` for a call that the model does not know,
 * `nothing` where it names no operation. Throws RangeError for a value that cannot be.
 */
export function sayWords(event: LogEvent, text: string): 'all' | 'unknown' | 'nothing' {
  let hasOperation = false;
  const { length } = text;
  for (let at = 0; at < length; ) {
    let sum = 0;
    let equals = at;
    for (; equals < length; equals += 1) {
      const code = text.charCodeAt(equals);
      if (code === EQUALS || code === SPACE) break;
      sum = (Math.imul(sum, 31) + code) | 0;
    }
    let end = text.indexOf(' ', equals);
    if (end < 0) end = length;
    if (equals > at && text.charCodeAt(equals) === EQUALS) {
      if (sum === OP_SUM && text.startsWith('op=', at)) {
        const operation = operationIn(text, equals + 1, end);
        if (operation === undefined) return 'unknown';
        event.op = operation;
        hasOperation = true;
      } else if (!sayWord(event, text, sum, at, equals, end)) return 'unknown';
    }
    at = end + 1;
  }
  return hasOperation ? 'all' : 'nothing';
}

function operationIn(text: string, from: number, end: number): LogOperation | undefined {
  return found(OPERATIONS, sumOf(text, from, end), text, from, end);
}

/** One word that is no operation: a number where it is one, else as `say` understands it. */
function sayWord(
  event: LogEvent,
  text: string,
  sum: number,
  at: number,
  equals: number,
  end: number,
): boolean {
  const put = found(KEYS, sum, text, at, equals);
  if (put !== undefined) {
    const value = digitsIn(text, equals + 1, end);
    if (value <= MOST) {
      put(event, value);
      return true;
    }
  }
  return say(event, text.slice(at, equals), text.slice(equals + 1, end));
}
