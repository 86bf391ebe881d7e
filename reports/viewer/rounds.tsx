/** Parts of the first screen: what gave another result when it was run again, and tours. */

import { differsAt } from '../differs.js';
import type { Payload } from '../view/payload.js';
import { Table, Text } from './parts.js';

type Summary = Payload['report'];

/** Cases that could not be repeated: what a reader has to know before all else. */
export function Unrepeatable({ report: { nondeterminism = [] } }: { report: Summary }) {
  if (nondeterminism.length === 0) return null;
  return (
    <section>
      <h2>Not repeatable</h2>
      <p class="bad">
        Run again, these gave another result. What cannot be repeated cannot be reduced or believed.
      </p>
      <Table
        heads={['What', 'Where', 'Differs at', 'First', 'Then']}
        rows={nondeterminism.map((entry) => [
          entry.what,
          `${entry.target}, ${entry.reading}`,
          differsAt(entry),
          entry.first,
          entry.second,
        ])}
      />
      {nondeterminism
        .filter(({ reproduce }) => reproduce !== '')
        .map(({ reproduce }, index) => (
          <pre key={index}>
            <Text>{reproduce}</Text>
          </pre>
        ))}
    </section>
  );
}

/** How far each tour of a scope came. */
export function Tours({ report: { tours = [] } }: { report: Summary }) {
  if (tours.length === 0) return null;
  return (
    <section>
      <h2>Tours</h2>
      <Table
        heads={['Scope', 'Target', 'Reading', 'Beliefs', 'Transitions', 'Operations', 'Result']}
        rows={tours.map((tour) => [
          tour.scope,
          tour.target,
          `${tour.reading}, ${tour.server}`,
          String(tour.beliefs),
          `${tour.covered} of ${tour.transitions} chosen`,
          String(tour.operations),
          tour.complete ? 'complete' : `stopped: ${tour.stopped}`,
        ])}
      />
    </section>
  );
}
