// The published schema is current, takes what we send and what a target answers, and bites.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { OPERATION_NAMES, type Request } from 'marshalcheck';
import { describe, expect, test } from 'vitest';
import { addressOf } from '#dist/targets/process/address.js';
import { resetStep, stepOf } from '#dist/targets/process/steps.js';
import { schemaTexts } from '../../../../tools/schemas.mjs';

const root = path.resolve(import.meta.dirname, '..', '..', '..', '..');
const published = readFileSync(path.join(root, 'schema', 'target-protocol.schema.json'), 'utf8');
const accepts = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(published) as object,
);

test('the published schema is current', () => {
  expect(published, 'stale: run `npm run schema`').toBe(
    schemaTexts()['target-protocol.schema.json'],
  );
});

const request: Request = {
  operation: 'read',
  thread: -1,
  process: 2,
  destination: false,
  pointer: 0x10000,
  source: 0x20000,
  unmarshalled: 0x30000,
  size: 3,
  descriptor: 12,
  forceDuplicate: true,
  viaKernel: true,
  allocationFails: 2,
  pause: 'checked',
  bytes: Uint8Array.of(1, 2, 255, 4),
  object: 1,
  mode: 2,
  constant: true,
  unforced: true,
  asynchronous: true,
};

describe('what is sent', () => {
  test.each(OPERATION_NAMES)('%s is a step', (operation) => {
    const step = stepOf({ ...request, operation });
    expect(accepts({ id: 1, steps: [step] }), JSON.stringify(accepts.errors)).toBe(true);
    expect(step.do).toBe(operation);
  });

  test('plain numbers and hexadecimal bytes', () => {
    expect(stepOf({ ...request, operation: 'write' })).toEqual({
      do: 'write',
      thread: -1,
      process: 2,
      pointer: 0x10000,
      size: 3,
      bytes: '0102ff',
    });
    expect(stepOf({ ...request, operation: 'VirtualProtect', descriptor: 0x204 })).toEqual({
      do: 'VirtualProtect',
      process: 2,
      pointer: 0x10000,
      size: 3,
      protection: 0x204,
    });
  });

  test('what is off is left out', () => {
    const plain = { ...request, allocationFails: 0, pause: '', destination: true } as const;
    const step = stepOf({ ...plain, operation: 'CeOpenCallerBuffer', forceDuplicate: false });
    expect(step).toEqual({
      do: 'CeOpenCallerBuffer',
      thread: -1,
      source: 0x20000,
      size: 3,
      descriptor: 12,
    });
  });

  test('a case begins with a reset', () => {
    const contents = Uint8Array.of(0xab, 0xcd);
    const step = resetStep({
      reading: 'ce6-x86',
      copyLimitBytes: 0,
      server: 'user',
      applications: 2,
      personality: 7,
      regions: [{ process: 1, base: 0x10000, runs: [{ pages: 1, protection: 4 }], contents }],
    });
    expect(accepts({ id: 1, steps: [step] }), JSON.stringify(accepts.errors)).toBe(true);
    expect(JSON.stringify(step)).toContain('"bytes":"abcd"');
    expect(JSON.stringify(step)).not.toContain('personality');
  });
});

test.each([
  { id: 1, hello: { protocol: 1, name: 'mine', pointerBits: 32 } },
  { id: 2, steps: [{}, { value: 5, pointer: 7 }, { unchanged: true }, { present: false }] },
])('an answer is taken', (line) => {
  expect(accepts(line), JSON.stringify(accepts.errors)).toBe(true);
});

test.each([
  { id: 1, hello: { protocol: 2, name: 'mine', pointerBits: 32 } },
  { id: 1, hello: { protocol: 1, name: 'mine', pointerBits: 64 } },
  { id: 1, steps: [5] },
  { id: 2, steps: [{ value: -1 }] },
  { id: 2, steps: [{ status: 'fine' }] },
  { steps: [{}] },
])('a wrong line is refused', (line) => {
  expect(accepts(line)).toBe(false);
});

test('a target is a command line or an address', () => {
  expect(addressOf('./a "b c" \'d\'')).toEqual({ kind: 'command', words: ['./a', 'b c', 'd'] });
  expect(addressOf('tcp://[::1]:4000')).toEqual({ kind: 'tcp', host: '::1', port: 4000 });
  for (const wrong of ['tcp://x', 'tcp://x:0', 'tcp://x:99999', 'tcp:x:1', '   ']) {
    expect(() => addressOf(wrong)).toThrow(RangeError);
  }
});
