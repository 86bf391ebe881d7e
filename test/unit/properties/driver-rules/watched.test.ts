import { describe, expect, test } from 'vitest';
import { CLAUSES, OBLIGATIONS } from '#dist/model/clauses/index.js';
import { UNSEEN, WATCHED } from '#dist/properties/driver-rules/watched.js';

const LATER = new Set(['windriver']);

describe('every obligation of a driver', () => {
  test('is watched, or named as unseen with a reason, or belongs to a later area', () => {
    const areas = new Map<string, string>(CLAUSES.map((clause) => [clause.id, clause.area]));
    const bound = OBLIGATIONS.filter(
      (each) => each.binds === 'driver' && !LATER.has(areas.get(each.clause) ?? ''),
    );
    const known = [...WATCHED, ...Object.keys(UNSEEN)];
    expect(known.toSorted()).toEqual(bound.map((each) => each.id).toSorted());
  });

  test('is given a reason of more than a word', () => {
    for (const reason of Object.values(UNSEEN)) expect(reason).toMatch(/\w+ \w+ \w+/);
  });
});
