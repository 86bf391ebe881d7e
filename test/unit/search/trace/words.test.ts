// Records are read in place; JSON lines by their members. The same words mean the same.

import { expect, test } from 'vitest';
import { understandJson, understandRecord } from '#dist/search/trace/notation.js';

const KEYS = [
  ...['n', 'from', 'thread', 'process', 'buffer', 'source', 'unmarshalled', 'size', 'descriptor'],
  ...['protection', 'result', 'out', 'was', 'data', 'sum', 'forceDuplicate', 'throughKernel'],
  ...['noOut', 'fault', 'reading', 'copyLimit', 'unheard', 'nn', 'thraed', 'o', 'opp'],
];
const OPERATIONS = [
  ...['CeOpenCallerBuffer', 'CeFreeAsynchronousBuffer', 'read', 'write', 'call', 'return', 'exit'],
  ...['region', 'begin', 'VirtualProtect', 'CeOpenCallerBuffet', 'reda', ''],
];
const VALUES = [
  ...['0', '1', '512', '0x0', '0xC', '0xd0001000', '0xffffffff', '4294967295', '4294967296'],
  ...['-1', '-2147483649', '0xg', '12a', '', '0x', '0x123456789', 'true', 'false', '1.5', '0X1f'],
  ...['ARG_IO_PTR', 'ARG_I_PTR|MARSHAL_FORCE_ALIAS', 'S_OK', 'E_ACCESSDENIED', 'S_NOTHING', '='],
];

function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('a record and a JSON line of the same words', () => {
  const draw = numbers(7);
  const kinds = { event: 0, unknown: 0, broken: 0 };
  for (let round = 0; round < 20_000; round += 1) {
    const members = new Map([['op', OPERATIONS[draw(OPERATIONS.length)]]]);
    const isFull = draw(3) > 0;
    for (let more = isFull ? KEYS.length : draw(6); more > 0; more -= 1) {
      const good = draw(isFull ? 200 : 4) > 0;
      members.set(KEYS[draw(KEYS.length)], VALUES[draw(good ? 8 : VALUES.length)]);
    }
    const text = [...members].map(([key, value]) => `${key}=${value}`).join(' ');
    const record = understandRecord(text, '', round);
    const json = understandJson(JSON.stringify(Object.fromEntries(members)), round);
    expect(record, text).toEqual(json);
    kinds[record.kind] += 1;
  }
  expect(Math.min(...Object.values(kinds))).toBeGreaterThan(1000);
});

test('what is no word is passed over', () => {
  const plain = understandRecord('op=return n=3', '', 1);
  expect(plain).toMatchObject({ kind: 'event', event: { op: 'return', n: 3 } });
  for (const text of [
    'op=return   n=3',
    ' op=return n=3 ',
    'word op=return =5 n=3',
    'op=return n=3 x',
  ]) {
    expect(understandRecord(text, '', 1), text).toEqual(plain);
  }
  for (const text of ['', ' ', 'n=3', 'op', 'op n=3', '=op']) {
    expect(understandRecord(text, '', 1), text).toMatchObject({ kind: 'broken', why: 'no op' });
  }
  expect(understandRecord('op=', '', 1)).toEqual({ kind: 'unknown' });
});
