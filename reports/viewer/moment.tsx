/** One moment of a case: what was expected and came, invariants, changes, the state. */

import { useMemo } from 'preact/hooks';
import type { ExplainedStep, Explanation, Timeline } from '../../search/explanation.js';
import { changesOf } from '../view/changes.js';
import { Text } from './parts.js';
import { StateView } from './state.js';

/** After step `at`; 0 before the first. */
export function Moment({
  explanation,
  timeline,
  at,
}: {
  explanation: Explanation;
  timeline: Timeline | null;
  at: number;
}) {
  const changes = useMemo(
    () => (timeline === null ? null : changesOf(timeline, at)),
    [timeline, at],
  );
  const step = explanation.steps[at - 1];
  return (
    <div class="moment">
      {step !== undefined && <Comparison step={step} explanation={explanation} />}
      {timeline !== null && <Lights timeline={timeline} at={at} />}
      {changes !== null && (
        <section class="box">
          <h3>Changed by this step</h3>
          {changes.sentences.length === 0 && <p class="note">nothing that can be seen</p>}
          <ul>
            {changes.sentences.map((sentence) => (
              <li key={sentence}>
                <Text>{sentence}</Text>
              </li>
            ))}
          </ul>
        </section>
      )}
      {timeline !== null && changes !== null && (
        <StateView timeline={timeline} index={at} changes={changes} />
      )}
    </div>
  );
}

function Comparison({ step, explanation }: { step: ExplainedStep; explanation: Explanation }) {
  return (
    <section class={step.isBad ? 'box isBad' : 'box'}>
      <h3>Expected against observed</h3>
      <dl>
        {step.expected.length > 0 && (
          <>
            <dt>expected</dt>
            <dd>
              <Text>{step.expected.join(', or ')}</Text>
            </dd>
          </>
        )}
        <dt>came</dt>
        <dd class={step.isBad && explanation.differences.length === 0 ? 'bad' : ''}>
          <Text>{step.observed}</Text>
        </dd>
        {step.isBad &&
          explanation.differences.map(({ where, expected, observed }) => (
            <>
              <dt>
                <Text>{where}</Text>
              </dt>
              <dd>
                should be <Text>{expected}</Text>,{' '}
                <strong class="bad">
                  is <Text>{observed}</Text>
                </strong>
              </dd>
            </>
          ))}
      </dl>
      {step.arguments !== undefined && step.arguments.length > 0 && (
        <ul class="arguments">
          {step.arguments.map(({ name, value, matters, tried, showing }) => (
            <li key={name}>
              <code>
                <Text>{`${name} ${value}`}</Text>
              </code>
              :{' '}
              {matters === 'any'
                ? `any other value fails too (${tried} tried)`
                : matters === 'only'
                  ? `no other value fails (${tried} tried)`
                  : `${showing} of ${tried} other values fail too`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Lights({ timeline, at }: { timeline: Timeline; at: number }) {
  const { broken, worlds } = timeline.states[at];
  return (
    <section class="box">
      <h3>Invariants</h3>
      <ul class="lights">
        {timeline.invariants.map(({ id, sentence }) => {
          const isBroken = broken.includes(id);
          const word = isBroken ? 'broken' : timeline.isInspected ? 'holds' : 'not looked at';
          const sign = isBroken ? '✗' : word === 'holds' ? '✓' : '?';
          return (
            <li key={id} class={`light ${isBroken ? 'broken' : word === 'holds' ? 'holds' : ''}`}>
              <span aria-hidden="true">{sign}</span>{' '}
              <a href={`#/clause/${id}`} title={sentence}>
                {id}
              </a>{' '}
              {word}
            </li>
          );
        })}
      </ul>
      <p class="note">
        {worlds === 0
          ? 'No world explains what came.'
          : `Worlds that explain everything so far: ${worlds}`}
      </p>
    </section>
  );
}
