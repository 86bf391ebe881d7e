// What a log shows: lines that are explained, lines that depart, what was never released.

import { describe, expect, test } from 'vitest';
import {
  begin,
  CALLER,
  closing,
  DATA,
  found,
  free,
  judge,
  KEPT,
  type Line,
  numbered,
  opening,
} from './logs.js';

const ALLOC = 'CeAllocAsynchronousBuffer';
const OPEN = 'CeOpenCallerBuffer';

describe('a log that follows the rules', () => {
  test('is explained, and leaves nothing over', async () => {
    const report = await judge([begin(), ...opening(), free(), ...closing()]);
    expect(found(report)).toEqual([]);
    expect(report.counts).toMatchObject({ lines: 7, events: 7, judged: 6, unjudged: 0 });
    expect(report.unreleasedTotal).toBe(0);
    expect(report).toMatchObject({ reading: 'compact7-armv5', isMidway: false });
  });

  test('may say so little that many worlds explain it', async () => {
    // Each Open aliased or copied, and no line says which.
    const opened = { ...CALLER, op: OPEN, ...DATA, result: 'S_OK', out: 0xe0000000 };
    const closed = { ...CALLER, op: 'CeCloseCallerBuffer', ...DATA, buffer: 0xe0000000 };
    const [call, end] = [opening()[0], closing().at(-1) as Line];
    const session = [call, opened, { ...closed, result: 'S_OK' }, end];
    const lines = Array.from({ length: 30 }, () => session).flat();
    const report = await judge([begin('ce6-x86'), ...lines]);
    expect(found(report)).toEqual([]);
    expect(report.counts).toMatchObject({ judged: 120, unjudged: 0 });
    const again = [...lines, ...session.slice(0, 3), session[2]];
    expect(found(await judge([begin('ce6-x86'), ...again]))).toHaveLength(1);
  });

  test('may free after the call has returned, and after its caller has gone', async () => {
    const lines = [...opening(), ...closing(), { op: 'exit', process: 0x21 }];
    const gone = await judge([begin(), ...lines, free({ result: 'E_FAIL' })]);
    expect(found(gone)).toEqual([]);
    // On ce6-x86 it is an alias, whose Free has nothing to write back.
    const alias = [begin('ce6-x86'), ...lines, free({ result: 'E_FAIL' })];
    expect(found(await judge(alias))).toEqual(['8 departure FREE-1.frees']);
  });

  test('says what was never released', async () => {
    const report = await judge([begin(), ...opening(), ...closing()]);
    expect(found(report)).toEqual([]);
    expect(report.unreleased).toEqual([
      { line: 4, operation: ALLOC, pointer: 0xd0000000, size: 512, process: 0x21 },
    ]);
    const ruled = await judge([begin(), ...opening(), ...closing()], { driverRules: true });
    expect(found(ruled)).toEqual([
      '4 breach ASYNC-3.frees',
      '5 breach CLOSE-4.after-free',
      '5 breach ASYNC-20.before-close',
    ]);
  });

  test('may fail for reasons that nobody logged', async () => {
    const denied = { ...CALLER, op: OPEN, ...DATA, result: 'E_ACCESSDENIED', out: 0 };
    const noMemory = {
      ...CALLER,
      op: OPEN,
      ...DATA,
      forceDuplicate: true,
      result: 'E_OUTOFMEMORY',
      out: 0,
    };
    const report = await judge([begin(), { ...CALLER, op: 'call' }, denied, noMemory]);
    expect(found(report)).toEqual([]);
  });

  test('may hold strings of any length', async () => {
    const text: Line = { ...CALLER, source: '0x30000', size: 0, descriptor: 'ARG_I_WSTR' };
    const lines = [
      begin(),
      { ...CALLER, op: 'call' },
      { ...text, op: OPEN, result: 0, out: '0x30000' },
      { ...text, op: ALLOC, result: 0, out: KEPT },
      { ...text, op: 'CeFreeAsynchronousBuffer', buffer: KEPT, result: 0 },
      { ...text, op: 'CeCloseCallerBuffer', buffer: '0x30000', result: 0 },
    ];
    expect(found(await judge(lines))).toEqual([]);
  });
});

