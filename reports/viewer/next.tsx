/** What can follow a state: taken, refused, the client's mistakes, and what cannot be issued. */

import { useState } from 'preact/hooks';
import type { ExploreView } from '../../search/exploration.js';
import { ClauseLink, Text } from './parts.js';

type Next = ExploreView['next'][number];

const GROUPS: readonly [Next['state'], string, boolean][] = [
  ['enabled', 'Can follow', true],
  ['refused', 'Refused', true],
  ['mistake', 'A mistake of the client: anything may follow', false],
  ['impossible', 'Cannot be issued here', false],
];

/** See the file comment; `take` gets the number of what was chosen. */
export function NextView({
  next,
  take,
}: {
  next: readonly Next[];
  take: (number: number) => void;
}) {
  const [words, setWords] = useState('');
  const wanted = words.toLowerCase();
  const shown = next
    .map((each, number) => ({ each, number }))
    .filter(({ each }) => textOf(each).toLowerCase().includes(wanted));
  return (
    <section class="next">
      <h2>What can follow</h2>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Operation, buffer or clause{' '}
          <input value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
      </form>
      {GROUPS.map(([state, title, isOpen]) => {
        const list = shown.filter(({ each }) => each.state === state);
        if (list.length === 0) return null;
        return (
          <details key={state} open={isOpen}>
            <summary>
              {title} ({list.length})
            </summary>
            <ul class="operations">
              {list.map(({ each, number }) => (
                <Operation key={number} next={each} take={() => take(number)} />
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

function textOf({ actor, text, clauses }: Next): string {
  return [actor, text, ...clauses].join(' ');
}

/** An operation, what it would give and why; a button where it can be taken. */
export function Operation({ next, take }: { next: Next; take: () => void }) {
  const { actor, text, state, gives, clauses } = next;
  const line = (
    <>
      <strong>
        <Text>{actor}</Text>
      </strong>{' '}
      <Text>{text}</Text>
    </>
  );
  return (
    <li>
      {state === 'impossible' ? (
        line
      ) : (
        <button type="button" onClick={take}>
          {line}
        </button>
      )}
      {gives.length > 0 && (
        <span class="note">
          {state === 'refused' ? 'refused: ' : 'gives '}
          <Text>{gives.join(', or ')}</Text>
          {clauses.length > 0 && ' · '}
          {clauses.map((id) => (
            <span key={id}>
              <ClauseLink id={id} />{' '}
            </span>
          ))}
        </span>
      )}
    </li>
  );
}
