import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replay } from 'marshalcheck';
import { describe, expect, test } from 'vitest';
import { START } from '#dist/cli/explore/start.js';
import type { NextOperation } from '#dist/search/exploration.js';
import { Exploration, NoSuchPath } from '#dist/search/explore.js';
import { parseScenario } from '#dist/search/scenario/parse.js';
import { caseOf, platformsOf } from '#dist/search/scenario/platforms.js';
import { createTarget } from '#dist/targets/index.js';
import { root, temporaryFolder } from '../../e2e/command.js';

function explorationOf(text: string, reading: string, server = 'kernel'): Exploration {
  const scenario = parseScenario(text, 'a test');
  const platform = platformsOf(scenario).find(
    (each) => each.reading === reading && each.server === server,
  );
  const { copyLimit } = platform!;
  return new Exploration(caseOf(scenario, reading, copyLimit, platform!.server), scenario.clauses);
}

const ALIASES = readFileSync(join(root, 'scenarios/spec/ALIAS-3-not-before-the-last.yaml'), 'utf8');

/** Number of the first operation that is told so. */
function numbered(next: readonly NextOperation[], text: string, actor = ''): number {
  return next.findIndex((each) => each.text.includes(text) && each.actor.includes(actor));
}

describe('a state', () => {
  test.each(['ce6-armv4i', 'compact2013-x86', 'shipped-compact7-armv5'])(
    'what the model says of it is what the board does: %s',
    (reading) => {
      const exploration = explorationOf(START, reading);
      const opened = numbered(exploration.view({ steps: 1, path: [] }).next, '(large, 17000');
      const { next } = exploration.view({ steps: 1, path: [opened] });
      const states = new Set(next.map(({ state }) => state));
      expect([...states].sort()).toEqual(expect.arrayContaining(['enabled', 'impossible']));
      for (const [number, { state, text, gives }] of next.entries()) {
        const place = { steps: 1, path: [opened, number] };
        if (state === 'impossible') {
          expect(() => exploration.view(place), text).toThrow(NoSuchPath);
          continue;
        }
        const { explanation } = exploration.view(place);
        const last = explanation.steps.at(-1)!;
        expect(explanation.steps, text).toHaveLength(3);
        expect(last.isBad, text).toBe(false);
        expect([...last.expected].sort(), text).toEqual([...gives].sort());
        const failed = /violation|^E_|0x8/.test(last.observed);
        if (state === 'refused') expect(failed, `${text}: ${last.observed}`).toBe(true);
      }
    },
  );

  test('names the clause that refuses', () => {
    const exploration = explorationOf(ALIASES, 'compact7-armv5');
    const { next } = exploration.view({ steps: exploration.length, path: [] });
    const free = next[numbered(next, 'CeFreeAsynchronousBuffer(async,')];
    expect(free).toMatchObject({ state: 'refused', gives: ['any FAILED code'] });
    expect(free.clauses).toEqual(['FREE-3']);
  });

  test('holds every step before it, and what the scenario does next', () => {
    const exploration = explorationOf(ALIASES, 'compact7-armv5');
    for (const steps of [0, 1, exploration.length]) {
      const { explanation, follows } = exploration.view({ steps, path: [] });
      expect(explanation.steps).toHaveLength(steps);
      expect(explanation.timeline?.states.length ?? 1).toBe(steps + 1);
      expect(follows === null).toBe(steps === exploration.length);
    }
    const { follows } = exploration.view({ steps: 0, path: [] });
    expect(follows!.text).toBe('calls the driver, as call1');
  });

  test('a place that is not offered is an error', () => {
    const exploration = explorationOf(START, 'ce6-x86');
    for (const place of [
      { steps: 1, path: [9999] },
      { steps: 2, path: [] },
    ]) {
      expect(() => exploration.view(place)).toThrow(NoSuchPath);
    }
  });
});

describe('a graph', () => {
  const operations = ['call', 'return', 'CeOpenCallerBuffer', 'CeCloseCallerBuffer'];
  test('leads to each of its states, by operations that are carried out', () => {
    const exploration = explorationOf(START, 'ce6-x86');
    const graph = exploration.graph({ steps: 1, path: [] }, { depth: 2, states: 25, operations });
    expect(graph.nodes).toHaveLength(25);
    expect(graph.isCut).toBe(true);
    for (const { path: way, text, from, worlds } of graph.nodes.slice(1)) {
      expect(way.length).toBe(graph.nodes[from].path.length + 1);
      const { explanation } = exploration.view({ steps: 1, path: way });
      const { actor, text: told, operation } = explanation.steps.at(-1)!;
      expect(`${actor} ${told}`).toBe(text);
      expect(operations).toContain(operation);
      expect(worlds).toBeGreaterThan(0);
    }
  });

  test('joins ways that end in one state', () => {
    const exploration = explorationOf(START, 'ce6-x86');
    const bounds = { depth: 3, states: 60, operations: ['call', 'return'] };
    const { nodes, edges, isCut } = exploration.graph({ steps: 0, path: [] }, bounds);
    expect(isCut).toBe(false);
    // Two threads, each idle or in a call of one of two applications; the first free one is taken.
    expect(nodes.length).toBeLessThan(10);
    expect(edges.length).toBeGreaterThan(nodes.length);
    for (const { from, to } of edges) expect([nodes[from], nodes[to]]).not.toContain(undefined);
  });
});

