import { describe, expect, test } from 'vitest';
import { type Case, Word } from '#dist/model/case.js';
import { OPERATION_NAMES } from '#dist/model/operations/index.js';
import { plainer } from '#dist/properties/shrinking/arguments.js';
import { tidied } from '#dist/properties/shrinking/memory.js';
import { substitutes, withoutOpens } from '#dist/properties/shrinking/substitutes.js';
import { parseScenario } from '#dist/search/scenario/parse.js';
import { caseOf } from '#dist/search/scenario/platforms.js';

describe('less memory', () => {
  const text = `marshalcheck: 1
title: strings that end on the second page and on the third
clauses: [SPACE-3]
readings: ce6-x86
server: kernel
applications: 1
regions:
  - process: app1
    base: 0x00010000
    runs: [{pages: 6, protection: PAGE_READWRITE}]
    zeroes: [{offset: 4090, size: 10}, {offset: 9000, size: 1}]
memory:
  a: {process: app1, size: 24000, at: 0x00010000}
steps:
  - call: {process: app1, on: call1}
verdict: conforms
`;
  const given = caseOf(parseScenario(text, 'a test'), 'ce6-x86', 0, 'kernel');

  test('has no zero bytes behind its end', () => {
    const seen = new Map<number, unknown>();
    for (const { regions } of tidied(given)) {
      for (const { runs, zeroes } of regions) {
        const pages = runs.reduce((sum, run) => sum + run.pages, 0);
        for (const { offset, size } of zeroes)
          expect(offset + size).toBeLessThanOrEqual(pages * 4096);
        if (zeroes.length > 0) seen.set(pages, zeroes);
      }
    }
    expect(seen.get(1)).toEqual([{ offset: 4090, size: 6 }]);
    expect(seen.get(5)).toEqual([
      { offset: 4090, size: 10 },
      { offset: 9000, size: 1 },
    ]);
  });
});

/** The words of a case, an operation a line: name, thread/process, object, source. */
function told({ program }: Case): string {
  const lines: string[] = [];
  for (let at = 0; at < program.length; at += Word.width) {
    const word = (which: number): number => program[at + which];
    const operation = OPERATION_NAMES[word(Word.operation)];
    const who = `${word(Word.thread)}/${word(Word.process)}`;
    const object = word(Word.object) === 0 ? '' : ` ${word(Word.object)}`;
    const source = word(Word.sourceName) === 0 ? word(Word.source) : `p${word(Word.sourceName)}`;
    lines.push(`${operation} ${who}${object} ${source}`);
  }
  return lines.join('; ');
}

