import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type DriverMonitor,
  type ReplayOptions,
  type ReplayResult,
  replayFiles,
  replayScenario,
  scenarioFiles,
  turnedRed,
} from '#dist/search/replay.js';
import { parseScenario, ScenarioError } from '#dist/search/scenario/index.js';
import { createTarget } from '#dist/targets/index.js';
import type { Request, Response, Setup, Target } from '#dist/targets/interface.js';
import { doubleFree, writeBack } from './scenario-samples.js';

/** Replaying on the built-in boards, with a fault or without. */
function onBoards(fault = '', monitor: DriverMonitor | null = null): ReplayOptions {
  return {
    createTarget: (reading) => createTarget('simulator', reading, fault),
    target: 'simulator',
    fault,
    inspection: true,
    monitor,
  };
}

function replayed(text: string, options: ReplayOptions = onBoards()): ReplayResult {
  return replayScenario(parseScenario(text, 'x.yaml'), options);
}

/** Sentences of all platforms, without repetition. */
function sentences(result: ReplayResult): string[] {
  return [...new Set(result.platforms.flatMap((each) => each.reasons.map(({ text }) => text)))];
}

describe('a scenario on the built-in boards', () => {
  test.each([
    ['write-back', writeBack, 7],
    ['double free', doubleFree, 9],
  ])('passes: %s', (_name, text, platforms) => {
    const result = replayed(text);
    expect(sentences(result)).toEqual([]);
    expect(result.passed).toBe(true);
    expect(result.platforms).toHaveLength(platforms);
    expect(result.operations).toBe(platforms * parseScenario(text, 'x').gives.length);
  });

  const measuredTwice = `marshalcheck: 1
title: "a string shrinks while its Open is held"
clauses: [QUIET-15]
readings: ce6-x86
server: kernel
memory:
  a: {process: app1, size: 6000, at: 0x00010000}
regions:
  - process: app1
    base: 0x00010000
    runs: [{pages: 2, protection: PAGE_READWRITE}]
    zeroes: [{offset: 4000, size: 2}]
steps:
  - call: {process: app1, on: call1, gives: S_OK}
  - CeOpenCallerBuffer:
      on: call1
      source: a
      size: 0
      descriptor: ARG_I_WSTR
      forceDuplicate: true
      pause: measured
      as: opened
      gives: paused
  - write: {on: app1, to: a + 4, size: 2, data: zeroes, gives: ok}
  - resume: {on: call1, gives: S_OK}
verdict: conforms
`;

  test('a fresh copy of another length is blamed on the rule of its length', () => {
    expect(sentences(replayed(measuredTwice))).toEqual([]);
    const { platforms } = replayed(measuredTwice, onBoards('remeasured-after-check'));
    expect(platforms[0].departure?.obligations[0]).toBe('QUIET-15.measured');
  });

  test('a target that cannot hold calls is not asked to', () => {
    const held: string[] = [];
    const withoutPauses = (reading: string): Target => {
      const board = createTarget('simulator', reading, '');
      const perform = (request: Request, response: Response): void => {
        held.push(request.pause);
        board.perform(request, response);
      };
      return { name: 'no pauses', inspection: null, pauses: false, reset, perform };
      function reset(setup: Setup): void {
        board.reset(setup);
      }
    };
    const { platforms } = replayed(measuredTwice, { ...onBoards(), createTarget: withoutPauses });
    expect(platforms[0].notOffered).toBe(1);
    expect(held).toEqual(['', '']);
  });

  test('turns red with its fault, and says which clause', () => {
    const scenario = parseScenario(writeBack, 'x.yaml');
    const result = replayScenario(scenario, onBoards(scenario.fault));
    expect(result.passed).toBe(false);
    expect(turnedRed(scenario, result)).toBe(true);
    expect(turnedRed(scenario, replayScenario(scenario, onBoards()))).toBe(false);
    expect(turnedRed({ ...scenario, clauses: ['DUP-1'] }, result)).toBe(false);
    expect(result.platforms[0].departure?.origin.fault).toBe(scenario.fault);
    expect(result.platforms[0].reasons.map(({ kind }) => kind)).toContain('departure');
  });
});

test('the example of the documentation passes, and turns red with its fault', () => {
  const page = path.resolve(import.meta.dirname, '../../../docs/scenario-files.md');
  const [, text = ''] = /```yaml\n([^]*?)```/.exec(readFileSync(page, 'utf8')) ?? [];
  const scenario = parseScenario(text, page);
  expect(sentences(replayScenario(scenario, onBoards()))).toEqual([]);
  expect(turnedRed(scenario, replayScenario(scenario, onBoards(scenario.fault)))).toBe(true);
});

