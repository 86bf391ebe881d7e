/** The explorer: a state, the way there, and what can follow. */

import { useEffect, useState } from 'preact/hooks';
import type { ExploreView } from '../../search/exploration.js';
import type { ExplorePlace, ExploreStart } from '../view/explore.js';
import { fragmentOf } from '../view/route.js';
import { ask } from './ask.js';
import { StepList } from './finding.js';
import { GraphView } from './graph.js';
import { Moment } from './moment.js';
import { NextView } from './next.js';
import { Text } from './parts.js';
import { SequenceView } from './sequence.js';
import { RunView, SaveView } from './trials.js';
import { TypedView } from './typed.js';

/** See the file comment; `place` null: where the scenario ends. */
export function Explorer({ start, place }: { start: ExploreStart; place: ExplorePlace | null }) {
  const here = place ?? { platform: 0, steps: start.length, path: [] };
  const key = fragmentOf({ page: 'explore', place: here });
  const [view, setView] = useState<ExploreView | null>(null);
  const [error, setError] = useState('');
  useEffect(() => {
    let isWanted = true;
    ask<ExploreView>({ ask: 'view', ...here }).then(
      (answer) => {
        if (!isWanted) return;
        setView(answer);
        setError('');
      },
      (reason: Error) => {
        if (isWanted) setError(reason.message);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return (
    <>
      <h1>
        <Text>{start.title}</Text>
      </h1>
      <Platforms start={start} here={here} />
      {error !== '' && (
        <p class="bad" role="alert">
          <Text>{error}</Text> <a href={at({ ...here, path: [] })}>Back to the scenario</a>
        </p>
      )}
      {view === null && error === '' && <p>Opening …</p>}
      {view !== null && error === '' && <Here start={start} here={here} view={view} />}
    </>
  );
}

function at(place: ExplorePlace): string {
  return fragmentOf({ page: 'explore', place });
}

function go(place: ExplorePlace): void {
  location.hash = at(place);
}

function Platforms({ start, here }: { start: ExploreStart; here: ExplorePlace }) {
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <label>
        Reading and server{' '}
        <select
          value={here.platform}
          onChange={(event) => go({ ...here, platform: Number(event.currentTarget.value) })}
        >
          {start.platforms.map(({ reading, copyLimit, server }, index) => (
            <option key={index} value={index}>
              {reading}, {server}-mode driver, copy limit {copyLimit}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

/** The place one step before; null at the beginning. */
function before(here: ExplorePlace): ExplorePlace | null {
  if (here.path.length > 0) return { ...here, path: here.path.slice(0, -1) };
  return here.steps > 0 ? { ...here, steps: here.steps - 1 } : null;
}

/** The place after so many of the steps so far. */
function placeAfter(here: ExplorePlace, count: number): ExplorePlace {
  if (count <= here.steps) return { ...here, steps: count, path: [] };
  return { ...here, path: here.path.slice(0, count - here.steps) };
}

function Here({
  start,
  here,
  view,
}: {
  start: ExploreStart;
  here: ExplorePlace;
  view: ExploreView;
}) {
  const { explanation, verdict, follows } = view;
  const { steps, timeline } = explanation;
  const back = before(here);
  const forth = follows === null ? null : { ...here, steps: here.steps + 1 };
  useKeys(back, forth, { ...here, steps: 0, path: [] }, { ...here, steps: start.length, path: [] });
  return (
    <>
      <section class="steering" aria-label="Steps">
        <h2 aria-live="polite">
          {steps.length === 0 ? 'Before the first step' : `After step ${steps.length}`}
        </h2>
        <div class="buttons">
          <button type="button" disabled={back === null} onClick={() => back && go(back)}>
            Back
          </button>
          <button type="button" disabled={forth === null} onClick={() => forth && go(forth)}>
            Next of the scenario
          </button>
          <button type="button" onClick={() => go({ ...here, steps: start.length, path: [] })}>
            End of the scenario
          </button>
        </div>
        {follows !== null && (
          <p>
            The scenario goes on: <Text>{`${follows.actor} ${follows.text}`}</Text>
          </p>
        )}
        <p class="note">Keys: k and ← back, j and → on, Home, End. The address names the state.</p>
        {verdict !== 'passed' && <p class="bad">{OVER[verdict] ?? verdict}</p>}
      </section>
      <div class="journey">
        <StepList
          steps={steps}
          at={steps.length}
          go={(count) => go(placeAfter(here, skipped(here, steps.length) + count))}
        />
        <Moment explanation={explanation} timeline={timeline} at={steps.length} />
      </div>
      <NextView next={view.next} take={(number) => go({ ...here, path: [...here.path, number] })} />
      <TypedView
        key={`typed ${at(here)}`}
        here={here}
        take={(step) => go({ ...here, path: [...here.path, step] })}
      />
      <RunView key={`run ${at(here)}`} start={start} here={here} />
      <SaveView key={`save ${at(here)}`} start={start} here={here} />
      <GraphView
        key={`graph ${at(here)}`}
        here={here}
        next={view.next}
        take={(path) => go({ ...here, path: [...here.path, ...path] })}
      />
      <SequenceView steps={steps} timeline={timeline} at={steps.length} go={() => undefined} />
    </>
  );
}

const OVER: Readonly<Record<string, string>> = {
  open: 'No rule speaks of what follows: the way ends here.',
  hung: 'The target may never come back from this, and did not: the way ends here.',
  overflow: 'Too many worlds explain what came: the way ends here.',
};

/** Steps of the scenario that were skipped because they could not be issued. */
function skipped({ steps, path }: ExplorePlace, told: number): number {
  return Math.max(0, steps + path.length - told);
}

function useKeys(
  back: ExplorePlace | null,
  forth: ExplorePlace | null,
  home: ExplorePlace,
  end: ExplorePlace,
): void {
  useEffect(() => {
    const places: Readonly<Record<string, ExplorePlace | null>> = {
      k: back,
      ArrowLeft: back,
      j: forth,
      ArrowRight: forth,
      Home: home,
      End: end,
    };
    const pressed = (event: KeyboardEvent): void => {
      const isElsewhere =
        event.target instanceof HTMLElement && event.target.matches('input, select, .scroll, pre');
      const to = Object.hasOwn(places, event.key) ? places[event.key] : null;
      if (event.ctrlKey || event.altKey || event.metaKey || isElsewhere || to == null) return;
      event.preventDefault();
      go(to);
    };
    addEventListener('keydown', pressed);
    return () => {
      removeEventListener('keydown', pressed);
    };
  });
}
