// Promise: `explore` serves one page on loopback until Ctrl-C, and leaves nothing behind.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  begin,
  type Ended,
  errorLines,
  fileIn,
  goodScenario,
  marshalcheck,
  temporaryFolder,
} from './command.js';

/** Starts the command and waits for the address on its first line. */
async function started(
  words: readonly string[],
): Promise<{ line: string; end: () => Promise<Ended> }> {
  const { child, ended } = begin(['explore', ...words]);
  const line = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (text: Buffer) => {
      resolve(text.toString().trim());
    });
    void ended.then(({ stderr }) => {
      resolve(stderr);
    });
  });
  return {
    line,
    end: async () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

test('serves its page until it is interrupted, and tidies up', async () => {
  const folder = path.join(temporaryFolder(), 'out');
  const { line, end } = await started(['--out', folder]);
  expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const reply = await fetch(line);
  const page = await reply.text();
  expect(page).toContain('"explore":{"title":"two applications and a driver"');
  expect(page).toContain("connect-src 'self'");
  expect(existsSync(folder)).toBe(true);
  const { code, stderr } = await end();
  expect(code).toBe(0);
  expect(stderr).toContain('Ctrl-C');
  expect(existsSync(folder)).toBe(false);
});

test('a scenario, its platforms and the targets that are named', async () => {
  const file = fileIn(temporaryFolder(), 'good.yaml', goodScenario);
  const fault = ['--fault', 'free-skips-write-back', '--reading', 'ce6-x86,compact7-x86'];
  const { line, end } = await started([file, '--json', '--quiet', ...fault]);
  const { address } = JSON.parse(line) as { address: string };
  const page = await (await fetch(address)).text();
  expect(page).toContain('"targets":["simulator, free-skips-write-back","simulator"]');
  expect(page).toContain('"length":4');
  const port = new URL(address).port;
  const taken = marshalcheck(['explore', '--port', port]);
  expect(taken.code).toBe(2);
  expect(errorLines(taken)[0]).toContain(`nothing can listen on port ${port}`);
  const { code, stderr } = await end();
  expect([code, stderr]).toEqual([0, '']);
});

test('what it cannot explore is one clear error', () => {
  const file = fileIn(temporaryFolder(), 'good.yaml', goodScenario);
  const none = marshalcheck(['explore', file, '--reading', 'shipped']);
  expect(none.code).toBe(2);
  expect(errorLines(none)[0]).toContain('the scenario speaks of ce6-x86');
  const missing = marshalcheck(['explore', 'missing.yaml']);
  expect(missing.code).toBe(2);
  expect(errorLines(missing)[0]).toContain('there is no such file');
});
