// QUIET-19 against QUIET-7: an alias that Open gave, over pages that the caller has closed since.
import { expect, test } from 'vitest';
import { replayScenario } from '#dist/search/replay.js';
import { parseScenario } from '#dist/search/scenario/index.js';
import { createTarget } from '#dist/targets/index.js';

const SCENARIO = `marshalcheck: 1
title: A string is measured in pages that its owner has closed
clauses: [QUIET-19, QUIET-7, ASYNC-9]
readings: ce6-x86
server: kernel
board: {opens: alias}
memory:
  text: {process: app1, size: 8, at: 0x00010000}
regions:
  - process: app1
    base: 0x00010000
    runs: [{pages: 1, protection: PAGE_READWRITE}]
    zeroes: [{offset: 7, size: 1}]
steps:
  - call: {process: app1, on: call1, gives: S_OK}
  - CeOpenCallerBuffer:
      {on: call1, source: text, size: 0, descriptor: ARG_I_ASTR, as: opened, gives: S_OK}
  - VirtualProtect:
      {process: app1, at: 0x00010000, size: 4096, protection: PAGE_NOACCESS, gives: true}
  - CeAllocAsynchronousBuffer:
      on: call1
      source: opened
      size: 0
      descriptor: ARG_I_ASTR
      pause: measured
      as: async
      gives: E_ACCESSDENIED
verdict: conforms
`;

test('Alloc may refuse before it has measured', () => {
  const result = replayScenario(parseScenario(SCENARIO, 'x.yaml'), {
    createTarget: (reading) => createTarget('simulator', reading, ''),
    target: 'simulator',
    fault: '',
    inspection: true,
    monitor: null,
  });
  expect(result.platforms.flatMap(({ reasons }) => reasons)).toEqual([]);
  expect(result.passed).toBe(true);
});
