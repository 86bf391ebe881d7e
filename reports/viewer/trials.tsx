/** What is done with the way to a state: it is run on a target, or saved as a scenario. */

import { useState } from 'preact/hooks';
import type { ExploreRun } from '../../search/exploration.js';
import {
  EXPLORE_LIMITS,
  type ExplorePlace,
  type ExploreSaved,
  type ExploreStart,
  isExploreName,
} from '../view/explore.js';
import { ask } from './ask.js';
import { Moment } from './moment.js';
import { ClauseLink, Copy, Text } from './parts.js';

interface Place {
  readonly start: ExploreStart;
  readonly here: ExplorePlace;
}

/** Runs the way so far on a target that the command line named. */
export function RunView({ start, here }: Place) {
  const [run, setRun] = useState<{ target: string; answer: ExploreRun } | null>(null);
  const [error, setError] = useState('');
  const begin = (target: number): void => {
    setRun(null);
    setError('');
    ask<ExploreRun>({ ask: 'run', target, ...here }).then(
      (answer) => {
        setRun({ target: start.targets[target] ?? '', answer });
      },
      (reason: Error) => {
        setError(reason.message);
      },
    );
  };
  return (
    <section>
      <h2>Run it on a target</h2>
      <p class="buttons">
        {start.targets.map((target, index) => (
          <button type="button" key={index} onClick={() => begin(index)}>
            Run on <Text>{target}</Text>
          </button>
        ))}
      </p>
      <div role="status">
        {error !== '' && (
          <p class="bad">
            <Text>{error}</Text>
          </p>
        )}
        {run !== null && <Ran target={run.target} answer={run.answer} />}
      </div>
    </section>
  );
}

function Ran({ target, answer }: { target: string; answer: ExploreRun }) {
  const { verdict, explanation } = answer;
  const { steps, timeline, clauses } = explanation;
  if (verdict !== 'departure') {
    return (
      <p class={verdict === 'passed' ? 'good' : ''}>
        <Text>{target}</Text>: {verdict === 'passed' ? 'conforms at every step' : verdict}
      </p>
    );
  }
  return (
    <>
      <p class="bad">
        <Text>{`${target}: departs at step ${steps.length}, ${steps.at(-1)?.text ?? ''}`}</Text>
      </p>
      <ul>
        {clauses.map(({ id, force, text }) => (
          <li key={id}>
            <ClauseLink id={id} /> ({force}): {text}
          </li>
        ))}
      </ul>
      <Moment explanation={explanation} timeline={timeline} at={steps.length} />
    </>
  );
}

/** Saves the way so far. */
export function SaveView({ start, here }: Place) {
  const [name, setName] = useState('explored');
  const [saved, setSaved] = useState<ExploreSaved | null>(null);
  const [error, setError] = useState('');
  const save = (event: Event): void => {
    event.preventDefault();
    setSaved(null);
    setError('');
    if (!isExploreName(name)) {
      setError('A name is made of letters, digits and single hyphens.');
      return;
    }
    ask<ExploreSaved>({ ask: 'save', name, ...here }).then(setSaved, (reason: Error) => {
      setError(reason.message);
    });
  };
  return (
    <section>
      <h2>Save as scenario</h2>
      <form class="filters" onSubmit={save}>
        <label>
          Name{' '}
          <input
            value={name}
            maxLength={EXPLORE_LIMITS.name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <button type="submit">Save</button>
        <span class="note">
          into <Text>{start.folder}</Text>, over nothing
        </span>
      </form>
      <div role="status">
        {error !== '' && (
          <p class="bad">
            <Text>{error}</Text>
          </p>
        )}
        {saved !== null && (
          <p>
            saved: <Text>{saved.file}</Text> · <code>{saved.replay}</code>{' '}
            <Copy text={saved.replay}>Copy as command</Copy>
          </p>
        )}
      </div>
    </section>
  );
}
