/** Questions about worlds: what they mean, and what is refused. */

import { expect, test } from 'vitest';
import { World } from '#dist/model/world/world.js';
import { groundOf } from '#dist/search/check/marshalling/ground.js';
import { PREDICATES } from '#dist/search/check/marshalling/predicates.js';
import { compileQuestion, QuestionError } from '#dist/search/check/marshalling/question.js';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';

const ground = groundOf(SCOPES[1], 'compact7-armv5');

function ask(question: string, prepare: (world: World) => void = () => undefined): boolean {
  const world = new World(ground.domain);
  prepare(world);
  return compileQuestion(question)(world);
}

test('names are counts, comparisons of them are conditions', () => {
  expect(ask('heapBlocks == 0')).toBe(true);
  expect(ask('heapBlocks > 0')).toBe(false);
  const heap = (world: World): void => {
    world.addHeapBlock(520, 1);
  };
  expect(ask('heapBlocks == 1 and heapBytes >= 520', heap)).toBe(true);
  expect(ask('heapBytes - heapBlocks != 519', heap)).toBe(false);
});

test('and binds closer than or, not closer than both', () => {
  expect(ask('exited == 0 or exited == 1 and exited == 2')).toBe(true);
  expect(ask('(exited == 0 or exited == 1) and exited == 2')).toBe(false);
  expect(ask('not (exited > 0) and records == 0')).toBe(true);
});

test('an application that exits is counted', () => {
  const exit = (world: World): void => {
    world.setAlive(1, false);
  };
  expect(ask('exited == 1', exit)).toBe(true);
});

test('every name can be asked of a fresh world, and is documented', () => {
  for (const { name, sentence } of PREDICATES) {
    expect(ask(`${name} == 0`), name).toBe(true);
    expect(sentence.length).toBeGreaterThan(5);
  }
});

test.each([
  ['copies', 'is a count'],
  ['copies > ', 'Expected expression'],
  ['nonsense > 1', 'nonsense is no name'],
  ['copies > 1 and 3', '"and" joins conditions'],
  ['(copies > 1) + 2 > 0', '"+" takes counts'],
  ['copies ** 2 > 1', '** is no operator'],
  ['records.length > 1', 'only names'],
  ['process.exit()', 'only names'],
  ['"1" == 1', 'is no number'],
  ['copies = 1', 'Unexpected'],
  ['', 'only names'],
])('%s is refused', (question, message) => {
  expect(() => compileQuestion(question)).toThrow(QuestionError);
  expect(() => compileQuestion(question)).toThrow(message);
});

test('a question of any length is refused in time', () => {
  expect(() => compileQuestion(`${'('.repeat(400)}1`)).toThrow(QuestionError);
  expect(() => compileQuestion('a'.repeat(10_000))).toThrow('at most');
  expect(() => compileQuestion(`${'not '.repeat(100)}(copies > 1)`)).toThrow('nested too deeply');
});
