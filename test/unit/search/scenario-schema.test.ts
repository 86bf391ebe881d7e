import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { schemaTexts } from '../../../tools/schemas.mjs';
import { doubleFree, writeBack } from './scenario-samples.js';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const published = readFileSync(path.join(root, 'schema', 'scenario.schema.json'), 'utf8');
const accepts = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(published) as object,
);

test('the published schema is current', () => {
  expect(published, 'stale: run `npm run schema`').toBe(schemaTexts()['scenario.schema.json']);
});

describe('the published schema', () => {
  test.each([writeBack, doubleFree])('takes a scenario', (text) => {
    expect(accepts(parse(text)), JSON.stringify(accepts.errors)).toBe(true);
  });

  test.each([
    ['marshalcheck: 1', 'marshalcheck: 2'],
    ['- return:', '- retrun:'],
    ['to: async', 'too: async'],
    ['server: kernel', 'server: kernle'],
    ['size: 600, descriptor', 'size: -600, descriptor'],
    ['ARG_IO_PTR, as: opened', 'ARG_OI_PTR, as: opened'],
    ['gives: initial a', 'gives: E_NOTHING'],
    ['verdict: conforms', 'verdict: fine'],
  ])('refuses %s -> %s', (from, to) => {
    expect(accepts(parse(writeBack.replace(from, to)))).toBe(false);
  });
});
