/** Earlier campaigns as lines of a plot. */

import type { HistoryLine } from '../document.js';

/** One plot: a value a campaign, null where it has none. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly (number | null)[];
}

function rate(count: number, seconds: number): number | null {
  return count === 0 || seconds === 0 ? null : Math.round(count / seconds);
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1000 * part) / whole) / 10;
}

/** The plots that have something to show. */
export function seriesOf(lines: readonly HistoryLine[]): Series[] {
  const all: Series[] = [
    {
      name: 'States',
      unit: 'a second',
      values: lines.map(({ states, seconds }) => rate(states, seconds)),
    },
    {
      name: 'Operations',
      unit: 'a second',
      values: lines.map(({ operations, seconds }) => rate(operations, seconds)),
    },
    {
      name: 'Coverage',
      unit: '% of obligations',
      values: lines.map(({ covered, obligations }) => percent(covered, obligations)),
    },
    {
      name: 'Fault score',
      unit: '% found',
      values: lines.map(({ killed, faults }) => percent(killed, faults)),
    },
    {
      name: 'Open signatures',
      unit: '',
      values: lines.map(({ signatures }) => signatures.length),
    },
  ];
  return all.filter(({ values }) => values.some((value) => value !== null));
}

/** Points of a line as SVG takes them: campaigns from left to right, 0 at the bottom. */
export function pointsOf({ values }: Series, width: number, height: number): string {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map((value, index) =>
      value === null
        ? ''
        : `${(index * step).toFixed(1)},${(height - (value / most) * height).toFixed(1)}`,
    )
    .filter((point) => point !== '')
    .join(' ');
}
