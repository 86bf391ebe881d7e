import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, Word } from '#dist/model/case.js';
import { OPERATION_NAMES } from '#dist/model/operations/index.js';
import { READINGS } from '#dist/model/readings.js';
import { CaseArbitrary } from '#dist/properties/generation/case-arbitrary.js';
import { Runner } from '#dist/properties/run.js';
import { formatScenario } from '#dist/search/scenario/format.js';
import {
  canonicalCase,
  caseOf,
  caseToScenario,
  parseScenario,
  type ScenarioMeta,
} from '#dist/search/scenario/index.js';
import { readQuickly } from '#dist/search/scenario/quick-yaml.js';
import { readYaml } from '#dist/search/scenario/yaml-text.js';
import { createTarget } from '#dist/targets/index.js';

const meta: ScenarioMeta = {
  title: 't',
  about: '',
  clauses: [],
  verdict: 'conforms',
  fault: '',
  origin: null,
  gives: [],
};

/** The case that a scenario's text gives back. */
function again(given: Case, text: string): Case {
  const { reading, copyLimit, server } = canonicalCase(given).platform;
  return caseOf(parseScenario(text, 'x.yaml'), reading, copyLimit, server);
}

const word = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const name = fc.integer({ min: 0, max: 9 });
const pointer = fc.oneof(
  fc.tuple(fc.constant(0), word),
  fc.tuple(fc.constant(0), fc.integer({ min: 0x0fff0, max: 0x12020 })),
  fc.tuple(name, fc.oneof(fc.integer({ min: -9, max: 9 }), word)),
);

/** One operation with any words that a program may hold, used or not. */
const operation = fc
  .record({
    code: fc.nat(OPERATION_NAMES.length - 1),
    thread: fc.integer({ min: 0, max: 4 }),
    isApplication: fc.boolean(),
    process: fc.constantFrom(0, 1, 2, 3, 4, 8),
    destination: fc.nat(1),
    pointers: fc.tuple(pointer, pointer, pointer),
    size: fc.oneof(fc.nat(9), word),
    descriptor: fc.oneof(fc.constantFrom(4, 8, 12, 0x8000_000c | 0, 0, 1, 2), word),
    flags: fc.nat(3),
    fails: fc.nat(3),
    pause: fc.nat(3),
    tag: fc.oneof(fc.integer({ min: 16, max: 200 }), fc.constantFrom(0, 1, 2)),
    result: name,
  })
  .map((drawn) => {
    const words = new Int32Array(Word.width);
    const kind = OPERATION_NAMES[drawn.code];
    const isAccess = kind === 'read' || kind === 'write';
    words[Word.operation] = drawn.code;
    words[Word.thread] = isAccess && drawn.isApplication ? -1 : drawn.thread;
    words[Word.process] = isAccess ? 1 + (drawn.process % 4) : drawn.process;
    words[Word.destination] = drawn.destination;
    drawn.pointers.forEach(([named, value], index) => {
      words[Word.pointerName + 2 * index] = named;
      words[Word.pointerName + 2 * index + 1] = value;
    });
    words[Word.size] = drawn.size;
    words[Word.descriptor] = drawn.descriptor;
    words[Word.flags] = drawn.flags;
    words[Word.allocationFails] = drawn.fails;
    words[Word.pause] = drawn.pause;
    words[Word.tag] = drawn.tag;
    words[Word.result] = drawn.result;
    // Six wrapper objects; four locks, events and critical sections.
    const isFew = /^(WD_|SetEvent|WaitFor|EnterCritical|LeaveCritical)/.test(kind);
    words[Word.object] = 1 + (drawn.process % (isFew ? 4 : 6));
    words[Word.mode] = 1 + (drawn.process % 3);
    return words;
  });

const region = fc.record({
  runs: fc.array(
    fc.record({
      pages: fc.integer({ min: 1, max: 3 }),
      rights: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
      cached: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  buffers: fc.array(fc.tuple(fc.nat(3000), fc.nat(1000)), { minLength: 1, maxLength: 2 }),
  zeroes: fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 1, max: 3 })), { maxLength: 1 }),
});

