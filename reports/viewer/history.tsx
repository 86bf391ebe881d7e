/** Earlier campaigns: plots, and what became of each signature. */

import type { HistoryLine, HistoryPart } from '../document.js';
import { pointsOf, type Series, seriesOf } from '../view/series.js';
import { Table } from './parts.js';

const WIDTH = 260;
const HEIGHT = 70;
/** Digits of a commit that a person reads. */
const SHORT = 12;

/** The whole page. */
export function HistoryPage({ history }: { history: HistoryPart | undefined }) {
  if (history === undefined) return <p>This report has no history.</p>;
  const { lines, signatures } = history;
  return (
    <>
      <h1>History</h1>
      <Charts lines={lines} />
      <h2>Signatures</h2>
      <Table
        heads={['Signature', 'State', 'First seen', 'Since commit', 'Last seen', 'Times']}
        rows={signatures.map(({ signature, state, first, since = '', last, times }) => [
          signature,
          state === 'seen-again' ? 'seen again' : state,
          first,
          since.slice(0, SHORT),
          last,
          String(times),
        ])}
      />
      <h2>Campaigns</h2>
      <Table
        heads={['Ended', 'Seed', 'Version', 'Cases', 'Operations', 'Seconds', 'Signatures']}
        rows={[...lines]
          .reverse()
          .map(({ at, seed, marshalcheck, cases, operations, seconds, signatures: found }) => [
            at,
            seed,
            marshalcheck,
            String(cases),
            String(operations),
            seconds.toFixed(1),
            String(found.length),
          ])}
      />
    </>
  );
}

/** A plot for everything that was counted. */
export function Charts({ lines }: { lines: readonly HistoryLine[] }) {
  return (
    <div class="charts">
      {seriesOf(lines).map((series) => (
        <Chart key={series.name} series={series} />
      ))}
    </div>
  );
}

function Chart({ series }: { series: Series }) {
  const { name, unit, values } = series;
  const known = values.filter((value) => value !== null);
  const most = Math.max(...known);
  const latest = values.findLast((value) => value !== null) ?? 0;
  const title = `${name} ${unit}`.trim();
  const text = `${title}: ${latest} now, at most ${most}, over ${values.length} campaigns`;
  return (
    <figure>
      <figcaption>
        {title}: <strong>{latest}</strong>
      </figcaption>
      <svg viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`} role="img" aria-label={text}>
        <line class="axis" x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        <polyline points={pointsOf(series, WIDTH, HEIGHT)} />
        {pointsOf(series, WIDTH, HEIGHT)
          .split(' ')
          .map((point) => point.split(','))
          .map(([x, y]) => (
            <circle key={x} cx={x} cy={y} r="2.5" />
          ))}
      </svg>
    </figure>
  );
}
