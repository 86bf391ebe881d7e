/**
 * The fewest operations in which all that a tour has done could have been done, had it known before
 * where each operation leads: each pair once, and what has to be gone again. A tour leaves each
 * belief as often as it comes there, or resets; so where operations lead away from a belief more
 * often than others lead to it, ways to it are gone again. Which, is a flow of least cost: the
 * directed Chinese postman's problem.
 */

import { Flow } from './flow.js';
import { Led, type Node } from './node.js';

/** See the file comment. `start`: where a reset leads. A reset counts as no operation. */
export function leastOperations(nodes: readonly Node[], start: Node): number {
  const flow = new Flow(nodes.length);
  const lacking = new Int32Array(nodes.length);
  let pairs = 0;
  for (const { index, next, exits } of nodes) {
    for (const led of next) {
      if (led === Led.pending || led === Led.notOffered) continue;
      pairs += 1;
      lacking[index] += 1;
      lacking[led >= 0 ? led : start.index] -= 1;
    }
    if (index !== start.index) flow.connect(index, start.index, 0);
    for (const to of new Set(exits.map((exit) => exit.to))) flow.connect(index, to, 1);
  }
  lacking.forEach((count, index) => {
    if (count > 0) flow.demand(index, count);
    else if (count < 0) flow.supply(index, -count);
  });
  return pairs + Math.max(flow.cost(), 0);
}
