import { createHash } from 'node:crypto';
import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { READINGS } from '#dist/model/readings.js';
import { CaseArbitrary } from '#dist/properties/generation/case-arbitrary.js';
import { randomOf } from '#dist/search/seeds.js';

// What seeds mean. A change here makes every seed in notes and reports mean another campaign:
// change these values on purpose, and say so in the changelog.

test('seedrandom draws what it always drew', () => {
  expect(seedrandom('hello.').int32()).toBe(-308130061);
});

test('a case number means the same draws', () => {
  const random = randomOf('first', 0);
  const draws = [0, 1, 2, 3].map(() => random.nextInt(0, 999));
  expect(draws).toMatchInlineSnapshot(`
    [
      152,
      275,
      558,
      378,
    ]
  `);
});

test('the first cases of a seed are what they were', () => {
  const servers = ['kernel', 'user'] as const;
  const arbitrary = new CaseArbitrary({ readings: READINGS, servers, operations: 30 });
  const hash = createHash('sha256');
  for (let number = 0; number < 100; number += 1) {
    const given = arbitrary.drawCase(randomOf('first', number));
    const { platform, applications, regions, buffers, program } = given;
    hash.update(JSON.stringify([platform, applications, regions, buffers, [...program]]));
  }
  expect(hash.digest('hex').slice(0, 16)).toMatchInlineSnapshot(`"feed540dbd7c1d39"`);
});

test('a case does not depend on those drawn before it', () => {
  const space = { readings: READINGS, servers: ['kernel', 'user'] as const, operations: 30 };
  const used = new CaseArbitrary(space);
  for (let number = 0; number < 20; number += 1) used.drawCase(randomOf('first', number));
  const late = used.drawCase(randomOf('first', 20));
  const alone = new CaseArbitrary(space).drawCase(randomOf('first', 20));
  expect(late.program).toEqual(alone.program);
  expect(late.regions).toEqual(alone.regions);
});
