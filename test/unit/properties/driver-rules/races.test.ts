// Generated programs: the race detector against every interleaving, tried one after the other.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyOperation } from '#dist/model/case.js';
import type { Operation, OrderingOperation } from '#dist/model/step.js';
import { Races } from '#dist/properties/driver-rules/races.js';
import { ScenarioMonitor } from '#dist/search/replay/driver-monitor.js';
import { readScenario, replayScenario, scenarioFiles } from '#dist/search/replay.js';
import { randomOf } from '#dist/search/seeds.js';
import { createTarget } from '#dist/targets/index.js';

/** What a thread does: an access to one of two words, or an operation that orders. */
interface Act {
  readonly what: 'read' | 'write' | 'set' | 'wait' | 'enter' | 'leave';
  readonly object: number;
}

type Program = readonly (readonly Act[])[];

const ORDERS: Readonly<Record<Exclude<Act['what'], 'read' | 'write'>, OrderingOperation>> = {
  set: 'SetEvent',
  wait: 'WaitForSingleObject',
  enter: 'EnterCriticalSection',
  leave: 'LeaveCriticalSection',
};

/** Two or three threads of a few acts; what is entered is left by the same thread. */
function drawProgram(number: number): Program {
  const random = randomOf('races', number);
  const below = (limit: number): number => random.nextInt(0, limit - 1);
  const threads = 2 + below(2);
  return Array.from({ length: threads }, () => {
    const acts: Act[] = [];
    let inside = 0;
    for (let left = 2 + below(threads === 2 ? 3 : 2); left > 0; left -= 1) {
      const kind = below(8);
      const object = 1 + below(2);
      if (kind < 4) acts.push({ what: kind % 2 === 0 ? 'read' : 'write', object });
      else if (kind === 4) acts.push({ what: 'set', object });
      else if (kind === 5) acts.push({ what: 'wait', object });
      else if (inside === 0) {
        inside = object;
        acts.push({ what: 'enter', object });
      } else {
        acts.push({ what: 'leave', object: inside });
        inside = 0;
      }
    }
    if (inside !== 0) acts.push({ what: 'leave', object: inside });
    return acts;
  });
}

/** State of events and sections; a thread that cannot go on waits. */
interface State {
  readonly next: readonly number[];
  readonly set: readonly number[];
  readonly owner: readonly number[];
}

function enabled(program: Program, state: State, thread: number): boolean {
  const act = program[thread]?.[state.next[thread] ?? 0];
  if (act === undefined) return false;
  if (act.what === 'wait') return state.set.includes(act.object);
  return act.what !== 'enter' || (state.owner[act.object] ?? -1) < 0;
}

function after(program: Program, state: State, thread: number): State {
  const act = program[thread][state.next[thread]];
  const next = state.next.map((at, index) => (index === thread ? at + 1 : at));
  const { object, what } = act;
  const others = state.set.filter((each) => each !== object);
  const set = what === 'set' ? [...others, object] : what === 'wait' ? others : state.set;
  const change = what === 'enter' ? thread : -1;
  const takes = what === 'enter' || what === 'leave';
  const owner = takes ? state.owner.map((who, at) => (at === object ? change : who)) : state.owner;
  return { next, set, owner };
}

/** Two threads stand before conflicting accesses, and either may go first: a race by definition. */
function standsInRace(program: Program, { next }: State): boolean {
  const accesses = program
    .map((acts, thread) => acts[next[thread]])
    .filter((act) => act?.what === 'read' || act?.what === 'write');
  return accesses.some((one, at) =>
    accesses
      .slice(at + 1)
      .some(
        (other) => one.object === other.object && (one.what === 'write' || other.what === 'write'),
      ),
  );
}

/** Every interleaving: whether two conflicting accesses ever stand side by side, and all orders. */
function explore(
  program: Program,
  state: State,
  order: number[],
  found: { racy: boolean; orders: number[][] },
) {
  if (standsInRace(program, state)) found.racy = true;
  const able = program.map((_, thread) => thread).filter((each) => enabled(program, state, each));
  if (able.length === 0) found.orders.push([...order]);
  for (const thread of able) {
    order.push(thread);
    explore(program, after(program, state, thread), order, found);
    order.pop();
  }
}

/** The detector on one order of a program. */
function detects(program: Program, order: readonly number[]): boolean {
  const races = new Races();
  races.clear();
  const next = program.map(() => 0);
  let racy = false;
  order.forEach((thread, step) => {
    const act = program[thread][next[thread]];
    next[thread] = next[thread] + 1;
    const operation: Operation = {
      ...emptyOperation(),
      operation: act.what === 'write' ? 'write' : 'read',
      thread: -1,
      process: thread + 1,
      object: act.object,
      size: 4,
    };
    if (act.what === 'read' || act.what === 'write') {
      if (races.access(operation, { space: 0, address: act.object * 8 }, step)) racy = true;
    } else races.order(operation, ORDERS[act.what], act.what === 'wait' ? 0 : 1);
  });
  return racy;
}

test('a thousand generated programs are judged as all of their interleavings say', () => {
  let racyOnes = 0;
  for (let number = 0; number < 1000; number += 1) {
    const program = drawProgram(number);
    const start: State = { next: program.map(() => 0), set: [], owner: [-1, -1, -1] };
    const found = { racy: false, orders: [] as number[][] };
    explore(program, start, [], found);
    const judged = found.orders.map((order) => detects(program, order));
    if (found.racy) racyOnes += 1;
    expect(judged.includes(true), JSON.stringify(program)).toBe(found.racy);
  }
  expect(racyOnes).toBeGreaterThan(200);
  expect(racyOnes).toBeLessThan(900);
}, 120_000);

describe('hand-written scenarios', () => {
  const files = scenarioFiles([path.resolve(import.meta.dirname, '../../../../scenarios/races')]);

  test('are ten with a race and ten without', () => {
    const racy = files.filter((file) => path.basename(file).startsWith('racy-'));
    expect([racy.length, files.length]).toEqual([10, 20]);
  });

  test.each(files.map((file) => [path.basename(file), file]))('%s is judged right', (_, file) => {
    const result = replayScenario(readScenario(file), {
      target: 'simulator',
      fault: '',
      inspection: true,
      monitor: new ScenarioMonitor(),
      createTarget: (reading) => createTarget('simulator', reading, ''),
    });
    expect(result.platforms.flatMap(({ reasons }) => reasons)).toEqual([]);
    expect(result.passed).toBe(true);
  });
});