describe('one thing for several', () => {
  const caseWith = (steps: string): Case =>
    caseOf(
      parseScenario(
        `marshalcheck: 1
title: steps
clauses: [SPACE-3]
readings: ce6-x86
server: kernel
applications: 2
memory:
  a: {process: app1, size: 8}
steps:
${steps}
verdict: conforms
`,
        'a test',
      ),
      'ce6-x86',
      0,
      'kernel',
    );
  const made = (steps: string): string[] => [...substitutes(caseWith(steps))].map(told);

  test('the application in place of a call', () => {
    const steps = `  - call: {process: app2, on: call1}
  - EnterCriticalSection: {on: call1, section: section1}`;
    expect(made(steps)).toContain('EnterCriticalSection -1/2 1 0');
    expect(made(steps)).toContain('EnterCriticalSection 0/0 1 0');
  });

  test('one client of WinDriver in place of two', () => {
    const steps = `  - WD_Open: {process: app1, version: 600}
  - WD_Open: {process: app2, version: 600}
  - WD_Close: {process: app2}`;
    expect(made(steps)).toContain('WD_Open 0/1 0; WD_Close 0/1 0');
  });

  test('an object that its constructor fills, and that nothing copies', () => {
    const steps = `  - construct: {on: call1, object: object1, class: MarshalledBuffer_t}
  - Marshal: {on: call1, object: object1, source: a, size: 8, descriptor: ARG_I_PTR}
  - copy: {on: call1, object: object2, original: object1}
  - Unmarshal: {on: call1, object: object2}`;
    const all = made(steps);
    const source = caseWith(steps).buffers[0].address;
    expect(all).toContain(`construct 1/0 1 ${source}; copy 1/0 2 0; Unmarshal 1/0 2 0`);
    expect(all).toContain(`construct 1/0 1 0; Marshal 1/0 1 ${source}; Unmarshal 1/0 1 0`);
  });

  test('pages that are reserved and committed in one go', () => {
    const reserves = 'on: service, process: app1, at: NULL, size: 65536, type: MEM_RESERVE';
    const commits = 'on: service, process: app1, at: b, size: 4096, type: MEM_COMMIT';
    const steps = `  - VirtualAllocEx: {${reserves}, protection: PAGE_NOACCESS, as: b}
  - VirtualAllocEx: {${commits}, protection: PAGE_READWRITE}`;
    expect(made(steps)).toContain('VirtualAllocEx 0/1 0');
  });

  test('what a call does, done by the service thread, its accesses by the caller', () => {
    const steps = `  - call: {process: app2, on: call1}
  - EnterCriticalSection: {on: call1, section: section1}
  - write: {on: call1, to: a, size: 4, data: 1}`;
    const { address } = caseWith(steps).buffers[0];
    expect(address).toBeGreaterThan(0);
    expect(made(steps)).toContain('EnterCriticalSection 0/0 1 0; write -1/2 0');
  });

  test('committed pages in place of a mapping', () => {
    const reserves = 'on: service, process: app1, at: NULL, size: 65536, type: MEM_RESERVE';
    const copies = 'on: service, process: app1, at: b, from: kernel, source: a, size: 4';
    const steps = `  - VirtualAllocEx: {${reserves}, protection: PAGE_NOACCESS, as: b}
  - VirtualCopyEx: {${copies}, protection: PAGE_READWRITE}
  - read: {on: app1, from: b, size: 4}`;
    expect(made(steps)).toContain('VirtualAllocEx 0/1 0; read -1/1 0');
  });

  test('a parameter in place of an Open, on targets that copy more as well', () => {
    const steps = `  - call: {process: app1, on: call1}
  - CeOpenCallerBuffer: {on: call1, source: a, size: 4, descriptor: ARG_I_PTR, as: b}
  - CeAllocAsynchronousBuffer: {on: call1, source: b, size: 4, descriptor: ARG_I_PTR}`;
    const given = caseWith(steps);
    const source = given.buffers[0].address;
    const all = [...substitutes(given)].filter(
      (each) => told(each) === `call 1/1 ${source}; CeAllocAsynchronousBuffer 1/0 p1`,
    );
    expect(all.map(({ platform }) => platform.personality)).toEqual([0, 132]);
    const raw = [...withoutOpens(given)];
    expect(raw.map(told)).toEqual([`call 1/1 0; CeAllocAsynchronousBuffer 1/0 ${source}`]);
    expect(raw[0].platform.personality).toBe(132);
  });

  test('no MARSHAL_FORCE_ALIAS anywhere', () => {
    const made = 'size: 4, descriptor: ARG_I_PTR|MARSHAL_FORCE_ALIAS';
    const given = caseWith(`  - call: {process: app1, on: call1}
  - CeOpenCallerBuffer: {on: call1, source: a, size: 4, descriptor: ARG_I_PTR, as: b}
  - CeAllocAsynchronousBuffer: {on: call1, source: b, ${made}, as: c}
  - CeAllocAsynchronousBuffer: {on: call1, source: b, ${made}, as: d}`);
    const descriptors = [...plainer(given)].map(({ program }) =>
      [1, 2, 3].map((index) => program[index * Word.width + Word.descriptor] >>> 0),
    );
    expect(descriptors).toContainEqual([4, 4, 4]);
  });

  test('a number in place of a pointer', () => {
    const opened =
      'CeOpenCallerBuffer: {on: call1, source: a, size: 4, descriptor: ARG_I_PTR, as: b}';
    const steps = `  - ${opened}
  - WD_KernelPlugInCall: {process: app1, on: call1, data: b}`;
    expect(made(steps)).toContain('WD_KernelPlugInCall 1/1 1');
  });
});
