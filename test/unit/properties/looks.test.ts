// Bytes that agreed are not fetched again while the target's count of changes stays: that hides
// nothing, neither a change nor a fault.
import { describe, expect, test } from 'vitest';
import { READINGS } from '#dist/model/readings.js';
import { CaseArbitrary } from '#dist/properties/generation/case-arbitrary.js';
import { Runner } from '#dist/properties/run.js';
import { randomOf } from '#dist/search/seeds.js';
import { BOARD_FAULTS, createTarget } from '#dist/targets/index.js';
import type { Inspection, Target } from '#dist/targets/interface.js';

/** Cases of one reading: a board is made once for all of them. */
function casesOf(reading: number): CaseArbitrary {
  const readings = [READINGS[reading % READINGS.length]];
  return new CaseArbitrary({ readings, servers: ['kernel', 'user'], operations: 30 });
}

/** The same target, without its count of changes. */
function uncounted(target: Target): Target {
  const { inspection } = target;
  if (inspection === null) throw new Error('a board can be looked into');
  const looks: Inspection = {
    peek: (process, address, size, into) => inspection.peek(process, address, size, into),
    page: (process, address, out) => {
      inspection.page(process, address, out);
    },
    heapBlocks: () => inspection.heapBlocks(),
    heapBytes: () => inspection.heapBytes(),
    aliases: () => inspection.aliases(),
    records: () => inspection.records(),
  };
  return {
    name: target.name,
    pauses: target.pauses,
    inspection: looks,
    reset: (setup) => {
      target.reset(setup);
    },
    perform: (request, response) => {
      target.perform(request, response);
    },
  };
}

const everyNth = BOARD_FAULTS.map(({ id }, index) => ({ id, index })).filter(
  ({ index }) => index % 7 === 0,
);

describe('what agreed is not fetched again', () => {
  test.each(everyNth)('and every run ends as before: $id', ({ id, index }) => {
    const arbitrary = casesOf(index);
    const reading = READINGS[index % READINGS.length].id;
    const counted = new Runner(createTarget('simulator', reading, id));
    const plain = new Runner(uncounted(createTarget('simulator', reading, id)));
    for (let number = 0; number < 30; number += 1) {
      const given = arbitrary.drawCase(randomOf(`looks ${id}`, number));
      const ends = counted.run(given, given.domain);
      expect(ends).toEqual(plain.run(given, given.domain));
      expect(counted.belief.mismatch).toEqual(plain.belief.mismatch);
      expect(counted.belief.exercised).toEqual(plain.belief.exercised);
    }
  });

  test.each([3, 6])('and bytes never change under a count that stays', (reading) => {
    let stayed = 0;
    const arbitrary = casesOf(reading);
    const target = createTarget('simulator', READINGS[reading].id, '');
    const { inspection } = target;
    for (let number = 0; number < 60; number += 1) {
      const given = arbitrary.drawCase(randomOf('counts', number));
      const seen = given.domain.regionBase.length;
      const counts = new Float64Array(seen).fill(-1);
      const bytes = Array.from({ length: seen }, () => Buffer.alloc(48 * 4096));
      const now = Buffer.alloc(48 * 4096);
      new Runner(target).run(given, given.domain, () => {
        for (let region = 0; region < given.domain.regions; region += 1) {
          const process = given.domain.regionProcess[region];
          const base = given.domain.regionBase[region];
          const size = given.domain.regionBytes[region];
          if (process > 8 || inspection?.peek(process, base, size, now) !== true) continue;
          const count = inspection.changedAt?.(process, base, size) ?? -1;
          expect(count).toBeGreaterThan(0);
          if (count === counts[region]) {
            stayed += 1;
            expect(now.compare(bytes[region], 0, size, 0, size)).toBe(0);
          }
          counts[region] = count;
          now.copy(bytes[region], 0, 0, size);
        }
      });
    }
    expect(stayed).toBeGreaterThan(400);
  });

  test('nothing is counted where a page is not mapped', () => {
    const given = casesOf(0).drawCase(randomOf('missing', 1));
    const target = createTarget('simulator', READINGS[0].id, '');
    new Runner(target).run(given, given.domain);
    expect(target.inspection?.changedAt?.(1, 0x7000_0000, 4096)).toBe(-1);
  });
});
