import { createTarget, replay, type Target } from 'marshalcheck';
import { expect, test } from 'vitest';

/** A board whose Close never fails. */
function careless(reading: string): Target {
  const board = createTarget('simulator', reading, '');
  return {
    name: 'careless',
    inspection: null,
    pauses: true,
    reset: (setup) => board.reset(setup),
    perform: (request, response) => {
      board.perform(request, response);
      if (request.operation === 'CeCloseCallerBuffer') response.value = 0;
    },
  };
}

test('a careless Close is noticed', async () => {
  const report = await replay(['scenarios/spec'], { createTarget: careless });
  const blamed = report.failures.flatMap((failure) =>
    failure.platforms.flatMap(({ departure }) => departure?.clauses ?? []),
  );
  expect(blamed).toContain('CLOSE-3');
});
