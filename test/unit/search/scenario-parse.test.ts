import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Word } from '#dist/model/case.js';
import { Rights } from '#dist/model/world/domain.js';
import { runReplay } from '#dist/search/library.js';
import { caseOf, parseScenario, platformsOf } from '#dist/search/scenario/index.js';
import { Personality } from '#dist/targets/interface.js';
import { doubleFree, writeBack } from './scenario-samples.js';

/** A scenario of one `return` with other members put in. */
function withMembers(...members: string[]): string {
  const own = new Set(members.map((member) => member.split(':')[0]));
  const usual = ['title: t', 'clauses: []', 'readings: all', 'server: kernel', 'verdict: conforms'];
  const rest = usual.filter((member) => !own.has(member.split(':')[0]));
  const steps = own.has('steps') ? [] : ['steps:', '  - return: {on: call1}'];
  return [`marshalcheck: 1`, ...rest, ...members, ...steps, ''].join('\n');
}

/** Words of one step of a scenario. */
function wordsOf(step: string, ...members: string[]): Int32Array {
  return parseScenario(withMembers(...members, `steps: [${step}]`), 'x.yaml').program;
}

describe('a scenario', () => {
  test('says what it is about', () => {
    const scenario = parseScenario(writeBack, 'x.yaml');
    expect(scenario.title).toBe('Free and Close carry what the server wrote to the caller');
    expect(scenario.clauses).toEqual(['FREE-1', 'CLOSE-1']);
    expect(scenario.fault).toBe('free-skips-write-back');
    expect(scenario.personality).toBe(Personality.openCopy | Personality.newCopyOfCopy);
    expect(scenario.results).toEqual(['', 'opened', 'async']);
    expect(scenario.applications).toBe(1);
  });

  test('becomes a case on each platform', () => {
    const scenario = parseScenario(writeBack, 'x.yaml');
    const platforms = platformsOf(scenario);
    expect(platforms.map((platform) => platform.reading)).toEqual([
      'ce6-x86',
      'ce6-armv4i',
      'compact7-x86',
      'compact7-armv5',
      'compact2013-x86',
      'compact2013-armv7',
      'compact2013-vivt',
    ]);
    const given = caseOf(scenario, 'ce6-x86', 16_384, 'kernel');
    expect(given.program.length).toBe(10 * Word.width);
    expect(given.platform).toEqual(platforms[0]);
  });

  test('can name groups of readings, single ones and exceptions', () => {
    const readings = (text: string, ...more: string[]): readonly string[] =>
      parseScenario(withMembers(`readings: ${text}`, ...more), 'x.yaml').readings;
    expect(readings('all')).toHaveLength(9);
    expect(readings('[shipped, ce6-x86]')).toEqual([
      'ce6-x86',
      'shipped-compact7-armv5',
      'shipped-compact2013-armv7',
    ]);
    expect(readings('virtually-tagged', 'except: [shipped]')).toEqual([
      'ce6-armv4i',
      'compact7-armv5',
      'compact2013-vivt',
    ]);
  });

  test('runs with one copy limit, the default or each', () => {
    const limits = (...members: string[]): readonly number[] =>
      platformsOf(parseScenario(withMembers(...members), 'x.yaml')).map((each) => each.copyLimit);
    expect(limits('readings: compact7-x86')).toEqual([16_384]);
    expect(limits('readings: compact7-x86', 'copyLimit: 520')).toEqual([520]);
    expect(limits('readings: compact7-x86', 'copyLimit: each')).toEqual([16_384, 4_096, 520]);
    expect(limits('readings: [ce6-x86, shipped]', 'copyLimit: 520')).toEqual([16_384, 520, 520]);
  });

  test('runs in both kinds of server', () => {
    const scenario = parseScenario(withMembers('readings: ce6-x86', 'server: both'), 'x.yaml');
    expect(platformsOf(scenario).map((each) => each.server)).toEqual(['kernel', 'user']);
  });

  test('says different things of different readings', () => {
    const scenario = parseScenario(doubleFree, 'x.yaml');
    expect(scenario.gives[0]).toEqual([]);
    expect(scenario.gives[3]).toEqual([
      { selector: 'documented', value: [{ kind: 'failed' }] },
      { selector: 'shipped', value: [{ kind: 'value', value: 0 }, { kind: 'failed' }] },
    ]);
    expect(scenario.verdict.map((entry) => entry.value.unsafe)).toEqual([[], ['heap-freed-twice']]);
  });
});

