/** A finding as a journey through time. */

import { useEffect, useState } from 'preact/hooks';
import type { ExplainedStep, Explanation } from '../../search/explanation.js';
import type { FindingDetail, FindingHead, Payload } from '../view/payload.js';
import { fragmentOf, stepAfterKey } from '../view/route.js';
import { Moment } from './moment.js';
import { ClauseLink, Copy, Text } from './parts.js';
import { SequenceView } from './sequence.js';
import { unpack } from './unpack.js';

/** The page of a finding; `step` null: the one at which it shows. */
export function FindingPage({
  payload,
  number,
  step,
}: {
  payload: Payload;
  number: number;
  step: number | null;
}) {
  const [detail, setDetail] = useState<FindingDetail | null>(null);
  const head = payload.report.findings[number - 1];
  const packed = payload.details[number - 1];
  useEffect(() => {
    setDetail(null);
    if (packed !== undefined) void unpack<FindingDetail>(packed).then(setDetail);
  }, [packed]);
  if (head === undefined) return <p>There is no finding {number} in this report.</p>;
  return (
    <>
      <h1 class="signature">
        <Text>{head.signature}</Text>
      </h1>
      <FindingFacts head={head} detail={detail} />
      {detail === null && <p>Opening …</p>}
      {detail !== null && detail.explanation === null && <p>This finding was not explained.</p>}
      {detail?.explanation != null && (
        <Journey number={number} step={step} explanation={detail.explanation} />
      )}
    </>
  );
}

function FindingFacts({ head, detail }: { head: FindingHead; detail: FindingDetail | null }) {
  const [again = ''] = head.reproduce;
  return (
    <>
      <p>
        {head.class} · <Text>{head.reading}</Text>, {head.server}-mode driver
        {head.fault !== '' && (
          <>
            {' '}
            · planted: <Text>{head.fault}</Text>
          </>
        )}{' '}
        · clauses{' '}
        {head.clauses.map((id) => (
          <span key={id}>
            <ClauseLink id={id} />{' '}
          </span>
        ))}
      </p>
      <p class="buttons">
        {again !== '' && <Copy text={again}>Copy as command</Copy>}
        {detail !== null && detail.scenario !== '' && (
          <Copy text={detail.scenario}>Copy as scenario</Copy>
        )}
      </p>
      {head.reproduce.map((command) => (
        <pre key={command} tabIndex={0}>
          <Text>{command}</Text>
        </pre>
      ))}
    </>
  );
}

function Journey({
  number,
  step,
  explanation,
}: {
  number: number;
  step: number | null;
  explanation: Explanation;
}) {
  const { steps, timeline } = explanation;
  const last = steps.length;
  const bad = steps.find(({ isBad }) => isBad)?.number ?? last;
  const at = Math.min(step ?? bad, last);
  const go = (to: number): void => {
    const fragment = fragmentOf({ page: 'finding', number, step: to });
    history.replaceState(null, '', fragment);
    dispatchEvent(new HashChangeEvent('hashchange'));
  };
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const isElsewhere =
        event.target instanceof HTMLElement && event.target.matches('input, select, .scroll, pre');
      if (event.ctrlKey || event.altKey || event.metaKey || isElsewhere) return;
      const to = stepAfterKey(event.key, at, last);
      if (to === null) return;
      event.preventDefault();
      go(to);
    };
    addEventListener('keydown', pressed);
    return () => {
      removeEventListener('keydown', pressed);
    };
  });
  return (
    <>
      <section>
        <h2>What the rules say</h2>
        <ul>
          {explanation.clauses.map(({ id, force, text }) => (
            <li key={id}>
              <ClauseLink id={id} /> ({force}): {text}
            </li>
          ))}
        </ul>
        <p>
          <strong>Likely mistake:</strong> <Text>{explanation.likely}</Text>
        </p>
      </section>
      <Steering at={at} last={last} bad={bad} go={go} />
      <div class="journey">
        <StepList steps={steps} at={at} go={go} />
        <Moment explanation={explanation} timeline={timeline} at={at} />
      </div>
      <SequenceView steps={steps} timeline={timeline} at={at} go={go} />
    </>
  );
}

function Steering({
  at,
  last,
  bad,
  go,
}: {
  at: number;
  last: number;
  bad: number;
  go: (to: number) => void;
}) {
  return (
    <section class="steering" aria-label="Steps">
      <h2 aria-live="polite">
        {at === 0 ? 'Before the first step' : `After step ${at} of ${last}`}
      </h2>
      <div class="buttons">
        <button type="button" onClick={() => go(0)} disabled={at === 0}>
          First
        </button>
        <button type="button" onClick={() => go(at - 1)} disabled={at === 0}>
          Back
        </button>
        <button type="button" onClick={() => go(at + 1)} disabled={at === last}>
          Next
        </button>
        <button type="button" onClick={() => go(last)} disabled={at === last}>
          Last
        </button>
        <button type="button" onClick={() => go(bad)} disabled={at === bad}>
          Where it shows
        </button>
      </div>
      <p class="note">Keys: j and k, arrows, Home, End. The address of this page names the step.</p>
    </section>
  );
}

/** The steps; `at` is the one after which the reader stands. */
export function StepList({
  steps,
  at,
  go,
}: {
  steps: readonly ExplainedStep[];
  at: number;
  go: (to: number) => void;
}) {
  useEffect(() => {
    document.querySelector('.steps [aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <ol class="steps" aria-label="Steps of the case">
      {steps.map(({ number, actor, text, isBad }) => (
        <li key={number} class={isBad ? 'isBad' : ''}>
          <button
            type="button"
            aria-current={number === at ? 'step' : undefined}
            onClick={() => go(number)}
          >
            <span class="number">
              {isBad ? '✗ ' : ''}
              {number}
            </span>{' '}
            <strong>
              <Text>{actor}</Text>
            </strong>{' '}
            <Text>{text}</Text>
          </button>
        </li>
      ))}
    </ol>
  );
}
