import { expect, test } from 'vitest';
import type { HistoryLine } from '#dist/reports/document.js';
import { historyPart, parseHistory } from '#dist/reports/history.js';
import { HistoryError } from '#dist/reports/history-error.js';

function line(day: number, signatures: string[], extra: Partial<HistoryLine> = {}): HistoryLine {
  return {
    at: `2024-03-0${day}T04:00:00.000Z`,
    marshalcheck: '0.1.0',
    command: 'fuzz',
    seed: 's',
    target: 'simulator',
    fault: '',
    seconds: 1,
    cases: 10,
    operations: 100,
    states: 0,
    covered: 1,
    obligations: 2,
    killed: 0,
    faults: 0,
    interrupted: false,
    signatures,
    ...extra,
  };
}

test('signatures are new, known, fixed or seen again', () => {
  const earlier = [line(1, ['back', 'gone']), line(2, ['known']), line(3, ['x'], { fault: 'f' })];
  const { lines, signatures } = historyPart(earlier, line(4, ['known', 'new', 'back']));
  expect(lines).toHaveLength(3);
  const states = Object.fromEntries(signatures.map((each) => [each.signature, each.state]));
  expect(states).toEqual({ back: 'seen-again', gone: 'fixed', known: 'known', new: 'new' });
  expect(signatures.find(({ signature }) => signature === 'back')).toMatchObject({
    first: earlier[0].at,
    last: '2024-03-04T04:00:00.000Z',
    times: 2,
  });
});

test('a campaign that was cut short does not make a finding come back', () => {
  const earlier = [line(1, ['a']), line(2, [], { interrupted: true })];
  expect(historyPart(earlier, line(3, ['a'])).signatures[0].state).toBe('known');
  const now = line(3, [], { interrupted: true });
  expect(historyPart([line(1, ['a'])], now).signatures[0].state).toBe('known');
});

test('a file is read, and what is no line is named', () => {
  const text = `${JSON.stringify(line(1, []))}\n\n${JSON.stringify(line(2, ['a']))}\n`;
  expect(parseHistory(text)).toEqual([line(1, []), line(2, ['a'])]);
  expect(parseHistory('')).toEqual([]);
  for (const bad of ['{"at": 1}\n', 'x\n', `${text}{"at":`]) {
    expect(() => parseHistory(bad)).toThrow(HistoryError);
  }
});

test('a signature names the commit that showed it first, and the one before', () => {
  const earlier = [
    line(1, [], { commit: 'a1' }),
    line(2, [], { commit: 'a2', interrupted: true }),
    line(3, ['x'], { commit: 'a3' }),
    line(4, ['x', 'y'], { commit: 'a3' }),
  ];
  const { signatures } = historyPart(earlier, line(5, ['x', 'z'], { commit: 'a5' }));
  const commits = signatures.map(({ signature, since, before }) => [signature, since, before]);
  expect(commits).toEqual([
    ['x', 'a3', 'a1'],
    ['y', 'a3', undefined],
    ['z', 'a5', 'a3'],
  ]);
  expect(historyPart([], line(1, ['x'])).signatures[0]).not.toHaveProperty('since');
});
