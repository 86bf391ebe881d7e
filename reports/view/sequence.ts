/** A case as a sequence diagram: lanes for who acts, an arrow a step. */

import type { ExplainedStep, Timeline } from '../../search/explanation.js';

/** The lane of whoever answers: kernel or emulator. */
export const SYSTEM_LANE = 'system';

/** One arrow. */
export interface Arrow {
  readonly step: number;
  /** Indices of lanes; equal for what somebody does to itself. */
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly isBad: boolean;
  /** Lanes whose call is in flight after the step. */
  readonly active: readonly number[];
}

/** A whole diagram. */
export interface Sequence {
  readonly lanes: readonly string[];
  readonly arrows: readonly Arrow[];
}

/** Applications first, then threads of the server, then the system. */
function rank(lane: string): number {
  if (lane.startsWith('app')) return 0;
  if (lane.startsWith('call')) return 1;
  return lane === SYSTEM_LANE ? 3 : 2;
}

/** The diagram of a case; `timeline` null: without who carries which call. */
export function sequenceOf(steps: readonly ExplainedStep[], timeline: Timeline | null): Sequence {
  const calls = timeline?.states.map((state) => state.calls) ?? [];
  const partner = ({ number, actor, operation }: ExplainedStep): string => {
    const before = calls[number - 1] ?? [];
    const now = calls[number] ?? [];
    if (operation === 'call') {
      return now.find((call) => !before.some(({ thread }) => thread === call.thread))?.thread ?? '';
    }
    if (operation === 'return') return before.find(({ thread }) => thread === actor)?.caller ?? '';
    return operation === 'exit' || operation === 'start' ? actor : SYSTEM_LANE;
  };
  const pairs = steps.map((step) => {
    const other = partner(step);
    return { step, other: other === '' ? SYSTEM_LANE : other };
  });
  const threads = calls.flatMap((list) => list.map(({ thread }) => thread));
  const names = [...pairs.flatMap(({ step, other }) => [step.actor, other]), ...threads];
  const lanes = [...new Set(names)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const arrows = pairs.map(({ step, other }) => ({
    step: step.number,
    from: lanes.indexOf(step.actor),
    to: lanes.indexOf(other),
    label: step.operation,
    isBad: step.isBad,
    active: (calls[step.number] ?? []).map(({ thread }) => lanes.indexOf(thread)),
  }));
  return { lanes, arrows };
}
