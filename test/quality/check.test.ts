import { expect, test } from 'vitest';
import { checkModel } from '#dist/search/check.js';
import { SCOPES } from '../../bench/cebuf.mjs';

const module = new URL('../../bench/cebuf.mjs', import.meta.url).href;

// The figures of other model checkers for the same protocol.
test.each([1, 2])('CEBUF has the published counts with %i workers', async (workers) => {
  const source = { module, options: SCOPES.mid };
  const wanted = { states: 1_062_296, transitions: 14_089_184, depth: 17, complete: true };
  expect(await checkModel(source, { workers, unreduced: true })).toMatchObject(wanted);
  const { unreduced, states } = await checkModel(source, { workers });
  expect(unreduced).toEqual({ states: wanted.states, transitions: wanted.transitions });
  expect(states).toBe(266_604);
});

test('what rules do is remembered by what they read, not by state', async () => {
  const result = await checkModel({ module, options: SCOPES.mid }, { unreduced: true });
  // A transition takes 12 bytes, and a state has 13 of them.
  expect(result.bytes.remembered).toBeLessThan(result.states);
});
