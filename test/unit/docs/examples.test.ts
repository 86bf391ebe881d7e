// The examples of the documentation are what they say.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formatScenario, parseScenario, type Scenario } from 'marshalcheck';
import { describe, expect, test } from 'vitest';
import { ScenarioMonitor } from '#dist/search/replay/driver-monitor.js';
import { Replayer, type ReplayResult, turnedRed } from '#dist/search/replay.js';
import { createTarget } from '#dist/targets/index.js';
import { fenced, PAGES, page } from './pages.js';

function replay(scenario: Scenario, fault: string): ReplayResult {
  const replayer = new Replayer({
    createTarget: (reading) => createTarget('simulator', reading, fault),
    target: 'simulator',
    fault,
    inspection: true,
    monitor: new ScenarioMonitor(),
  });
  return replayer.replay(scenario);
}

const scenarios = PAGES.flatMap(({ file, text }) =>
  fenced(text, 'yaml').map((yaml, index) => [`${file}, example ${index + 1}`, yaml] as const),
);

test('there are examples', () => {
  expect(scenarios.length).toBeGreaterThan(5);
});

describe.each(scenarios)('%s', (name, yaml) => {
  const scenario = parseScenario(yaml, name);

  test('holds on every platform that it speaks of', () => {
    const reasons = replay(scenario, '').platforms.flatMap((each) => each.reasons);
    expect(reasons.map((reason) => reason.text)).toEqual([]);
  });

  test.runIf(scenario.fault !== '')('turns red with its fault', () => {
    expect(turnedRed(scenario, replay(scenario, scenario.fault))).toBe(true);
  });
});

test('the guide writes scenarios in canonical form', () => {
  const yaml = fenced(page('docs/scenarios.md').text, 'yaml');
  expect(yaml.map((text) => formatScenario(text, 'x.yaml'))).toEqual(yaml);
});

test('the examples of the library are the tests beside this one', () => {
  const folder = path.join(import.meta.dirname, 'library');
  const tests = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
  const shown = fenced(page('docs/library.md').text, 'ts');
  expect(shown.toSorted()).toEqual(tests.toSorted());
});
