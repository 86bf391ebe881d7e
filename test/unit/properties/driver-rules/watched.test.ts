import { describe, expect, test } from 'vitest';
import { OBLIGATIONS } from '#dist/model/clauses/index.js';
import { UNSEEN, WATCHED } from '#dist/properties/driver-rules/watched.js';

describe('every obligation of a driver', () => {
  test('is watched, or named as unseen with a reason', () => {
    const bound = OBLIGATIONS.filter((each) => each.binds === 'driver');
    const known = [...WATCHED, ...Object.keys(UNSEEN)];
    expect(known.toSorted()).toEqual(bound.map((each) => each.id).toSorted());
  });

  test('is given a reason of more than a word', () => {
    for (const reason of Object.values(UNSEEN)) expect(reason).toMatch(/\w+ \w+ \w+/);
  });
});
