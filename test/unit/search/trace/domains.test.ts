// Domains of a log are shared by shape; each is what laying it out anew would give.

import { expect, test } from 'vitest';
import { findReading } from '#dist/model/readings.js';
import { layOut, type RegionPlan } from '#dist/model/world/domain.js';
import { World } from '#dist/model/world/world.js';
import { Domains, MOST_ACTORS } from '#dist/search/trace/domains.js';

const reading = findReading('compact7-x86')!;
const platform = { reading, copyLimit: 16_384, server: 'kernel' } as const;

function region(process: number, base: number, pages: number, ...cuts: number[]): RegionPlan {
  const runs = [{ pages, rights: 2 as const, cached: true }];
  return { process, base, runs, cuts, zeroes: [], isUnknown: true };
}

function laidOut(regions: readonly RegionPlan[], slots: number): unknown {
  return layOut({ ...platform, applications: MOST_ACTORS, regions, slots });
}

test('a domain of a shape that is known, elsewhere', () => {
  const domains = new Domains(platform);
  const plans = [
    [],
    [region(1, 0x30000, 1, 0, 512)],
    [region(1, 0x50000, 1, 0, 512)],
    [region(2, 0x50000, 1, 0, 512)],
    [region(1, 0x30000, 1, 0, 513)],
    [region(1, 0x30000, 2, 0, 512)],
    [region(1, 0x30000, 1, 0, 512), region(1, 0x70000, 1, 5, 12)],
    [region(1, 0x40000, 1, 0, 512), region(3, 0x90000, 1, 5, 12)],
    [region(1, 0x40000, 1, 0, 512), region(3, 0x90000, 1, 51, 2)],
  ];
  for (const plan of plans) {
    for (const slots of [6, 12]) {
      const domain = domains.get(plan, slots);
      expect(domain).toEqual(laidOut(plan, slots));
      expect(domains.get(plan, slots)).toBe(domain);
    }
  }
});

test('declared memory is laid out for itself', () => {
  const domains = new Domains(platform);
  const plan = [{ ...region(1, 0x30000, 1, 0, 512), isUnknown: false }];
  expect(domains.get(plan, 6)).toEqual(laidOut(plan, 6));
  expect(domains.get(plan, 6)).not.toBe(domains.get(plan, 6));
});

test('far more shapes and places than are kept', () => {
  const domains = new Domains(platform);
  for (let size = 1; size < 9000; size += 1) {
    domains.get([region(1, 0x10000 * size, 4, 0, size)], 6);
  }
  const last = [region(1, 0x30000, 4, 0, 77)];
  expect(domains.get(last, 6)).toEqual(laidOut(last, 6));
});

test('a world that is used again is as fresh as a new one', () => {
  const domains = new Domains(platform);
  const domain = domains.get([], 6);
  const used = domains.fresh(domain);
  used.words.fill(7);
  domains.recycle(used);
  const again = domains.fresh(domain);
  expect(again).toBe(used);
  expect(again.words).toEqual(new World(domain).words);
  const other = domains.get([region(1, 0x30000, 1, 0, 512)], 6);
  domains.recycle(domains.fresh(other));
  expect(domains.fresh(other).words).toEqual(new World(other).words);
  domains.recycle(domains.fresh(domains.get([], 12)));
  expect(domains.fresh(domain).words).toEqual(new World(domain).words);
});
