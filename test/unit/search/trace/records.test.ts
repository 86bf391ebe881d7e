// Raw debug output: prefixes, broken and interleaved records, numbers out of order.

import { describe, expect, test } from 'vitest';
import { recordLine, understandJson, understandRecord } from '#dist/search/trace/notation.js';
import { Records } from '#dist/search/trace/records.js';
import { Sequence } from '#dist/search/trace/sequence.js';
import { begin, closing, found, free, judged, numbered, opening, raw } from './logs.js';

const A = recordLine({ op: 'return', thread: 17 });
const B = recordLine({ op: 'call', thread: 18, process: 33 });

/** Texts of the records of some lines, and what became of the rest. */
function records(...lines: string[]): { texts: string[]; mended: number; broken: number } {
  const texts: string[] = [];
  const all = new Records((text) => texts.push(text));
  lines.forEach((line, index) => {
    all.push(line, index + 1);
  });
  all.end();
  return { texts, mended: all.mended, broken: all.broken };
}

const TEXTS = ['op=return thread=17', 'op=call thread=18 process=33'];

describe('records', () => {
  test('behind prefixes, among other output', () => {
    expect(records('boot', `PID:00400002 TID:0011 ${A}`, `12 ${B}`, 'x ~1234')).toEqual({
      texts: TEXTS,
      mended: 0,
      broken: 0,
    });
  });

  test.each([5, 10, A.length - 5, A.length - 1])('broken by a line end after %i', (at) => {
    const rest = `PID:00400002 TID:0011 ${A.slice(at)}`;
    expect(records(A.slice(0, at), rest).texts).toEqual([TEXTS[0]]);
    expect(records(A.slice(0, at), 'other output', B, A.slice(at))).toEqual({
      texts: [TEXTS[1], TEXTS[0]],
      mended: 1,
      broken: 0,
    });
  });

  test('printed into the middle of another', () => {
    const at = 11;
    const prefixed = `PID:00400002 TID:00000012 ${B}`;
    const mixed = [`PID:00400002 TID:00000011 ${A.slice(0, at)}${prefixed}`, A.slice(at)];
    expect(records(...mixed)).toMatchObject({ texts: [TEXTS[1], TEXTS[0]], mended: 1 });
    expect(records(A.slice(0, at) + B + A.slice(at))).toMatchObject({
      texts: [TEXTS[1], TEXTS[0]],
      mended: 1,
    });
  });

  test('that do not fit their checksum are broken', () => {
    expect(records(A.replace('17', '71'), B)).toEqual({
      texts: [TEXTS[1]],
      mended: 0,
      broken: 1,
    });
    const many = Array.from({ length: 20 }, () => A.slice(0, 20));
    expect(records(...many).broken).toBe(20);
  });
});

describe('what a line says', () => {
  test('in hexadecimal, decimal and names', () => {
    const text = 'op=CeCloseCallerBuffer thread=0x1F buffer=4096 source=0x1000 size=5 ';
    const closed = understandRecord(`${text}descriptor=ARG_O_PTR result=E_FAIL`, '', 1);
    expect(closed).toMatchObject({
      kind: 'event',
      event: { thread: 31, buffer: 4096, source: 4096, descriptor: 8, result: 0x80004005 },
    });
  });

  test('thread and process may come from the prefix', () => {
    const got = understandRecord('op=exit', 'PID:00400002 TID:0x1f ', 3);
    expect(got).toMatchObject({ event: { process: 0x400002, thread: 31, line: 3 } });
  });

  test.each([
    ['op=read size=4', 'read without buffer'],
    ['op=read buffer=0x100000000 size=4', 'buffer is no 32-bit number'],
    ['op=read buffer=12z size=4', 'buffer is no 32-bit number'],
    ['thread=4', 'no op'],
  ])('%s is broken', (text, why) => {
    expect(understandRecord(text, '', 1)).toEqual({ kind: 'broken', why });
  });

  test.each(['{', '[]', '7', '{"op":7}', '{"op":"read","buffer":1.5,"size":4}'])(
    'no JSON event: %s',
    (text) => {
      expect(understandJson(text, 1).kind).toBe('broken');
    },
  );
});

describe('numbers', () => {
  function order(numbers: readonly number[]): [number, number][] {
    const seen: [number, number][] = [];
    const sequence = new Sequence((event, lost) => seen.push([event.n, lost]));
    for (const n of numbers) {
      const got = understandRecord(`op=return n=${n} from=0`, '', n);
      if (got.kind === 'event') sequence.push(got.event);
    }
    sequence.end();
    return seen;
  }

  test('bring neighbours into order', () => {
    expect(order([1, 3, 2, 4])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
    ]);
  });

  test('tell what was lost', () => {
    expect(order([1, 2, 5, 6])).toEqual([
      [1, 0],
      [2, 0],
      [5, 2],
      [6, 0],
    ]);
    const many = Array.from({ length: 60 }, (_, index) => index + 100);
    expect(order(many).every(([, lost]) => lost === 0)).toBe(true);
    expect(order([1, ...many]).reduce((sum, [, lost]) => sum + lost, 0)).toBe(98);
  });

  test('begin anew after a restart', () => {
    expect(order([1, 2, 3, 1, 2]).map(([n]) => n)).toEqual([1, 2, 3, 1, 2]);
  });
});

describe('whole logs', () => {
  const lines = numbered([begin(), ...opening(), free(), ...closing()]);

  test('cut off anywhere', async () => {
    const text = raw(lines).join('\r\n');
    for (let end = 1; end < text.length; end += 23) {
      const report = await judged(text.slice(0, end));
      expect(found(report), `cut at ${end}`).toEqual([]);
    }
    const half = await judged(text.slice(0, 300));
    expect(half.isTruncated).toBe(true);
  });

  test('with endless lines and bytes of any kind', async () => {
    const noise = '\u0000\u00ff'.repeat(50_000);
    const text = [noise, ...raw(lines).slice(0, 4), 'x'.repeat(3_000_000), ...raw(lines).slice(4)];
    const report = await judged(text.join('\n'));
    expect(found(report)).toEqual([]);
    expect(report.counts.broken).toBe(2);
  });

  test('in UTF-16', async () => {
    const text = Buffer.from(`\ufeff${raw(lines).join('\r\n')}\r\n`, 'utf16le');
    const report = await judged(text.toString('latin1'));
    expect(report.counts.judged).toBe(6);
    expect(found(report)).toEqual([]);
  });
});
