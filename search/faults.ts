/**
 * The fault hunt: each planted defect of the boards must be found by fuzzing, by a clause that it
 * breaks, reduced, and shown again with the defect and not without it.
 */

import { BOARD_FAULTS, createTarget, SIMULATOR } from '../targets/index.js';
import { readingsOf } from './fuzz/fault-readings.js';
import { type HuntRequest, hunt } from './fuzz/hunt.js';
import { readingIds } from './fuzz.js';
import type { FaultsOptions } from './options.js';
import type { FaultResult, FaultsReport } from './reports.js';
import { secondsSince, startClock } from './workers/clock.js';
import { createPool } from './workers/pool.js';

/** Runs the hunt. Equal options give equal reports, `seconds` apart. */
export async function huntFaults(options: FaultsOptions): Promise<FaultsReport> {
  const wanted = readingIds(options.readings);
  const faults = BOARD_FAULTS.filter(
    (fault) => options.faults.length === 0 || options.faults.includes(fault.id),
  );
  for (const id of options.faults) createTarget(SIMULATOR, wanted[0], id);
  const started = startClock();
  const workerFile = new URL('./workers/hunt.js', import.meta.url);
  const pool = createPool<HuntRequest, FaultResult>(options.workers, workerFile, hunt);
  const results: FaultResult[] = [];
  const request = (index: number): HuntRequest => {
    const fault = faults[index];
    const readings = readingsOf(fault).filter((id) => wanted.includes(id));
    const servers = fault.servers.filter((server) => options.servers.includes(server));
    const { id, clauses, sentence } = fault;
    const { seed, runs, inspection } = options;
    return { fault: { id, clauses, sentence }, seed, runs, inspection, readings, servers };
  };
  const take = (result: FaultResult): boolean => {
    results.push(result);
    const operations = results.reduce((sum, each) => sum + each.operations, 0);
    const found = results.filter((each) => each.killed).length;
    const label = `${result.id}: ${result.killed ? 'found' : 'not found'}`;
    const { onProgress } = options;
    onProgress?.({
      done: results.length,
      total: faults.length,
      operations,
      findings: found,
      label,
    });
    return true;
  };
  try {
    await pool.run(faults.length, request, take, options.signal);
  } finally {
    await pool.close();
  }
  return {
    seed: options.seed,
    inspection: options.inspection,
    killed: results.filter((result) => result.killed).length,
    total: results.length,
    seconds: secondsSince(started),
    interrupted: options.signal?.aborted === true,
    faults: results,
  };
}