describe('the first line that nothing explains', () => {
  test('is named, with the rule, what was permitted and the story', async () => {
    const report = await judge([begin(), ...opening(), free(), free(), ...closing()]);
    expect(found(report)).toEqual(['6 departure FREE-3.free']);
    const [finding] = report.findings;
    expect(finding).toMatchObject({
      explained: 4,
      permitted: ['any FAILED code'],
      observed: 'S_OK (0x00000000)',
      operation: 'CeFreeAsynchronousBuffer',
    });
    expect(finding.rules[0].then).toContain('FAILED');
    expect(finding.story.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
    expect(report.readings).toEqual([{ id: 'compact7-armv5', explained: 4, departsAt: 6 }]);
  });

  test.each<[string, Line, string]>([
    ['ARG_DW is no buffer', { descriptor: 'ARG_DW', out: KEPT }, 'ASYNC-22.descriptor'],
    ['no address of its own', { out: '0x30000' }, 'ALIAS-1.alias'],
    ['another offset in the page', { out: '0xd0000010' }, 'QUIET-18.page-offset'],
  ])('%s', async (_name, wrong, obligation) => {
    const lines = opening().slice(0, 2);
    const descriptor = 'ARG_IO_PTR|MARSHAL_FORCE_ALIAS';
    const alloc = { ...CALLER, op: ALLOC, ...DATA, descriptor, result: 0, out: KEPT, ...wrong };
    const report = await judge([begin(), ...lines, alloc]);
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0].line).toBe(4);
    expect(report.findings[0].obligations).toContain(obligation);
  });

  test('an address that another call still has', async () => {
    const other = { thread: 0x12, process: 0x22 };
    const report = await judge([begin(), ...opening(), ...opening(other)]);
    expect(found(report)).toEqual(['7 departure INV-ISOLATE.write INV-COUNT.equal']);
    const freed = await judge([begin(), ...opening(), free(), ...opening(other)]);
    expect(found(freed)).toEqual([]);
  });

  test('does not keep other calls from being judged', async () => {
    const other = { thread: 0x12, process: 0x22 };
    const lines = [...opening(), free(), free(), ...opening(other), free(), free()];
    expect(found(await judge([begin(), ...lines]))).toEqual([
      '6 departure FREE-3.free',
      '11 departure FREE-3.free',
    ]);
  });
});

describe('threads that were under way at the same time', () => {
  const other = { thread: 0x12, process: 0x22 };

  test('may print in another order than they acted', async () => {
    // The Free on thread 0x99 came back first, and printed after the Alloc that got its address.
    const lines = numbered([begin(), ...opening(), ...opening(other)]);
    const late = { n: 8, from: 5, ...free() };
    expect(found(await judge([...lines, late]))).toEqual([]);
  });

  test('are no excuse for the same thread', async () => {
    const lines = numbered([begin(), ...opening(), ...opening(other), free(other)]);
    expect(found(await judge(lines))[0]).toBe('7 departure INV-ISOLATE.write INV-COUNT.equal');
  });
});

describe('a log that does not tell everything', () => {
  test('may begin in the middle', async () => {
    const lines = [free(), free(), ...opening(), free(), free()];
    const report = await judge(lines, { readings: ['compact7-armv5'] });
    // The first Free may be of a buffer from before; the second one is not.
    expect(found(report)).toEqual(['2 departure FREE-3.free', '7 departure FREE-3.free']);
    expect(report.isMidway).toBe(true);
    expect(report.counts.unjudged).toBeGreaterThan(0);
  });

  test('may have lost lines', async () => {
    const whole = numbered([begin(), ...opening(), free(), ...closing(), ...opening(), free()]);
    for (let gone = 1; gone < whole.length; gone += 1) {
      const lines = whole.filter((_line, index) => index !== gone);
      const report = await judge([...lines, { n: 40, from: 39, thread: 1, op: 'return' }]);
      expect(found(report), `without line ${gone + 1}`).toEqual([]);
      expect(report.counts.lost).toBe(40 - lines.length - 1);
    }
  });

  test('a log without calls begins them silently', async () => {
    const lines = [...opening(), free(), ...closing()].filter(({ op }) => op !== 'call');
    const report = await judge([begin(), ...lines, ...lines]);
    expect(found(report)).toEqual([]);
  });

  test('calls that the model does not know are counted', async () => {
    const strange = { ...CALLER, op: 'CeMapCallerPointer', result: 0 };
    const report = await judge([begin(), ...opening(), strange, free(), ...closing()]);
    expect(found(report)).toEqual([]);
    expect(report.counts.unknown).toBe(1);
  });
});

describe('readings', () => {
  test('the one that explains most is reported', async () => {
    const flush = {
      ...free(),
      op: 'CeFlushAsynchronousBuffer',
      descriptor: 'ARG_IO_PDW',
      unmarshalled: 0,
      size: 4,
    };
    const four = { size: 4, descriptor: 'ARG_IO_PDW' };
    const lines = opening().map((line) => (line['op'] === 'call' ? line : { ...line, ...four }));
    const report = await judge([{ op: 'begin' }, ...lines, flush]);
    expect(report.readings).toHaveLength(9);
    const explain = report.readings.filter(({ departsAt }) => departsAt === 0);
    expect(explain.map(({ id }) => id)).toContain(report.reading);
    expect(explain.every(({ id }) => id.startsWith('shipped'))).toBe(true);
  });
});
