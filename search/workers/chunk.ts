/** Entry point of a worker thread: runs one chunk a call. */

import { type ChunkRequest, type ChunkResult, ChunkRunner } from '../fuzz/chunk.js';

const runner = new ChunkRunner();

/** Runs a chunk; the boards live as long as the thread. */
function job(request: ChunkRequest): ChunkResult {
  return runner.run(request);
}

export { job as default };
