/** The buffer that the source of Alloc or CeAllocDuplicateBuffer lies in. */

import type { Operation } from '../../model/step.js';
import { type Holding, Kind, Life } from './holdings.js';
import type { DriverView } from './view.js';

/** How well a buffer serves as the source; the greater the better. */
export const Merit = {
  none: 0,
  /** It is an asynchronous buffer itself. */
  asynchronous: 1,
  /** It belongs to another call, or to one that is over; the source runs past its end. */
  elsewhereInPart: 2,
  /** It belongs to another call, or to one that is over. */
  elsewhere: 3,
  /** The source begins in a buffer of this call and runs past its end. */
  inPart: 4,
  /** The source lies in a buffer of this call. */
  whole: 5,
} as const;

/** The buffer that an operation's source most likely lies in; undefined where there is none. */
export function findSource(view: DriverView, operation: Operation): Holding | undefined {
  const { all, count } = view.holdings;
  let best: Holding | undefined;
  let most: number = Merit.none;
  for (let i = 0; i < count; i += 1) {
    const merit = meritOf(view, all[i], operation);
    if (merit <= most) continue;
    most = merit;
    best = all[i];
  }
  return best;
}

/** How well one buffer serves: one of {@link Merit}. */
export function meritOf(view: DriverView, holding: Holding, operation: Operation): number {
  const { thread, source, size } = operation;
  if (holding.life === Life.over || !holding.contains(source)) return Merit.none;
  if (holding.kind === Kind.asynchronous) return Merit.asynchronous;
  const whole = holding.isMeasured || holding.covers(source, size);
  const here = holding.thread === thread && view.isInCall(holding);
  if (here || holding.life === Life.doubtful) return whole ? Merit.whole : Merit.inPart;
  if (holding.isDirect && isForeign(view, holding, thread)) return Merit.none;
  return whole ? Merit.elsewhere : Merit.elsewhereInPart;
}

/** True where the same number means another caller's memory. */
function isForeign(view: DriverView, holding: Holding, thread: number): boolean {
  return thread > 0 && holding.caller !== view.calls.callerOf(thread);
}
