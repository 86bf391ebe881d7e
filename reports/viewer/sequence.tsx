/** The sequence diagram of a case. */

import { useMemo } from 'preact/hooks';
import type { ExplainedStep, Timeline } from '../../search/explanation.js';
import { plain } from '../escape.js';
import { type Arrow, sequenceOf } from '../view/sequence.js';
import { Scroll } from './parts.js';

const LANE = 220;
const ROW = 30;
const TOP = 34;

/** See the file comment; a click on an arrow leads to its step. */
export function SequenceView({
  steps,
  timeline,
  at,
  go,
}: {
  steps: readonly ExplainedStep[];
  timeline: Timeline | null;
  at: number;
  go: (to: number) => void;
}) {
  const { lanes, arrows } = useMemo(() => sequenceOf(steps, timeline), [steps, timeline]);
  const width = lanes.length * LANE + 90;
  const height = TOP + arrows.length * ROW + 10;
  const x = (lane: number): number => lane * LANE + LANE / 2;
  const y = (step: number): number => TOP + (step - 1) * ROW + ROW / 2;
  return (
    <section>
      <h2>Threads</h2>
      <Scroll label="Sequence diagram">
        <svg
          class="sequence"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`Sequence diagram of ${arrows.length} steps, as in the list of steps`}
        >
          <defs>
            <marker
              id="tip"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8z" />
            </marker>
          </defs>
          {lanes.map((lane, index) => (
            <g key={lane}>
              <line class="lane" x1={x(index)} x2={x(index)} y1={TOP - 8} y2={height} />
              <text class="name" x={x(index)} y={16}>
                {plain(lane)}
              </text>
            </g>
          ))}
          {arrows.flatMap(({ step, active }) =>
            active.map((lane) => (
              <rect
                class="active"
                key={`${step} ${lane}`}
                x={x(lane) - 4}
                width="8"
                y={y(step)}
                height={ROW}
              />
            )),
          )}
          {arrows.map((arrow) => (
            <ArrowView key={arrow.step} arrow={arrow} at={at} x={x} y={y} go={go} />
          ))}
        </svg>
      </Scroll>
    </section>
  );
}

function ArrowView({
  arrow,
  at,
  x,
  y,
  go,
}: {
  arrow: Arrow;
  at: number;
  x: (lane: number) => number;
  y: (step: number) => number;
  go: (to: number) => void;
}) {
  const { step, from, to, label, isBad } = arrow;
  const row = y(step);
  const names = ['arrow', isBad ? 'isBad' : '', at === step ? 'here' : ''].join(' ');
  const [left, right] = [x(from), x(to)];
  const middle = from === to ? left + 34 : (left + right) / 2;
  const path =
    from === to
      ? `M${left} ${row - 6}h26v12H${left + 3}`
      : `M${left} ${row}H${right + (right > left ? -3 : 3)}`;
  return (
    // biome-ignore lint: the list of steps is the keyboard's way
    <g class={names} onClick={() => go(step)}>
      <rect class="hit" x="0" y={row - ROW / 2} width="100%" height={ROW} />
      <path d={path} marker-end="url(#tip)" />
      <text x={middle} y={row - 5} class={from === to ? 'beside' : ''}>
        {step} {plain(label)}
      </text>
    </g>
  );
}
