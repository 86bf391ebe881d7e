/** Passes of a worker over states that were found: predecessors, and ways to a goal. */

import { Rows } from '../compile/rows.js';
import type { Explorer } from './explorer.js';
import { comparePacked } from './findings.js';
import type { Recovered, RecoverTask, SeekTask, Sought } from './tasks.js';

/** The least predecessor of each target among the states that this worker takes. */
export function seek(explorer: Explorer, { targets, ranges }: SeekTask): Sought {
  const { layout, compiled, log } = explorer;
  const { words } = layout;
  const places = new Map(targets.map((target, i) => [target.join(), i]));
  const predecessors: (Int32Array | undefined)[] = targets.map(() => undefined);
  const rows = new Rows(words, 256);
  const form = new Int32Array(words);
  explorer.eachChunk(ranges, ({ segment, from, count }) => {
    const states = log.read(segment);
    for (let at = from * words; at < (from + count) * words; at += words) {
      rows.count = 0;
      compiled.expand(states, at, rows);
      for (let row = 0; row < rows.count; row += 1) {
        explorer.formOf(rows.data, row * rows.stride, form);
        if (!targets.some((target) => comparePacked(target, 0, form, 0, words) === 0)) continue;
        const target = places.get(form.join()) ?? -1;
        const best = predecessors[target];
        if (best === undefined || comparePacked(states, at, best, 0, words) < 0) {
          predecessors[target] = states.slice(at, at + words);
        }
      }
    }
    return true;
  });
  return { predecessors };
}

/** Marks what can reach the goal in one more step than before, or was marked on the way. */
export function recover(explorer: Explorer, task: RecoverTask): Recovered {
  const { layout, model, log, visited } = explorer;
  const { words } = layout;
  const marks = new Uint8Array(task.marks);
  const goal = model.goals?.[task.goal];
  const state = new Int32Array(layout.fields.length);
  const reaches = leadsTo(explorer, task.rules, marks);
  let marked = 0;
  let unmarked = 0;
  let least: Int32Array | undefined;
  explorer.eachChunk(task.ranges, ({ segment, from, count }) => {
    const states = log.read(segment);
    for (let at = from * words; at < (from + count) * words; at += words) {
      const slot = visited.slotOf(states, at);
      if (Atomics.load(marks, slot) === 1) continue;
      layout.unpack(states, at, state);
      if (goal?.holds(state) === true || reaches(states, at)) {
        Atomics.store(marks, slot, 1);
        marked += 1;
        continue;
      }
      unmarked += 1;
      if (least === undefined || comparePacked(states, at, least, 0, words) < 0) {
        least = states.slice(at, at + words);
      }
    }
    return true;
  });
  return { marked, unmarked, least };
}

/** Says whether one of the rules leads from a state to a marked one. */
function leadsTo(
  explorer: Explorer,
  rules: readonly number[],
  marks: Uint8Array,
): (states: Int32Array, at: number) => boolean {
  const { layout, compiled, visited } = explorer;
  const rows = new Rows(layout.words, 256);
  const form = new Int32Array(layout.words);
  return (states, at) => {
    for (const rule of rules) {
      rows.count = 0;
      compiled.expandBy(rule, states, at, rows);
      for (let row = 0; row < rows.count; row += 1) {
        explorer.formOf(rows.data, row * rows.stride, form);
        const slot = visited.slotOf(form, 0);
        if (slot >= 0 && Atomics.load(marks, slot) === 1) return true;
      }
    }
    return false;
  };
}