test('runs on a target with a defect, which departs there', () => {
  const exploration = explorationOf(ALIASES, 'compact7-armv5');
  const place = { steps: exploration.length, path: [] };
  const fault = 'recached-at-first-free';
  const { verdict, explanation } = exploration.run(
    place,
    createTarget('simulator', 'compact7-armv5', fault),
    fault,
  );
  expect(verdict).toBe('departure');
  expect(explanation.clauses.map(({ id }) => id)).toContain('ALIAS-3');
  expect(explanation.steps.at(-1)!.isBad).toBe(true);
  const sound = createTarget('simulator', 'compact7-armv5', '');
  expect(exploration.run(place, sound, '').verdict).toBe('passed');
});

test('saves scenarios that replay, over nothing', async () => {
  const folder = temporaryFolder();
  const exploration = explorationOf(START, 'compact7-armv5');
  const path: number[] = [];
  for (const text of [
    'CeOpenCallerBuffer(large, 17000, ARG_IO_PTR, FALSE)',
    'CeAllocAsynchronousBuffer(opened, 17000, ARG_IO_PTR|MARSHAL_FORCE_ALIAS)',
    'CeFreeAsynchronousBuffer(async, opened, 17000, ARG_IO_PTR|MARSHAL_FORCE_ALIAS)',
    'CeCloseCallerBuffer(opened, large, 17000, ARG_IO_PTR)',
    'returns to its caller',
  ]) {
    path.push(numbered(exploration.view({ steps: 1, path }).next, text, 'call1'));
  }
  const place = { steps: 1, path };
  const file = exploration.save(place, folder, 'by-hand');
  expect(exploration.save(place, folder, 'by-hand')).not.toBe(file);
  expect(readdirSync(folder).sort()).toEqual(['by-hand-2.yaml', 'by-hand.yaml']);
  const scenario = parseScenario(readFileSync(file, 'utf8'), file);
  expect(scenario.clauses).toEqual(expect.arrayContaining(['SPACE-3', 'FREE-1']));
  const report = await replay([file]);
  expect(report).toMatchObject({ passed: 1, failed: 0, errors: [] });
  const faulty = await replay([file], { fault: 'alias-leaked-at-release' });
  expect(faulty).toMatchObject({ passed: 0, failed: 1 });
});

describe('a step that somebody writes', () => {
  const OPEN = 'CeOpenCallerBuffer: {on: call1, source: large, size: 777, descriptor: ARG_O_PTR';
  const exploration = explorationOf(START, 'compact7-armv5');
  const here = { steps: 1, path: [] };

  test('is told before it is taken, and goes on from there', () => {
    const opened = exploration.try(here, `${OPEN}, as: mine}`);
    expect(opened).toMatchObject({ actor: 'call1', state: 'enabled' });
    expect(opened.text).toContain('CeOpenCallerBuffer(large, 777, ARG_O_PTR');
    const place = { steps: 1, path: [`${OPEN}, as: mine}`] };
    const view = exploration.view(place);
    expect(view.explanation.steps).toHaveLength(2);
    // What is offered next knows of it, by the name that the case gives it.
    expect(numbered(view.next, 'CeCloseCallerBuffer(opened, large, 777')).toBeGreaterThan(-1);
    const read = exploration.try(place, 'read: {on: call1, from: opened + 7, size: 3}');
    expect(read).toMatchObject({ state: 'enabled' });
    const text = exploration.text(
      { steps: 1, path: [...place.path, numbered(view.next, 'CeCloseCallerBuffer(opened')] },
      'typed',
    );
    expect(parseScenario(text, 'saved').program.length).toBeGreaterThan(0);
    expect(text).toContain('size: 777');
  });

  test('that the rules refuse is refused with its clause', () => {
    const refused = exploration.try(
      here,
      'CeFreeAsynchronousBuffer: {on: call1, buffer: 9, source: large, size: 4, descriptor: 0}',
    );
    expect(refused).toMatchObject({ state: 'refused' });
    expect(refused.clauses).toContain('FREE-3');
  });

  test('may be the first of all', () => {
    const first = { steps: 0, path: ['call: {process: app2, on: call2}'] };
    expect(exploration.view(first).explanation.steps).toHaveLength(1);
    expect(exploration.try({ steps: 0, path: [] }, `${OPEN}}`).state).toBe('impossible');
    expect(() => exploration.view({ steps: 0, path: [`${OPEN}}`] })).toThrow(NoSuchPath);
  });

  test.each([
    ['nonsense', /./],
    ['CeOpenCallerBuffers: {on: call1}', /CeOpenCallerBuffer/],
    [`${OPEN}, sise: 4}`, /sise/],
    ['read: {on: call1, from: nobody, size: 3}', /nobody/],
    ['return: {on: call9}', /./],
    ['return: {on: call1}\nverdict: conforms', /one line/],
    [`${'x'.repeat(401)}: {}`, /one line/],
    ['return: {on: call1} #', /^$/],
  ])('that is none is refused by the parser: %s', (step, message) => {
    if (message.source === '^$') expect(exploration.try(here, step).state).toBe('enabled');
    else expect(() => exploration.try(here, step)).toThrow(message);
  });
});
