/** Every state of a case, kept so that equal processes and records are there once. */

import { CLAUSES } from '../../model/clauses/index.js';
import { Call, Held, type World } from '../../model/world/world.js';
import { INVARIANTS, Recount } from '../../properties/invariants.js';
import type {
  Picture,
  PictureProcess,
  PictureRecord,
  Timeline,
  TimelineState,
} from '../explanation.js';
import { actorName, processName } from './names.js';

/** Longer cases are explained without their states. */
const MOST_STATES = 1000;
const THREADS = 4;

/** INV-RECOVER is about all that could follow: no single state shows it. */
const SHOWN = CLAUSES.filter(({ family, id }) => family === 'invariants' && id !== 'INV-RECOVER');

/** Numbers equal values once. */
class Pool<T> {
  readonly items: T[] = [];
  private readonly indices = new Map<string, number>();

  indexOf(item: T): number {
    const key = JSON.stringify(item);
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    this.indices.set(key, this.items.length);
    return this.items.push(item) - 1;
  }
}

/** Takes one picture after the other. */
export class TimelineBook {
  private readonly processes = new Pool<PictureProcess>();
  private readonly records = new Pool<PictureRecord>();
  private states: TimelineState[] = [];

  /** Forgets all states. */
  clear(): void {
    this.states = [];
  }

  /** The state after a step; `broken`: invariants that the finding names. */
  take(picture: Picture, world: World, worlds: number, broken: readonly string[] = []): void {
    if (this.states.length > MOST_STATES) return;
    this.states.push({
      processes: picture.processes.map((each) => this.processes.indexOf(each)),
      records: picture.records.map((each) => this.records.indexOf(each)),
      heapBlocks: picture.heapBlocks,
      heapBytes: picture.heapBytes,
      aliases: picture.aliases,
      calls: callsOf(world),
      broken: [...new Set([...broken, ...brokenByWorld(world), ...brokenByTarget(picture)])],
      worlds,
    });
  }

  /** Puts the state of the step at which the finding showed in the place of the last one. */
  replaceLast(picture: Picture, world: World, broken: readonly string[]): void {
    if (this.states.length > MOST_STATES) return;
    this.states.pop();
    this.take(picture, world, 0, broken);
  }

  /** Null where the case was too long to keep. */
  finish(picture: Picture, isInspected: boolean): Timeline | null {
    if (this.states.length > MOST_STATES) return null;
    return {
      server: picture.server,
      cacheMatters: picture.cacheMatters,
      isInspected,
      invariants: SHOWN.map(({ id, text }) => ({ id, sentence: text })),
      processes: this.processes.items,
      records: this.records.items,
      states: this.states,
    };
  }
}

function callsOf(world: World): TimelineState['calls'] {
  const held = world.heldField(Held.thread) - 1;
  const list: TimelineState['calls'][number][] = [];
  for (let thread = 0; thread <= THREADS; thread += 1) {
    if (!world.isInCall(thread) && held !== thread) continue;
    const gone = thread === 0 || world.callField(thread, Call.callerGone) !== 0;
    list.push({
      thread: actorName(thread, 0),
      caller: gone ? '' : processName(world.callField(thread, Call.process)),
      held: held === thread,
    });
  }
  return list;
}

const RECOUNT = new Recount();

/** Clauses of the invariants that the model's own world breaks; none, or the model is wrong. */
function brokenByWorld(world: World): string[] {
  RECOUNT.take(world);
  return INVARIANTS.filter(({ holds }) => !holds(world, RECOUNT)).map(({ clause }) => clause);
}

/** What the pages of the target break. */
function brokenByTarget({ processes, cacheMatters }: Picture): string[] {
  const list: string[] = [];
  for (const { rules, seen } of processes.flatMap(({ pages }) => pages)) {
    if (seen === null) continue;
    if (cacheMatters && seen.cached !== rules.cached) list.push('INV-CACHE');
    if (seen.references !== rules.references) list.push('INV-COUNT');
    if (seen.mapped !== rules.mapped || seen.rights !== rules.rights) list.push('INV-ISOLATE');
  }
  return list;
}
