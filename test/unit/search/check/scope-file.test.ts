/** Scopes of the user's own: read, or refused with what is wrong. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readScope } from '#dist/search/check/scope-file.js';

const GOOD = `
name: mine
applications: 1
buffers: [256, 512]
sizes: threshold
copyLimit: 520
records: 3
stale: 1
calls: 2
contents: 1
descriptors: [ARG_I_PTR, ARG_IO_PTR]
wrong: 1
families: [flush, exit, service-thread]
`;

function file(text: string): string {
  const name = path.join(mkdtempSync(path.join(tmpdir(), 'marshalcheck-')), 'scope.yaml');
  writeFileSync(name, text);
  return name;
}

test('a scope file is read', () => {
  const scope = readScope(file(GOOD));
  expect(scope.name).toBe('mine');
  expect(scope.descriptors).toEqual([4, 12]);
  expect(scope.server).toBe('kernel');
  expect(scope.copyLimit).toBe(520);
});

test.each([
  [GOOD.replace('records: 3', 'records: 99'), 'records'],
  [GOOD.replace('wrong: 1', 'wrong: 7'), 'wrong'],
  [GOOD.replace('ARG_I_PTR', 'ARG_NONE'), 'descriptors.0'],
  [`${GOOD}colour: red\n`, 'colour'],
  [GOOD.replace('name: mine', 'name: "../mine"'), 'name'],
  ['[1, 2]', 'expected object'],
])('a wrong one says which member', (text, message) => {
  expect(() => readScope(file(text))).toThrow(message);
});

test('a file that is not there, or is too large, is refused', () => {
  expect(() => readScope('/no/such/scope.yaml')).toThrow('cannot be read');
  expect(() => readScope(file(`# ${'x'.repeat(70_000)}`))).toThrow('at most 65536 bytes');
});