describe('what a step gives is compared', () => {
  test.each([
    ['as: async, gives: S_OK', 'as: async, gives: E_OUTOFMEMORY', /must give E_OUTOFMEMORY .*S_OK/],
    ['as: async, gives: S_OK', 'as: async, gives: FAILED', /must give a FAILED result/],
    ['data: 1, gives: ok', 'data: 1, gives: fault', /must give an access violation; it gave S_OK/],
    ['gives: written 1', 'gives: initial a', /must give the bytes that were there at the start/],
    ['gives: written 1', 'gives: zeroes', /must give zero bytes; it gave the bytes/],
    ['gives: written 1', 'gives: [zeroes, fault]', /zero bytes or an access violation/],
    ['gives: written 1', 'gives: {documented: paused}', /must give a pause/],
    ['gives: written 1', 'gives: hangs', /must give a hang/],
    ['gives: written 1', 'gives: skipped', /nothing, since it cannot be issued/],
  ])('%s -> %s', (from, to, says) => {
    const result = replayed(writeBack.replace(from, to));
    expect(result.passed).toBe(false);
    expect(sentences(result).join('\n')).toMatch(says);
  });

  test.each([
    ['gives: written 1', 'gives: any'],
    ['gives: written 1', 'gives: [zeroes, written 1]'],
    ['gives: written 1', 'gives: {shipped: fault}'],
    ['gives: written 1', 'gives: {kernel: written 1, all: fault}'],
  ])('%s -> %s passes', (from, to) => {
    expect(sentences(replayed(writeBack.replace(from, to)))).toEqual([]);
  });

  test('a step that cannot be issued is no step that passed', () => {
    const step = '  - resume: {on: call2}\nverdict';
    const result = replayed(writeBack.replace('verdict', step));
    expect(sentences(result)[0]).toMatch(/resume cannot be issued/);
    const expected = writeBack.replace('verdict', step.replace('call2', 'call2, gives: skipped'));
    expect(sentences(replayed(expected))).toEqual([]);
  });
});

describe('the verdict is compared', () => {
  test('with the dangers that were met', () => {
    const silent = doubleFree.replace('{unsafe: [heap-freed-twice]}', 'conforms');
    expect(sentences(replayed(silent))).toEqual([
      'the documented danger heap-freed-twice was met; the verdict does not list it',
    ]);
    const wrong = doubleFree.replace('heap-freed-twice', 'write-back-skipped');
    expect(sentences(replayed(wrong))[0]).toMatch(/write-back-skipped must be met/);
    const half = doubleFree.replace('shipped: {', 'user: {');
    expect(sentences(replayed(half))).toEqual(['the verdict says nothing of this platform']);
  });

  test('with what the driver was told', () => {
    const told: string[] = [];
    const monitor: DriverMonitor = {
      begin: () => {
        told.length = 0;
      },
      observe: () => ['CLOSE-2'],
      end: () => ['ALIAS-5.size'],
    };
    const expects = (verdict: string): string[] =>
      sentences(replayed(writeBack.replace('conforms', verdict), onBoards('', monitor)));
    expect(expects('conforms')).toEqual([]);
    expect(expects('{breach: [CLOSE-2, ALIAS-5.size]}')).toEqual([]);
    expect(expects('{breach: [DRV-1, CLOSE-2]}')[0]).toMatch(/broke DRV-1; it was not/);
    expect(expects('{breach: [DRV-1]}').join('\n')).toMatch(/CLOSE-2; the verdict does not say so/);
  });
});

describe('files and folders', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
    mkdirSync(path.join(folder, 'b'));
    mkdirSync(path.join(folder, '.hidden'));
    writeFileSync(path.join(folder, 'b', 'two.yml'), doubleFree);
    writeFileSync(path.join(folder, 'a.yaml'), writeBack);
    writeFileSync(path.join(folder, 'c.yaml'), 'nothing');
    writeFileSync(path.join(folder, 'd.yaml'), writeBack.replace('written 1', 'zeroes'));
    writeFileSync(path.join(folder, '.x.yaml.1.tmp'), 'half');
    writeFileSync(path.join(folder, 'read.me'), 'text');
    symlinkSync(folder, path.join(folder, 'b', 'circle'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('are taken in order', () => {
    const names = scenarioFiles([folder]).map((file) => path.relative(folder, file));
    expect(names).toEqual(['a.yaml', path.join('b', 'two.yml'), 'c.yaml', 'd.yaml']);
    expect(() => scenarioFiles([path.join(folder, 'none')])).toThrow(ScenarioError);
  });

  test('are replayed, and what is no scenario is reported', async () => {
    const seen: string[] = [];
    const report = await replayFiles([folder], {
      ...onBoards(),
      onResult: (result, done, total) => {
        seen.push(`${path.basename(result.file)} ${done}/${total}`);
      },
    });
    expect(seen).toEqual(['a.yaml 1/4', 'two.yml 2/4', 'd.yaml 4/4']);
    expect(report.files).toBe(4);
    expect([report.passed, report.failed, report.errors.length]).toEqual([2, 1, 1]);
    expect(report.platforms).toBe(7 + 9 + 7);
    expect(path.basename(report.failures[0].file)).toBe('d.yaml');
    expect(report.errors[0].line).toBe(1);
    expect(report.interrupted).toBe(false);
  });

  test('can be interrupted', async () => {
    const stop = new AbortController();
    const report = await replayFiles([folder], {
      ...onBoards(),
      signal: stop.signal,
      onResult: () => {
        stop.abort();
      },
    });
    expect(report.interrupted).toBe(true);
    expect(report.files).toBe(1);
  });
});
