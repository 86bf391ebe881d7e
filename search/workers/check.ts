/** Entry point of a worker thread of an exhaustive search: makes its model, then does tasks. */

import { parentPort, workerData } from 'node:worker_threads';
import type { Reply } from '../check/engine/crew.js';
import { Explorer } from '../check/engine/explorer.js';
import { performTask } from '../check/engine/perform.js';
import type { Task, WorkerSetup } from '../check/engine/tasks.js';
import { loadModel } from '../check/load.js';

const NANOSECONDS = 1e9;
/** Between two signs of life: often enough for a clock, too seldom to cost anything. */
const BEAT_MILLISECONDS = 20;

/** Answers each task in turn; an error is an answer too. */
async function serve(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('search/workers/check.js runs as a worker thread only');
  const setup = workerData as WorkerSetup;
  const answer = (reply: Reply): void => port.postMessage(reply);
  let beaten = 0;
  const beat = (): void => {
    const time = performance.now();
    if (time - beaten < BEAT_MILLISECONDS) return;
    beaten = time;
    answer({ kind: 'beat' });
  };
  const explorer = new Explorer(setup, await loadModel(setup.source), {
    clock: () => Number(process.hrtime.bigint()) / NANOSECONDS,
    beat,
  });
  port.on('message', (task: Task) => {
    try {
      answer({ kind: 'done', value: performTask(explorer, task) });
    } catch (error) {
      answer({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
    }
  });
}

await serve();
