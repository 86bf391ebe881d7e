// Worlds that become one are judged as they would have been apart, whatever comes next.

import { describe, expect, test } from 'vitest';
import { emptyOperation } from '#dist/model/case.js';
import { DESCRIPTORS } from '#dist/model/descriptors.js';
import { Form, findReading } from '#dist/model/readings.js';
import { RESULTS } from '#dist/model/results.js';
import { layOut, MissingCut } from '#dist/model/world/domain.js';
import { Kind, Slot, State, World } from '#dist/model/world/world.js';
import { Belief } from '#dist/properties/belief.js';
import { distinct } from '#dist/search/trace/alike.js';
import { POINTER_SENTINEL, type Request, type Response } from '#dist/targets/interface.js';

const SOURCE = 0x30100;
const SIZES = [512, 600];
const TYPES = [DESCRIPTORS.ARG_IO_PTR, DESCRIPTORS.ARG_I_PTR, DESCRIPTORS.ARG_I_ASTR];
const STEPS = 40;
const MOST_WORLDS = 12;

function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Draw = (below: number) => number;

/** What the log of some driver might say next: an operation and what came of it. */
function drawEvent(draw: Draw, own: readonly number[]): { request: Request; response: Response } {
  const pick = <T>(list: readonly T[]): T => list[draw(list.length)];
  const request: Request = { ...emptyOperation(), bytes: new Uint8Array(600) };
  const value = draw(4) === 0 ? pick([RESULTS.E_FAIL, RESULTS.E_ACCESSDENIED]) : 0;
  const response: Response = {
    status: 'returned',
    value,
    pointer: POINTER_SENTINEL,
    bytes: Buffer.alloc(4096),
  };
  request.operation = pick([
    ...(['CeOpenCallerBuffer', 'CeOpenCallerBuffer', 'CeAllocAsynchronousBuffer'] as const),
    ...(['CeCloseCallerBuffer', 'CeCloseCallerBuffer', 'CeFreeAsynchronousBuffer'] as const),
    ...(['CeFlushAsynchronousBuffer', 'read', 'write', 'call', 'return'] as const),
  ]);
  request.thread = draw(8) === 0 ? 0 : 1;
  request.process = 1;
  request.size = pick(SIZES);
  request.descriptor = pick(TYPES.slice(0, draw(6) === 0 ? 3 : 2));
  if (request.descriptor === DESCRIPTORS.ARG_I_ASTR && draw(2) === 0) request.size = 0;
  request.destination = true;
  request.source = draw(3) === 0 ? pick(own) : SOURCE;
  const gives = request.operation.startsWith('CeOpen') || request.operation.startsWith('CeAlloc');
  request.pointer = gives ? 0 : pick([...own, SOURCE]);
  if (gives && value === 0) response.pointer = pick([...own, SOURCE, request.source]);
  else if (gives) response.pointer = pick([0, POINTER_SENTINEL]);
  if (request.operation === 'read' && draw(4) === 0) response.status = 'faulted';
  if (request.operation === 'call') request.descriptor = 0;
  return { request, response };
}

/** Takes an event; the verdict, and the worlds afterwards. */
function observed(
  belief: Belief,
  worlds: World[],
  { request, response }: ReturnType<typeof drawEvent>,
): { verdict: string; worlds: World[] } {
  belief.goOn([...worlds]);
  if (!belief.allows(request)) return { verdict: 'not allowed', worlds };
  try {
    const tag = request.operation === 'write' ? 16 : 0;
    const verdict = belief.observe(request, request, tag, response, null);
    return { verdict, worlds: verdict === 'explained' ? belief.worlds : worlds };
  } catch (error) {
    if (error instanceof MissingCut) return { verdict: 'missing cut', worlds };
    throw error;
  }
}

function copied(worlds: readonly World[]): World[] {
  return worlds.map((world) => {
    const copy = new World(world.domain);
    copy.copyFrom(world);
    return copy;
  });
}

describe('by random logs', () => {
  test.each([
    ['ce6-x86', 'kernel', 400],
    ['compact7-armv5', 'kernel', 400],
    ['shipped-compact7-armv5', 'kernel', 60],
    ['shipped-compact2013-armv7', 'user', 60],
  ] as const)('%s, %s', (id, server, times) => {
    const reading = findReading(id)!;
    const runs = [{ pages: 1, rights: 2 as const, cached: true }];
    const cuts = SIZES.flatMap((size) => [0x100, 0x100 + size]);
    const region = { process: 1, base: 0x30000, runs, cuts, zeroes: [], isUnknown: true };
    const copyLimit = reading.alloc === 'by-size' ? 520 : reading.copyLimits[0];
    const plan = { reading, copyLimit, server, applications: 2, regions: [region], slots: 4 };
    const domain = layOut(plan);
    const base = server === 'kernel' ? 0xd000_0000 : 0x4000_0000;
    const own = [base + 0x100, base + 0x1_0100, base + 0x2_0140];
    const draw = numbers(server === 'kernel' ? 3 : 5);
    const [apart, together] = [new Belief(), new Belief()];
    let explained = 0;
    let merged = 0;
    for (let run = 0; run < times; run += 1) {
      let all = [new World(domain)];
      let few = copied(all);
      for (let step = 0; step < STEPS && all.length <= MOST_WORLDS; step += 1) {
        const event = drawEvent(draw, own);
        const first = observed(apart, all, event);
        const second = observed(together, few, event);
        const what = `${id}: ${JSON.stringify(event.request)} ${event.response.pointer}`;
        expect(second.verdict, what).toBe(first.verdict);
        if (first.verdict === 'open' || first.verdict === 'overflow') break;
        if (first.verdict === 'explained') explained += 1;
        all = copied(first.worlds);
        few = distinct(copied(second.worlds));
        if (few.length < all.length) merged += 1;
      }
    }
    expect(explained).toBeGreaterThan(times);
    // Shipped kernels open directly, user servers copy: nothing is left open there.
    if (times > 100) expect(merged).toBeGreaterThan(times);
  });
});

test('worlds that differ in what was released become one', () => {
  const reading = findReading('ce6-x86')!;
  const domain = layOut({
    ...{ reading, copyLimit: 16_384, server: 'kernel', applications: 1, regions: [], slots: 4 },
  });
  const world = (form: number, state: number, pointer: number): World => {
    const made = new World(domain);
    made.occupy(0);
    made.setField(0, Slot.kind, Kind.opened);
    made.setField(0, Slot.form, form);
    made.setField(0, Slot.state, state);
    made.setField(0, Slot.pointer, pointer);
    return made;
  };
  const { stale, live, leaked } = State;
  const count = (...worlds: World[]): number => distinct(worlds).length;
  expect(count(world(Form.alias, stale, 5), world(Form.copy, stale, 5))).toBe(1);
  expect(count(world(Form.alias, stale, 5), world(Form.copy, stale, 6))).toBe(2);
  expect(count(world(Form.alias, live, 5), world(Form.copy, live, 5))).toBe(2);
  expect(count(world(Form.alias, leaked, 5), world(Form.copy, leaked, 5))).toBe(2);
  expect(count(world(Form.direct, stale, 5), world(Form.direct, stale, 6))).toBe(1);
  expect(count(world(Form.direct, stale, 5), world(Form.opaque, stale, 5))).toBe(2);
});
