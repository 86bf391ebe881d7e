import type { Finding } from '#dist/search/finding.js';
import { ChunkRunner } from '#dist/search/fuzz/chunk.js';
import { readingsOf } from '#dist/search/fuzz/fault-readings.js';
import { BOARD_FAULTS, type Fault } from '#dist/targets/index.js';

const CHUNK = 250;

/** What a hunt came to. */
export interface Hunt {
  readonly finding: Finding | undefined;
  /** Cases up to and including the one that showed it. */
  readonly cases: number;
}

/** The planted defect with this ID. */
export function faultNamed(id: string): Fault {
  const fault = BOARD_FAULTS.find((each) => each.id === id);
  if (fault === undefined) throw new RangeError(`no fault ${id}`);
  return fault;
}

/** Fuzzes with a defect planted until a finding names one of its clauses. */
export function hunt(fault: Fault, seed: string, runs: number): Hunt {
  const chunks = new ChunkRunner();
  let cases = 0;
  while (cases < runs) {
    const chunk = chunks.run({
      seed,
      first: cases,
      count: Math.min(CHUNK, runs - cases),
      island: -1,
      readings: readingsOf(fault),
      servers: fault.servers,
      inspection: true,
      target: 'simulator',
      watchdog: 0,
      fault: fault.id,
      until: fault.clauses,
    });
    cases += chunk.cases;
    if (chunk.met) return { finding: chunk.findings.at(-1), cases };
  }
  return { finding: undefined, cases };
}
