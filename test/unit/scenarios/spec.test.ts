// Every scenario in scenarios/spec/: well-formed, kept by the boards, red with its fault, and
// together one for each clause of the areas that are modelled.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLAUSES, findClause, OBLIGATIONS } from '#dist/model/clauses/index.js';
import { ScenarioMonitor } from '#dist/search/replay/driver-monitor.js';
import { Replayer, type ReplayResult, turnedRed } from '#dist/search/replay.js';
import { formatScenario } from '#dist/search/scenario/format.js';
import { parseScenario, type Scenario } from '#dist/search/scenario/index.js';
import { createTarget } from '#dist/targets/index.js';
import { UNSHOWN, UNSHOWN_OBLIGATIONS } from '../spec/unshown.js';

const folder = path.join(import.meta.dirname, '../../../scenarios/spec');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

function textOf(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}

/** Clause that a file is called after: `FREE-1` of `FREE-1-writes-back.yaml`. */
function clauseOf(file: string): string {
  return /^(INV-[A-Z]+|[A-Z]+-\d+)-[a-z0-9-]+\.yaml$/.exec(file)?.[1] ?? '';
}

/** True for the sample code of the source S0, run as a schedule. */
function ofSample(file: string): boolean {
  return file.startsWith('S0-asynchronous-sample-');
}

const replayers = new Map<string, Replayer>();

function replay(scenario: Scenario, fault: string): ReplayResult {
  let replayer = replayers.get(fault);
  if (replayer === undefined) {
    replayer = new Replayer({
      createTarget: (reading) => createTarget('simulator', reading, fault),
      target: 'simulator',
      fault,
      inspection: true,
      monitor: new ScenarioMonitor(),
    });
    replayers.set(fault, replayer);
  }
  return replayer.replay(scenario);
}

/** Why a replay failed, one line a platform. */
function complaints(result: ReplayResult): string[] {
  return result.platforms.flatMap(({ platform, reasons }) =>
    reasons.map((each) => `${platform.reading}, ${platform.server}: ${each.step} ${each.text}`),
  );
}

/** Obligations that the driver was told it broke, on any platform. */
function breachesOf(result: ReplayResult): string[] {
  return [...new Set(result.platforms.flatMap((each) => each.breaches))].sort();
}

describe.each(files)('%s', (file) => {
  const scenario = parseScenario(textOf(file), file);
  const breach = scenario.verdict.flatMap(({ value }) => value.breach ?? []);
  const dangers = scenario.verdict.flatMap(({ value }) => value.unsafe);

  test('is in canonical form', () => {
    expect(formatScenario(textOf(file), file)).toBe(textOf(file));
  });

  test('is called after a clause that it is about, and explains it', () => {
    const about = scenario.clauses.map((id) => id.split('.')[0]);
    const called = ofSample(file) ? about[0] : clauseOf(file);
    expect(findClause(called)?.id).toBe(called);
    expect(about).toContain(called);
    expect(scenario.about.length).toBeGreaterThan(40);
  });

  test('passes on the boards, on every platform that it speaks of', () => {
    expect(complaints(replay(scenario, ''))).toEqual([]);
  });

  test('has a fault that turns it red, a breach or a documented danger', () => {
    if (scenario.fault === '') {
      expect([...breach, ...dangers]).not.toEqual([]);
      return;
    }
    const result = replay(scenario, scenario.fault);
    expect(result.passed).toBe(false);
    expect(turnedRed(scenario, result)).toBe(true);
  });

  if (breach.length === 0) return;
  test('reports the breaches that it names, and no other', () => {
    const reported = breachesOf(replay(scenario, ''));
    const named = (id: string): boolean =>
      breach.some((each) => each === id || id.startsWith(`${each}.`));
    expect(reported.filter((id) => !named(id) && !isAdvice(id))).toEqual([]);
    for (const id of breach) {
      expect(reported.some((each) => each === id || each.startsWith(`${id}.`))).toBe(true);
    }
  });
});

function isAdvice(obligation: string): boolean {
  return OBLIGATIONS.some(({ id, force }) => id === obligation && force === 'advice');
}

const SHOWN_AREAS = new Set<string>(['core', 'classes']);

describe('together', () => {
  const core = CLAUSES.filter(({ area }) => SHOWN_AREAS.has(area)).map(({ id }) => id);
  const called = new Set(files.map(clauseOf));

  test('there is one for each clause of the areas that are modelled', () => {
    const missing = core.filter((id) => !called.has(id) && !Object.hasOwn(UNSHOWN, id));
    expect(missing).toEqual([]);
  });

  test('a clause that nothing shows has no scenario after all, and exists', () => {
    for (const id of Object.keys(UNSHOWN)) {
      expect(core).toContain(id);
      expect(called.has(id as (typeof core)[number])).toBe(false);
    }
    const known = OBLIGATIONS.map(({ id }): string => id);
    for (const id of Object.keys(UNSHOWN_OBLIGATIONS)) expect(known).toContain(id);
  });
});
