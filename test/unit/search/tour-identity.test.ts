// When two beliefs are the same: in any order of slots and of worlds, with any addresses.

import { describe, expect, test } from 'vitest';
import { Slot, State, World } from '#dist/model/world/world.js';
import { groundOf } from '#dist/search/check/marshalling/ground.js';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';
import { isDoubtful } from '#dist/search/tour/doubt.js';
import { Identifier } from '#dist/search/tour/identity.js';
import { Keys } from '#dist/search/tour/keys.js';

const tiny = SCOPES.find(({ name }) => name === 'tiny')!;
const ground = groundOf(tiny, 'ce6-x86');

interface Held {
  readonly pointer: number;
  readonly size: number;
  readonly parent?: number;
  readonly state?: number;
}

function worldOf(...records: readonly (Held | null)[]): World {
  const world = new World(ground.domain);
  world.occupy(ground.domain.slots - 1);
  records.forEach((held, slot) => {
    if (held === null) return;
    world.setField(slot, Slot.state, held.state ?? State.live);
    world.setField(slot, Slot.pointer, held.pointer | 0);
    world.setField(slot, Slot.size, held.size);
    world.setField(slot, Slot.parent, held.parent ?? 0);
  });
  return world;
}

function keyOf(...worlds: World[]): string {
  return new Identifier(ground).of(worlds).key.join();
}

const A = 0xd000_0000;
const B = 0xd010_0000;

describe('beliefs are the same', () => {
  test('whichever slot holds which record', () => {
    const one = worldOf({ pointer: A, size: 1 }, { pointer: B, size: 2, parent: 1 });
    const other = worldOf({ pointer: B, size: 2, parent: 2 }, { pointer: A, size: 1 });
    expect(keyOf(other)).toBe(keyOf(one));
    const only = worldOf({ pointer: A, size: 1 });
    expect(keyOf(worldOf(null, { pointer: A, size: 1 }))).toBe(keyOf(only));
  });

  test('whatever addresses the target gave, but for which are equal', () => {
    const one = worldOf({ pointer: A, size: 1 }, { pointer: B, size: 2 });
    const moved = worldOf({ pointer: B, size: 1 }, { pointer: A + 64, size: 2 });
    expect(keyOf(moved)).toBe(keyOf(one));
    const shared = worldOf({ pointer: A, size: 1 }, { pointer: A, size: 2 });
    expect(keyOf(shared)).not.toBe(keyOf(one));
    const [buffer] = ground.buffers;
    expect(keyOf(worldOf({ pointer: buffer, size: 1 }))).not.toBe(
      keyOf(worldOf({ pointer: A, size: 1 })),
    );
  });

  test('in whatever order their worlds come, which it puts in one of its own', () => {
    const [first, second] = [worldOf({ pointer: A, size: 1 }), worldOf({ pointer: A, size: 2 })];
    expect(keyOf(first, second)).toBe(keyOf(second, first));
    expect(keyOf(first, second)).not.toBe(keyOf(first));
    const worlds = [second, first];
    const again = [first, second];
    const identifier = new Identifier(ground);
    identifier.of(worlds);
    identifier.of(again);
    expect(worlds).toEqual(again);
    expect(() => identifier.of([])).toThrow('without worlds');
  });
});

test('doubt: several worlds, an open heap, a leaked record', () => {
  const sure = worldOf({ pointer: A, size: 1 });
  expect(isDoubtful([sure])).toBe(false);
  expect(isDoubtful([sure, worldOf({ pointer: A, size: 2 })])).toBe(true);
  expect(isDoubtful([worldOf(null, { pointer: A, size: 1, state: State.leaked })])).toBe(true);
  sure.openHeap();
  expect(isDoubtful([sure])).toBe(true);
});

test('keys are numbered as they come, many of them too', () => {
  const keys = new Keys();
  const many = Array.from({ length: 9000 }, (_, index) => Int32Array.of(index % 7, index));
  expect(many.map((key) => keys.numberOf(key))).toEqual(many.map((_, index) => index));
  expect(keys.numberOf(Int32Array.of(3, 10))).toBe(10);
  expect(keys.numberOf(Int32Array.of(3))).toBe(9000);
});
