// Each invariant holds in a world that the rules made, and is broken by one wrong word.
import { describe, expect, test } from 'vitest';
import { Form, findReading, type Reading } from '#dist/model/readings.js';
import { layOut, Rights } from '#dist/model/world/domain.js';
import { Location, locateInProcess } from '#dist/model/world/memory.js';
import { create } from '#dist/model/world/records.js';
import { Kind, Slot, State, World } from '#dist/model/world/world.js';
import { brokenInvariant, INVARIANTS } from '#dist/properties/invariants.js';

const BASE = 0x1_0000;

/** A virtually tagged world with a copy and an alias of one 600-byte buffer. */
function worldOfTwo(): World {
  const domain = layOut({
    reading: findReading('ce6-armv4i') as Reading,
    copyLimit: 16_384,
    server: 'kernel',
    applications: 1,
    regions: [
      {
        process: 1,
        base: BASE,
        runs: [{ pages: 1, rights: Rights.readWrite, cached: true }],
        cuts: [600],
        zeroes: [],
      },
    ],
  });
  const world = new World(domain);
  const place = new Location();
  for (const form of [Form.copy, Form.alias]) {
    locateInProcess(world, 1, BASE, 600, place);
    const making = { kind: Kind.asynchronous, form, thread: 0, source: BASE, size: 600 };
    const slot = world.freeSlot();
    create(world, slot, { ...making, length: 600, descriptor: 4, writable: false }, place);
  }
  return world;
}

const BREAKS: Readonly<Record<string, (world: World) => void>> = {
  'heap-counted': (world) => {
    world.addHeapBlock(4, 1);
  },
  'aliases-counted': (world) => {
    world.addAlias(-1);
  },
  'pages-counted': (world) => {
    world.addAliasOf(0, 0, -1);
  },
  'cache-attributes': (world) => {
    world.setUncached(0, 0, false);
  },
  'sources-recorded': (world) => {
    const slot = world.freeSlot();
    world.occupy(slot);
    world.setField(slot, Slot.form, Form.same);
    world.setField(slot, Slot.state, State.live);
  },
};

describe('invariants', () => {
  test('hold in a world with a copy and an alias', () => {
    expect(brokenInvariant(worldOfTwo())).toBe('');
  });

  test.each(INVARIANTS.map(({ id }) => id))('%s can be broken', (id) => {
    const world = worldOfTwo();
    BREAKS[id](world);
    expect(brokenInvariant(world)).toBe(id);
  });
});