describe('memory', () => {
  /** Regions and buffers of a scenario with these buffers. */
  function laidOut(
    ...lines: string[]
  ): Pick<ReturnType<typeof parseScenario>, 'regions' | 'buffers'> {
    return parseScenario(withMembers('memory:', ...lines.map((line) => `  ${line}`)), 'x.yaml');
  }

  test('gives each buffer a region of its own', () => {
    const { regions, buffers } = laidOut(
      'a: {process: app1, size: 5000}',
      'b: {process: kernel, size: 4}',
    );
    expect(regions.map((region) => [region.process, region.base, region.runs[0].pages])).toEqual([
      [1, 0x10_0000, 2],
      [0, 0xa010_0000, 1],
    ]);
    expect(buffers.map((buffer) => buffer.address)).toEqual([0x10_0000, 0xa010_0000]);
  });

  test('places buffers beside each other', () => {
    const { regions, buffers } = laidOut(
      'a: {process: app1, size: 10, offset: 4090}',
      'b: {process: app1, size: 10, beside: a}',
      'c: {process: app1, size: 10, beside: b, gap: 6}',
    );
    expect(regions).toHaveLength(1);
    expect(regions[0].runs).toEqual([{ pages: 2, rights: Rights.readWrite, cached: true }]);
    expect(buffers.map((buffer) => buffer.address - 0x10_0000)).toEqual([4090, 4100, 4116]);
  });

  test('places buffers at addresses, two in one block included', () => {
    const { regions, buffers } = laidOut(
      'a: {process: app1, size: 16, at: 0x00010010}',
      'b: {process: app1, size: 16, at: 0x00013000}',
      'c: {process: app2, size: 16, at: 0x00010010}',
    );
    expect(regions.map((region) => [region.process, region.base])).toEqual([
      [1, 0x10000],
      [2, 0x10000],
    ]);
    expect(regions[0].runs[0].pages).toBe(4);
    expect(buffers[1].address).toBe(0x13000);
  });

  test('has protections page by page and terminators', () => {
    const { regions } = laidOut(
      'a: {process: app1, size: 8, terminator: 6, ' +
        'protection: [PAGE_READONLY|PAGE_NOCACHE, PAGE_NOACCESS]}',
      'b: {process: app1, size: 9, terminator: 8, characters: 1}',
    );
    expect(regions[0].runs).toEqual([
      { pages: 1, rights: Rights.read, cached: false },
      { pages: 1, rights: Rights.none, cached: true },
    ]);
    expect(regions[0].zeroes).toEqual([{ offset: 6, size: 2 }]);
    expect(regions[1].zeroes).toEqual([{ offset: 8, size: 1 }]);
  });

  test('can be stated as regions', () => {
    const { regions, buffers } = parseScenario(
      withMembers(
        'memory: {a: {process: app1, size: 8, at: 0x00023004}}',
        'regions: [{process: app1, base: 0x00020000, ' +
          'runs: [{pages: 4, protection: PAGE_READWRITE}]}]',
      ),
      'x.yaml',
    );
    expect(regions).toHaveLength(1);
    expect(buffers[0].address).toBe(0x23004);
  });
});

describe('steps', () => {
  const memory = 'memory: {a: {process: app1, size: 8, at: 0x00010000}}';

  test('take pointers as names, offsets, numbers and NULL', () => {
    const pointers = ['a', 'a + 4', 'a-4', '0x80000000', '12', 'NULL'].map((text) => {
      const words = wordsOf(`read: {on: app1, from: ${text}, size: 1}`, memory);
      return words[Word.pointer] >>> 0;
    });
    expect(pointers).toEqual([0x10000, 0x10004, 0xfffc, 0x8000_0000, 12, 0]);
  });

  test('take results with offsets', () => {
    const words = parseScenario(
      withMembers(
        memory,
        'steps:',
        '  - CeAllocDuplicateBuffer: {on: call2, source: a, size: 8, descriptor: ARG_I_PTR, as: d}',
        '  - read: {on: call2, from: d - 1, size: 0xFFFFFFFF}',
      ),
      'x.yaml',
    ).program.subarray(Word.width);
    expect([words[Word.pointerName], words[Word.pointer]]).toEqual([1, -1]);
    expect(words[Word.size] >>> 0).toBe(0xffff_ffff);
  });

  test('take every word of a call', () => {
    const words = wordsOf(
      'CeOpenCallerBuffer: {on: call3, source: a, size: 8, forceDuplicate: true, ' +
        'descriptor: ARG_I_PTR | MARSHAL_FORCE_ALIAS | 0x40, allocationFails: 2, ' +
        'pause: measured, out: NULL, as: x}',
      memory,
    );
    expect(words[Word.thread]).toBe(3);
    expect(words[Word.descriptor] >>> 0).toBe(0x8000_0044);
    expect(words[Word.flags]).toBe(1);
    expect(words[Word.allocationFails]).toBe(2);
    expect(words[Word.pause]).toBe(2);
    expect(words[Word.destination]).toBe(0);
    expect(words[Word.result]).toBe(1);
  });

  test('take data as numbers, zeroes and what was there', () => {
    const tags = ['1', '240', 'zeroes', 'initial a'].map(
      (data) => wordsOf(`write: {on: app1, to: a, size: 1, data: ${data}}`, memory)[Word.tag],
    );
    expect(tags).toEqual([16, 255, 0, 1]);
  });

  test('take protections and forwarded calls', () => {
    const protect = 'VirtualProtect: {process: app1, at: a, size: 4096, protection: PAGE_READONLY}';
    expect(wordsOf(protect, memory)[Word.descriptor]).toBe(2);
    const call =
      'call: {process: app1, on: call1, throughKernel: true, ' +
      'source: a, size: 8, descriptor: ARG_DW}';
    const words = wordsOf(call, memory);
    expect([words[Word.flags], words[Word.source], words[Word.size]]).toEqual([2, 0x10000, 8]);
  });
});

test('a process that never was may be named where memory is shared, and nowhere else', async () => {
  const file = path.join(import.meta.dirname, 'samples-no-such-process.yaml');
  const { errors, failures, platforms } = await runReplay([file]);
  expect({ errors, failures, platforms }).toEqual({ errors: [], failures: [], platforms: 9 });
  expect(() => wordsOf('exit: {process: app5}')).toThrow('there is no app5');
});
