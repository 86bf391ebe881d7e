// A tour that learns what unknown bytes were seen to be has fewer beliefs, and goes the same ways.

import { SCOPES, type Scope } from 'marshalcheck';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Form } from '#dist/model/readings.js';
import { TAG_UNKNOWN } from '#dist/model/world/domain.js';
import { Slot, State, World } from '#dist/model/world/world.js';
import { bytesOf } from '#dist/properties/bytes.js';
import { APPLICATION_BASE, groundOf } from '#dist/search/check/marshalling/ground.js';
import type { Node } from '#dist/search/tour/node.js';
import { Seen } from '#dist/search/tour/seen.js';
import { Tour } from '#dist/search/tour/tour.js';
import { createTarget } from '#dist/targets/index.js';
import { type Inspection, TargetFailure } from '#dist/targets/interface.js';

const READING = 'shipped-compact7-armv5';
const tiny = SCOPES.find(({ name }) => name === 'tiny')!;
const SINGLE: Scope = { ...tiny, name: 'single', records: 1 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a tour keeps to itself. */
interface Inside {
  readonly graph: {
    readonly nodes: readonly Node[];
    readonly keys: { readonly keys: readonly Int32Array[] };
  };
}

interface Gone {
  readonly beliefs: number;
  readonly operations: number;
  /** From, operation, to; of beliefs without their bytes. */
  readonly ways: ReadonlySet<string>;
}

/** Goes a whole tour; beliefs are told by their words without tags and contents. */
async function gone(server: 'kernel' | 'user'): Promise<Gone> {
  const target = createTarget('simulator', READING, '');
  const tour = new Tour({
    ...{ scope: { ...SINGLE, server }, reading: READING, target, name: 'simulator', fault: '' },
    ...{ inspection: true, identify: false, doubtful: false },
    ...{ mostOperations: 1_000_000, mostDepartures: 1, now: () => 0 },
  });
  const { report, findings } = await tour.run();
  expect(findings).toEqual([]);
  expect(report.complete).toBe(true);
  const { at } = groundOf(SINGLE, READING);
  const { nodes, keys } = (tour as unknown as Inside).graph;
  const shapeOf = ({ index }: Node): string => {
    const key = keys.keys[index];
    return [...key.subarray(0, at.tags), ...key.subarray(at.calls, at.contents)].join();
  };
  const shapes = nodes.map(shapeOf);
  const ways = nodes.flatMap(({ index, rules, next }) =>
    [...rules].map((rule, position) => {
      const to = next[position];
      return `${shapes[index]} ${rule} ${to < 0 ? to : shapes[to]}`;
    }),
  );
  return { beliefs: nodes.length, operations: report.operations, ways: new Set(ways) };
}

test.each(['kernel', 'user'] as const)('%s: the same ways, fewer beliefs', async (server) => {
  const told = await gone(server);
  vi.spyOn(Seen.prototype, 'learn').mockImplementation(() => undefined);
  const untold = await gone(server);
  expect(told.ways).toEqual(untold.ways);
  expect(told.beliefs * 3).toBeLessThan(untold.beliefs * 2);
});

describe('what unknown bytes are', () => {
  const ground = groundOf({ ...SINGLE, server: 'kernel' }, READING);
  const { domain } = ground;
  const region = domain.regionProcess.indexOf(1);
  const interval = domain.regionInterval[region] + 1;
  const offset = domain.intervalOffset[interval];
  const written = 16;
  const elsewhere = 0xd000_0000;

  function unknown(): World {
    const world = new World(domain);
    world.occupy(domain.slots - 1);
    world.setTag(interval, world.generation(region) - 1, TAG_UNKNOWN, 0);
    return world;
  }

  /** Shows those bytes of the application, and others elsewhere; null: nothing is mapped. */
  function showing(bytes: Uint8Array | null, behind: Uint8Array | null = null): Inspection {
    const peek: Inspection['peek'] = (_process, address, size, into) => {
      const shown = address >= elsewhere ? behind : bytes;
      if (shown === null) return false;
      into.set(shown.subarray(0, size));
      return true;
    };
    return { peek } as Inspection;
  }

  const learned = (world: World, inspection: Inspection | null): number => {
    new Seen(ground).learn([world], inspection);
    return world.tag(interval, world.generation(region) - 1);
  };
  const size = domain.intervalBytes[interval];
  const content = bytesOf(written, offset, size);

  test('is what they look like', () => {
    expect(domain.regionBase[region]).toBe(APPLICATION_BASE);
    expect(learned(unknown(), showing(content))).toBe(written);
    expect(learned(unknown(), showing(new Uint8Array(size)))).toBe(0);
    expect(learned(unknown(), showing(bytesOf(1 + region, offset, size)))).toBe(1 + region);
  });

  test('is not known where they look like nothing, or cannot be looked at', () => {
    const other = Uint8Array.from(content);
    other[size - 1] ^= 1;
    expect(learned(unknown(), showing(other))).toBe(TAG_UNKNOWN);
    expect(learned(unknown(), showing(null))).toBe(TAG_UNKNOWN);
    expect(learned(unknown(), null)).toBe(TAG_UNKNOWN);
    const blind = { ...showing(content), offers: new Set(['pages'] as const) };
    expect(learned(unknown(), blind)).toBe(TAG_UNKNOWN);
  });

  function withRecord(form: number): World {
    const world = unknown();
    world.setField(0, Slot.state, State.live);
    world.setField(0, Slot.form, form);
    world.setField(0, Slot.pointer, elsewhere | 0);
    world.setField(0, Slot.region, region + 1);
    world.setField(0, Slot.first, interval);
    world.setField(0, Slot.count, 1);
    world.setField(0, Slot.generation, world.generation(region) - 1);
    return world;
  }

  test('is not known where an alias shows something else', () => {
    const zeroes = new Uint8Array(size);
    expect(learned(withRecord(Form.alias), showing(content, content))).toBe(written);
    expect(learned(withRecord(Form.alias), showing(content, zeroes))).toBe(TAG_UNKNOWN);
  });

  test('is learned of copies too', () => {
    const world = withRecord(Form.copy);
    world.setContent(0, interval, TAG_UNKNOWN, 0);
    expect(learned(world, showing(null, content))).toBe(TAG_UNKNOWN);
    expect(world.content(0, interval)).toBe(written);
  });

  test('is left open by a target that breaks', () => {
    const broken = {
      peek: () => {
        throw new TargetFailure('crashed', 'gone');
      },
    };
    expect(learned(unknown(), broken as unknown as Inspection)).toBe(TAG_UNKNOWN);
    const wrong = {
      peek: () => {
        throw new Error('a defect');
      },
    };
    expect(() => learned(unknown(), wrong as unknown as Inspection)).toThrow('a defect');
  });
});
