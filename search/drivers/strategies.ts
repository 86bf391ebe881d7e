/**
 * Schedules drawn at random, for drivers with more orders than can be tried. Each strategy finds
 * other things: a few interruptions anywhere; only some threads for a while; priorities that change
 * at a few points (PCT: Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010).
 */

import type { Random } from 'fast-check';
import type { Execution } from './execution.js';

/** How schedules are drawn. */
export const STRATEGIES = ['random', 'swarm', 'pct'] as const;

/** One of {@link STRATEGIES}. */
export type Strategy = (typeof STRATEGIES)[number];

/** Picks the thread that goes on among those that can; at least one can. */
type Chooser = (run: Execution, enabled: readonly number[]) => number;

/** Changes of priority of a PCT run, at most. */
const MOST_CHANGES = 3;
/** One step in this many is an interruption, in a random run. */
const RARITY = 6;

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.nextInt(0, from.length - 1)];
}

/** At most `bound` preemptions; where the present thread cannot go on, any other. */
function randomChooser(random: Random, bound: number): Chooser {
  return (run, enabled) => {
    const goesOn = run.last >= 0 && run.isEnabled(run.last);
    const affordable = enabled.filter((each) => run.preemptions + run.costOf(each) <= bound);
    if (goesOn && random.nextInt(1, RARITY) > 1) return run.last;
    if (affordable.length > 0) return pick(random, affordable);
    return goesOn ? run.last : pick(random, enabled);
  };
}

/** Some threads are left waiting until nobody else can go on. */
function swarmChooser(random: Random, bound: number): Chooser {
  const favoured = new Map<string, boolean>();
  const inner = randomChooser(random, bound);
  const isFavoured = (name: string): boolean => {
    const known = favoured.get(name) ?? random.nextInt(0, 1) === 1;
    favoured.set(name, known);
    return known;
  };
  return (run, enabled) => {
    const some = enabled.filter((each) => isFavoured(run.threads[each].name));
    if (run.last >= 0 && some.includes(run.last)) return inner(run, some);
    return some.length > 0 ? pick(random, some) : inner(run, enabled);
  };
}

/** The thread of the highest priority goes on; at a few steps it falls behind all others. */
function priorityChooser(random: Random, length: number): Chooser {
  const priorities = new Map<string, number>();
  const changes = new Set<number>();
  const count = random.nextInt(0, MOST_CHANGES);
  for (let i = 0; i < count; i += 1) changes.add(random.nextInt(0, Math.max(length, 1)));
  let lowest = 0;
  const priorityOf = (name: string): number => {
    const known = priorities.get(name) ?? random.nextInt(1, 1_000_000);
    priorities.set(name, known);
    return known;
  };
  return (run, enabled) => {
    const highest = (): number =>
      enabled.reduce((best, each) => {
        const isHigher = priorityOf(run.threads[each].name) > priorityOf(run.threads[best].name);
        return isHigher ? each : best;
      });
    if (changes.has(run.trace.length)) {
      lowest -= 1;
      priorities.set(run.threads[highest()].name, lowest);
    }
    return highest();
  };
}

/** Runs one schedule drawn by a strategy; `length`: events that a run has, about. */
export function draw(
  run: Execution,
  strategy: Strategy,
  random: Random,
  bound: number,
  length: number,
): void {
  const chooser =
    strategy === 'pct'
      ? priorityChooser(random, length)
      : strategy === 'swarm'
        ? swarmChooser(random, bound)
        : randomChooser(random, bound);
  run.begin();
  for (;;) {
    const enabled = run.enabled();
    if (!enabled.some((each) => run.threads[each].role !== 'chance')) break;
    run.step(chooser(run, enabled));
  }
  run.finish();
}
