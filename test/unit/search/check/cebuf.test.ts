import { expect, test } from 'vitest';
import { createModel, SCOPES } from '../../../../bench/cebuf.mjs';
import { exploreNaively } from './naive.js';

test('CEBUF as rules has the published counts', () => {
  const counts = exploreNaively(createModel(SCOPES.small));
  expect(counts).toEqual({ states: 112_024, transitions: 1_456_320, depth: 15, broken: {} });
});
