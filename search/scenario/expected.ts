/** What a file expects, made rules: `gives` of the steps and the verdict. */

import { CITE, findClause } from '../../model/clauses/index.js';
import { findReading } from '../../model/readings.js';
import { RESULTS, type ResultName } from '../../model/results.js';
import { UNSAFE } from '../../model/unsafe.js';
import { type Path, Refusal } from './error.js';
import type {
  GivesChoice,
  GivesEntry,
  GivesScalar,
  VerdictChoice,
  VerdictEntry,
} from './schema-expected.js';
import type { ExpectedVerdict, Gives, Rule } from './types.js';
import { meansReading } from './vocabulary.js';

/** Finds the tag of `zeroes`, `written 1`, `initial NAME`. */
export type TagOf = (text: string, path: Path) => number;

const SIMPLE: Readonly<Record<string, Gives>> = {
  FAILED: { kind: 'failed' },
  ok: { kind: 'ok' },
  fault: { kind: 'fault' },
  paused: { kind: 'paused' },
  hangs: { kind: 'hangs' },
  skipped: { kind: 'skipped' },
  any: { kind: 'any' },
};

function isMap<T>(value: T): value is Extract<T, Readonly<Record<string, unknown>>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function givesOf(scalar: GivesScalar, tagOf: TagOf, path: Path): Gives {
  if (typeof scalar === 'number') return { kind: 'value', value: scalar };
  if (typeof scalar === 'boolean') return { kind: scalar ? 'true' : 'false' };
  if (Object.hasOwn(SIMPLE, scalar)) return SIMPLE[scalar];
  if (Object.hasOwn(RESULTS, scalar)) {
    return { kind: 'value', value: RESULTS[scalar as ResultName] };
  }
  return { kind: 'bytes', tag: tagOf(scalar, path) };
}

/** `gives` of a step as a rule; nothing said: no rule. */
export function givesRule(
  entry: GivesEntry | undefined,
  tagOf: TagOf,
  path: Path,
): Rule<readonly Gives[]> {
  if (entry === undefined) return [];
  const choose = (choice: GivesChoice | undefined, at: Path): readonly Gives[] =>
    [choice ?? 'any'].flat().map((scalar) => givesOf(scalar, tagOf, at));
  if (!isMap(entry)) return [{ selector: 'all', value: choose(entry, path) }];
  return Object.entries(entry).map(([selector, choice]) => ({
    selector,
    value: choose(choice, [...path, selector]),
  }));
}

/** Refuses what is no ID of a clause or obligation. */
export function checkClauses(ids: readonly string[], path: Path): void {
  ids.forEach((id, index) => {
    if (Object.hasOwn(CITE, id) || findClause(id) !== undefined) return;
    const cause = 'a misspelt ID; run: marshalcheck list clauses';
    throw new Refusal([...path, index], `no clause or obligation is called ${id}`, cause);
  });
}

function verdictOf(choice: VerdictChoice, path: Path): ExpectedVerdict {
  if (choice === 'conforms') return { departure: [], breach: null, unsafe: [] };
  checkClauses(choice.departure ?? [], [...path, 'departure']);
  checkClauses(choice.breach ?? [], [...path, 'breach']);
  choice.unsafe?.forEach((id, index) => {
    if (UNSAFE.some((entry) => entry.id === id)) return;
    const cause = `a misspelt ID; known: ${UNSAFE.map((entry) => entry.id).join(', ')}`;
    throw new Refusal([...path, 'unsafe', index], `no danger is called ${id}`, cause);
  });
  return {
    departure: choice.departure ?? [],
    breach: choice.breach ?? null,
    unsafe: choice.unsafe ?? [],
  };
}

const VERDICT_KEYS = ['departure', 'breach', 'unsafe'];

/** The verdict as a rule. A departure is expected of a planted fault alone. */
export function verdictRule(entry: VerdictEntry, hasFault: boolean): Rule<ExpectedVerdict> {
  const path = ['verdict'];
  const single = !isMap(entry) || Object.keys(entry).every((key) => VERDICT_KEYS.includes(key));
  const choices = (single ? { all: entry } : entry) as Readonly<Record<string, VerdictChoice>>;
  const rule = Object.keys(choices).map((selector) => ({
    selector,
    value: verdictOf(choices[selector], single ? path : [...path, selector]),
  }));
  if (!hasFault && rule.some(({ value }) => value.departure.length > 0)) {
    const cause = 'a conforming target departs from nothing; name the planted defect in `fault`';
    throw new Refusal(path, 'a departure is expected and no fault is named', cause);
  }
  return rule;
}

/** What a rule says of a platform; undefined where it says nothing. The first that fits decides. */
export function ruleFor<T>(rule: Rule<T>, readingId: string, server: string): T | undefined {
  if (rule.length === 1 && rule[0].selector === 'all') return rule[0].value;
  const reading = findReading(readingId);
  if (reading === undefined) return undefined;
  return rule.find(({ selector }) => selector === server || meansReading(selector, reading))?.value;
}