/** A case with any memory and any program. */
const anyCase: fc.Arbitrary<Case> = fc
  .record({
    reading: fc.constantFrom(...READINGS),
    copyLimit: fc.constantFrom(520, 4096, 16_384),
    server: fc.constantFrom('kernel' as const, 'user' as const),
    personality: fc.nat(511),
    regions: fc.array(region, { minLength: 2, maxLength: 3 }),
    program: fc.array(operation, { minLength: 1, maxLength: 12 }),
  })
  .map(({ reading, copyLimit, server, personality, regions, program }) => ({
    platform: { reading: reading.id, copyLimit, server, personality },
    applications: 4,
    regions: regions.map((each, index) => ({
      process: index,
      base: index === 0 ? 0x9000_0000 : 0x1_0000,
      runs: each.runs,
      zeroes: each.zeroes.map(([offset, size]) => ({ offset, size })),
      cuts: [],
    })),
    buffers: regions.flatMap((each, index) =>
      each.buffers.map(([offset, size], number) => ({
        name: `b${index}${number}`,
        process: index,
        address: (index === 0 ? 0x9000_0000 : 0x1_0000) + offset,
        size,
      })),
    ),
    program: Int32Array.from(program.flatMap((words) => [...words])),
  }));

const drawnCase = new CaseArbitrary({
  readings: READINGS,
  servers: ['kernel', 'user'],
  operations: 25,
});

describe('a case survives being written as a scenario', () => {
  test('whatever its memory and its words', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const canonical = canonicalCase(given);
        fc.pre(canonical.program.length > 0);
        const text = caseToScenario(given, meta);
        expect(again(given, text)).toEqual(canonical);
        expect(caseToScenario(canonical, meta)).toBe(text);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('when the generator drew it, and runs as it did', () => {
    const runners = new Map<string, Runner>();
    const runnerFor = (id: string): Runner => {
      const runner = runners.get(id) ?? new Runner(createTarget('simulator', id, ''));
      runners.set(id, runner);
      return runner;
    };
    fc.assert(
      fc.property(drawnCase, (given) => {
        const before = { ...given, regions: given.regions.map((one) => ({ ...one, cuts: [] })) };
        const after = again(given, caseToScenario(given, meta));
        const runner = runnerFor(given.platform.reading);
        const ran = runner.run(before);
        const ranAgain = runner.run(after);
        expect(ranAgain.verdict).toBe(ran.verdict);
        expect(ranAgain.operations).toBe(ran.operations);
      }),
      { numRuns: 150, seed: 2 },
    );
  });

  test('and its text is what `fmt` would make of it', () => {
    fc.assert(
      fc.property(drawnCase, (given) => {
        const text = caseToScenario(given, meta);
        expect(formatScenario(text, 'x.yaml')).toBe(text);
      }),
      { numRuns: 40, seed: 3 },
    );
  });
});

describe('reading quickly is reading', () => {
  test('what the writer writes', () => {
    fc.assert(
      fc.property(drawnCase, fc.string(), (given, title) => {
        const text = caseToScenario(given, { ...meta, title: title === '' ? 't' : title });
        expect(readQuickly(text)).toEqual(readYaml(text, 'x.yaml'));
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  test('or it leaves the text to the parser', () => {
    const piece = fc.constantFrom(
      ...['a: ', 'b:', '\n', '\n', '  ', '- ', '{', '}', '[', ']', ', ', '"', "'", '|', '>', '#'],
      ...[' ', ' # x', 'x y', '1', '0x1F', 'NULL', 'true', 'yes', '1.5', '\\n', ':', '&', '*', '!'],
      ...['{c: 1}', '[1, 2]', '"q\\u0041"', 'd: {e: f + 1}', '\n\n', '\t', '-', '…', '? ', '007'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const quick = readQuickly(text);
        if (quick !== undefined) expect(quick).toEqual(readYaml(text, 'x.yaml'));
      }),
      { numRuns: 20_000, seed: 5 },
    );
  });
});
