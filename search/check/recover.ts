/** Whether every state can reach a goal by some of the rules, over a complete search. */

import { foremost, type Sighting } from './engine/findings.js';
import type { RecoverQuestion } from './result.js';
import type { Search } from './search.js';
import { Visited } from './visited.js';

/** How many states cannot, and the first of them. */
export interface Recoverability {
  readonly goal: string;
  readonly lost: number;
  readonly sighting: Sighting | undefined;
}

/** Answers each question; throws where a goal or a rule is not one of the model's. */
export async function recoverability(
  search: Search,
  questions: readonly RecoverQuestion[],
): Promise<Recoverability[]> {
  const answers: Recoverability[] = [];
  for (const question of questions) answers.push(await answer(search, question));
  return answers;
}

/** Marks backwards from the goal until nothing more is marked; marks are used at once. */
async function answer(search: Search, { goal, rules }: RecoverQuestion): Promise<Recoverability> {
  const { model, territory, crew } = search;
  const goalIndex = indexOf(model.goals ?? [], goal, 'goal');
  const ruleIndices = rules.map((rule) => indexOf(model.rules, rule, 'rule'));
  const slotBytes = Visited.slotWords(territory.words, search.isLossy) * 4;
  const marks = new SharedArrayBuffer(territory.table.byteLength / slotBytes);
  for (;;) {
    let marked = 0;
    let lost = 0;
    let sighting: Sighting | undefined;
    for (const [depth, ranges] of territory.levels.entries()) {
      search.dealAnew();
      const task = { kind: 'recover', goal: goalIndex, rules: ruleIndices, ranges, marks } as const;
      for (const reply of await crew.askAll(task)) {
        marked += reply.marked;
        lost += reply.unmarked;
        if (reply.least === undefined) continue;
        sighting = foremost(sighting, { depth, packed: reply.least, byTransition: false });
      }
    }
    if (marked === 0) return { goal, lost, sighting };
  }
}

function indexOf(list: readonly { readonly name: string }[], name: string, kind: string): number {
  const index = list.findIndex((each) => each.name === name);
  if (index >= 0) return index;
  const names = list.map((each) => each.name).join(', ');
  throw new RangeError(`the model has no ${kind} ${name}; it has ${names === '' ? 'none' : names}`);
}
