/**
 * An operation that a person wrote, as a step of a scenario: `CeOpenCallerBuffer: {on: call1,
 * source: a, size: 4, descriptor: ARG_I_PTR, as: mine}`. It is read as every scenario is, as the
 * last step of one that holds the case so far, with the same limits and errors.
 */

import { type Case, lengthOf, Word } from '../../model/case.js';
import { canonicalProgram } from '../scenario/canonical.js';
import { NOWHERE, ScenarioError } from '../scenario/error.js';
import { parseScenario } from '../scenario/parse.js';
import { caseToScenario } from '../scenario/write.js';

/** Longest step that may be written. */
export const MOST_CHARACTERS = 400;

const STANDS_IN = '  - return: {on: call1}';
const META = {
  ...{ title: 'explored', about: '', clauses: [], fault: '', origin: null, gives: [] },
  verdict: 'conforms',
} as const;

/** The case in the names of its scenario, and the words of the step. Throws ScenarioError. */
export function typedStep(given: Case, text: string): { given: Case; words: Int32Array } {
  const step = text.trim().replace(/^- /, '');
  if (step.length > MOST_CHARACTERS || /[\p{Cc}\u2028\u2029]/u.test(step)) {
    throw refusal('a step is one line of text', 'something else was pasted');
  }
  const program = canonicalProgram(given.program);
  const base: Case = { ...given, program };
  const count = lengthOf(program);
  const last = parseScenario(withStep(base, step), 'the step').program;
  // A step that names a result which nobody gave is left out of a program.
  if (lengthOf(last) !== count + 1) {
    throw refusal('it names a result that no step before it gave', 'a misspelt name');
  }
  return { given: base, words: last.slice(count * Word.width) };
}

function withStep(base: Case, step: string): string {
  if (lengthOf(base.program) > 0) {
    return caseToScenario(base, META).replace(/^verdict:/m, () => `  - ${step}\nverdict:`);
  }
  // A scenario has a step at least: one that the written one takes the place of.
  const program = new Int32Array(Word.width);
  program.set(parseScenario(BLANK, 'a blank scenario').program);
  return caseToScenario({ ...base, program }, META).replace(STANDS_IN, () => `  - ${step}`);
}

const BLANK = `marshalcheck: 1
title: blank
clauses: []
readings: all
server: kernel
steps:
${STANDS_IN}
verdict: conforms
`;

function refusal(what: string, cause: string): ScenarioError {
  const next = 'marshalcheck list operations has the keys of each';
  return new ScenarioError('the step', NOWHERE, { what, cause, next });
}
