// Promise: what gives another result when it is run again ends with 4, and the first step that
// differs is named.

import path from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '#dist/reports/document.js';
import {
  errorLines,
  fileIn,
  goodScenario,
  marshalcheck,
  root,
  temporaryFolder,
} from './command.js';

const bridge = path.join(root, 'test', 'targets', 'bridge.mjs');
const steady = `'${process.execPath}' '${bridge}'`;
const fickle = `${steady} --fickle`;
const READING = ['--reading', 'ce6-x86', '--server', 'kernel', '--workers', '1', '--quiet'];

test('fuzz', () => {
  const words = ['fuzz', ...READING, '--case', '100', '--json'];
  const { code, stdout } = marshalcheck([...words, '--target', fickle]);
  expect(code).toBe(4);
  const { nondeterminism = [], findings } = JSON.parse(stdout) as Report;
  expect(findings).toEqual([]);
  const [odd] = nondeterminism;
  expect(odd).toMatchObject({ what: 'case 100', reading: 'ce6-x86' });
  expect(odd.step).toBeGreaterThan(0);
  expect(odd.first).not.toBe(odd.second);
  expect(odd.reproduce).toMatch(/fuzz --seed first --case \d+ /);
  expect(marshalcheck([...words, '--target', steady]).code).toBe(0);
}, 120_000);

test('replay', () => {
  const folder = temporaryFolder();
  const text = goodScenario.replace('readings: documented', 'readings: ce6-x86');
  const file = fileIn(folder, 'a.yaml', text);
  const ended = marshalcheck(['replay', file, '--quiet', '--target', fickle]);
  expect(ended.code).toBe(4);
  expect(ended.stdout).toMatch(/differs at +step 2, CeOpenCallerBuffer/);
  expect(marshalcheck(['replay', file, '--quiet', '--target', steady]).code).toBe(0);
}, 120_000);

test('drivers', () => {
  const driver = `
    import { CeAllocAsynchronousBuffer, CeFreeAsynchronousBuffer } from 'marshalcheck/drivers';
    import { DESCRIPTORS, FAILED, defineDriver } from 'marshalcheck/drivers';
    const { ARG_I_PTR } = DESCRIPTORS;
    let calls = 0;
    export const driver = defineDriver({
      name: 'odd',
      about: 'Remembers something from run to run.',
      server: 'kernel',
      ioctls: [{ name: 'PRINT', code: 0x80002000, input: 'line' }],
      buffers: { line: { size: 100 } },
      create: () => ({
        *ioControl({ pBufIn, dwLenIn }) {
          if (pBufIn === 0) return 0;
          calls += 1;
          const size = 16 + (calls % 60);
          const { hr, pointer } = yield* CeAllocAsynchronousBuffer(pBufIn, size, ARG_I_PTR);
          if (FAILED(hr)) return 0;
          yield* CeFreeAsynchronousBuffer(pointer, pBufIn, size, ARG_I_PTR);
          return 1;
        },
      }),
    });
  `;
  const folder = temporaryFolder();
  const file = fileIn(folder, 'odd.mjs', driver);
  const ended = marshalcheck(['drivers', file, '--quiet', '--runs', '20']);
  expect(ended.code, ended.stderr).toBe(4);
  expect(errorLines(ended)[0]).toMatch(/driver odd: the same schedule gave another run: step \d+/);
}, 120_000);
