import { expect, test } from 'vitest';
import { formatScenario } from '#dist/search/scenario/format.js';
import { ScenarioError } from '#dist/search/scenario/index.js';
import { doubleFree, writeBack } from './scenario-samples.js';

const untidy = `# on top

title: Something   to tidy
marshalcheck: 1
server: kernel
readings:
  - documented   # no others
clauses: [ FREE-1 ]
about: |
  two: lines

  of text

# above the memory
memory:
  a: {size: 0x258, process: app1}   # six hundred
  # above b
  b:
    size: 600
    process: app1
    beside: a
steps:
  # above the call
  - call: {on: call1, process: app1}
  - CeOpenCallerBuffer:
      source: a+0   # inside
      on: call1
      size: 600
      gives: S_OK
      descriptor: ARG_IO_PTR | MARSHAL_FORCE_ALIAS
      as: opened

  - read: {on: app1, size: 4, from: a +  8, gives: initial a} # behind
verdict: conforms
# at the end
`;

const tidy = `# on top

marshalcheck: 1
title: Something   to tidy
about: |
  two: lines

  of text
clauses: [FREE-1]
readings:
  - documented # no others
server: kernel

# above the memory
memory:
  a: {process: app1, size: 0x258} # six hundred
  # above b
  b: {process: app1, size: 600, beside: a}
steps:
  # above the call
  - call: {process: app1, on: call1}
  - CeOpenCallerBuffer:
      on: call1
      source: a + 0 # inside
      size: 600
      descriptor: ARG_IO_PTR|MARSHAL_FORCE_ALIAS
      as: opened
      gives: S_OK

  - read: {on: app1, from: a + 8, size: 4, gives: initial a} # behind
verdict: conforms

# at the end
`;

test('keys are put in order and every comment stays', () => {
  expect(formatScenario(untidy, 'x.yaml')).toBe(tidy);
});

test('formatting twice is formatting once', () => {
  for (const text of [tidy, writeBack, doubleFree]) {
    const once = formatScenario(text, 'x.yaml');
    expect(formatScenario(once, 'x.yaml')).toBe(once);
  }
});

test('what is no scenario is refused', () => {
  expect(() => formatScenario('a: 1\n', 'x.yaml')).toThrow(ScenarioError);
});
