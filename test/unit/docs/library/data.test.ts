import { findClause, formatScenario, parseScenario, platformsOf, READINGS } from 'marshalcheck';
import { expect, test } from 'vitest';

const text = `marshalcheck: 1
title: A call and its return
clauses: [SPACE-3]
readings: documented
server: both
steps:
  - call: {process: app1, on: call1, gives: S_OK}
  - return: {on: call1}
verdict: conforms
`;

test('a scenario is data', () => {
  const scenario = parseScenario(text, 'call.yaml');
  expect(platformsOf(scenario)).toHaveLength(
    2 * READINGS.filter((each) => each.style === 'documented').length,
  );
  expect(formatScenario(text, 'call.yaml')).toBe(text);
  expect(findClause('FREE-3')?.binds).toBe('system');
});
