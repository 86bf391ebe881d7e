/** An operation with arguments of one's own: tried first, then taken. */

import { useState } from 'preact/hooks';
import type { NextOperation } from '../../search/exploration.js';
import { EXPLORE_LIMITS, type ExplorePlace } from '../view/explore.js';
import { ask } from './ask.js';
import { Operation } from './next.js';
import { Text } from './parts.js';

const EXAMPLE = 'CeOpenCallerBuffer: {on: call1, source: a, size: 4, descriptor: ARG_I_PTR}';

const SAID = {
  enabled: 'It can follow; take it:',
  refused: 'It is refused; take it all the same:',
  mistake: 'A mistake of the client, anything may follow; take it:',
  impossible: 'It cannot be issued here.',
} as const;

/** See the file comment; `take` gets the step as it was written. */
export function TypedView({ here, take }: { here: ExplorePlace; take: (step: string) => void }) {
  const [step, setStep] = useState('');
  const [told, setTold] = useState<{ step: string; next: NextOperation } | null>(null);
  const [error, setError] = useState('');
  const attempt = (): void => {
    setTold(null);
    setError('');
    ask<NextOperation>({ ...here, ask: 'try', step }).then(
      (next) => setTold({ step, next }),
      (reason: Error) => setError(reason.message),
    );
  };
  return (
    <section class="typed">
      <h2>Any other operation</h2>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          attempt();
        }}
      >
        <label>
          A step as a scenario has it{' '}
          <input
            value={step}
            maxLength={EXPLORE_LIMITS.step}
            onInput={(event) => setStep(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={step.trim() === ''}>
          Try it
        </button>
      </form>
      <p class="note">
        For instance <code>{EXAMPLE}</code>
      </p>
      {error !== '' && (
        <p class="bad" role="alert">
          <Text>{error}</Text>
        </p>
      )}
      {told !== null && (
        <>
          <p role="status">{SAID[told.next.state]}</p>
          <ul class="operations">
            <Operation next={told.next} take={() => take(told.step)} />
          </ul>
        </>
      )}
    </section>
  );
}
