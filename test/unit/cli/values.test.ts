import { READINGS } from 'marshalcheck';
import { describe, expect, test } from 'vitest';
import { Failure } from '#dist/cli/failure.js';
import { faultIds } from '#dist/cli/fault-values.js';
import { nearest } from '#dist/cli/nearest.js';
import { duration } from '#dist/cli/progress.js';
import { families, readings, seconds, servers, wholeNumber } from '#dist/cli/values.js';
import { grouped } from '#dist/reports/fuzz.js';

describe('values of flags', () => {
  test('whole numbers', () => {
    const parse = wholeNumber('--runs', 1, 100);
    expect(parse('1')).toBe(1);
    expect(parse(' 100 ')).toBe(100);
    for (const text of ['0', '101', '-1', '1.5', '1e1', '0x10', '', 'x']) {
      expect(() => parse(text), text).toThrow(Failure);
    }
  });

  test('lengths of time', () => {
    const parse = seconds('--time-limit');
    expect([parse('90'), parse('90s'), parse('5m'), parse('1.5h')]).toEqual([90, 90, 300, 5400]);
    for (const text of ['0', '-1s', '5 days', '', 'm']) {
      expect(() => parse(text), text).toThrow(Failure);
    }
  });

  test('readings come in the order of the table, each once', () => {
    const parse = readings('--reading');
    expect(parse('all')).toEqual(READINGS.map((reading) => reading.id));
    const both = parse('shipped, documented, ce6-x86');
    expect(both).toEqual(parse('all'));
    expect(parse('compact7-armv5,ce6-x86')).toEqual(['ce6-x86', 'compact7-armv5']);
    for (const text of ['', 'toString', 'all,', 'ALL']) {
      expect(() => parse(text), text).toThrow(Failure);
    }
  });

  test('families come in the order of the table', () => {
    const parse = families('--family');
    expect(parse('windriver,wrapper-classes')).toEqual(['wrapper-classes', 'windriver']);
    expect(parse('all')).toHaveLength(4);
    expect(parse('none')).toEqual([]);
    expect(() => parse('winddriver')).toThrow(/windriver/);
  });

  test('servers and faults', () => {
    expect(servers('--server')('both')).toEqual(['kernel', 'user']);
    expect(() => servers('--server')('host')).toThrow(Failure);
    expect(faultIds('--fault')('all').length).toBeGreaterThan(45);
    expect(() => faultIds('--fault')('none')).toThrow(Failure);
  });
});

describe('the nearest name', () => {
  test.each([
    ['compact8', 'compact7-x86'],
    ['ce6-x68', 'ce6-x86'],
    ['shiped', 'shipped'],
    ['armv5', 'compact7-armv5'],
    ['CE6-X86', 'ce6-x86'],
    ['zzzzzz', ''],
    ['', ''],
  ])('%s is %s', (given, expected) => {
    const known = ['all', 'shipped', ...READINGS.map((reading) => reading.id)];
    expect(nearest(given, known)).toBe(expected);
  });
});

test('numbers for people', () => {
  expect([0, 999, 1000, 1_234_567].map(grouped)).toEqual(['0', '999', '1 000', '1 234 567']);
  expect([0, 59.4, 60, 3599, 7260].map(duration)).toEqual([
    '0 s',
    '59 s',
    '1 min 00 s',
    '59 min 59 s',
    '2 h 1 min',
  ]);
  expect(duration(Number.POSITIVE_INFINITY)).toBe('?');
});
