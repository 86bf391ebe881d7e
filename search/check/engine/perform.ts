/** From a task to the part of the worker that does it. */

import type { Explorer } from './explorer.js';
import { recover, seek } from './passes.js';
import type { Replies, Task } from './tasks.js';

/** Does a task; its answer. */
export function performTask(explorer: Explorer, task: Task): Replies[Task['kind']] {
  switch (task.kind) {
    case 'seed':
      return explorer.seed();
    case 'table':
      explorer.useTable(task.memory, task.fullAt);
      return null;
    case 'fill':
      explorer.log.learn(task.segments);
      explorer.fill(task.ranges);
      return null;
    case 'expand':
      return explorer.expand(task);
    case 'seek':
      return seek(explorer, task);
    case 'recover':
      return recover(explorer, task);
    case 'statistics':
      return explorer.statistics();
  }
}
