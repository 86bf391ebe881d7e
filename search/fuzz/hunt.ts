/** The hunt for one fault: fuzz until a finding names one of its clauses, reduce, confirm. */

import { Runner } from '../../properties/run.js';
import { createTarget, SIMULATOR } from '../../targets/index.js';
import type { Target } from '../../targets/interface.js';
import type { Finding } from '../finding.js';
import { reduceFinding } from '../reduce.js';
import type { FaultResult } from '../reports.js';
import { ChunkRunner } from './chunk.js';

/** What a hunt is told; plain data. */
export interface HuntRequest {
  readonly fault: {
    readonly id: string;
    readonly clauses: readonly string[];
    readonly sentence: string;
  };
  readonly seed: string;
  readonly runs: number;
  readonly inspection: boolean;
  readonly readings: readonly string[];
  readonly servers: readonly ('kernel' | 'user')[];
}

const CHUNK = 250;

/** Runs the hunt. */
export function hunt(request: HuntRequest): FaultResult {
  const chunks = new ChunkRunner();
  const named = new Set<string>();
  let cases = 0;
  let operations = 0;
  let found: Finding | undefined;
  const possible = request.readings.length > 0 && request.servers.length > 0;
  while (possible && found === undefined && cases < request.runs) {
    const result = chunks.run({
      seed: request.seed,
      first: cases,
      island: -1,
      count: Math.min(CHUNK, request.runs - cases),
      readings: request.readings,
      servers: request.servers,
      inspection: request.inspection,
      target: SIMULATOR,
      watchdog: 0,
      fault: request.fault.id,
      until: request.fault.clauses,
    });
    cases += result.cases;
    operations += result.operations;
    for (const finding of result.findings) {
      for (const clause of finding.clauses) named.add(clause);
    }
    if (result.met) found = result.findings[result.findings.length - 1];
  }
  const reduced = found === undefined ? undefined : reduce(found, request);
  return {
    id: request.fault.id,
    clauses: request.fault.clauses,
    readings: request.readings,
    sentence: request.fault.sentence,
    killed: reduced !== undefined,
    cases,
    operations,
    length: reduced?.length ?? 0,
    confirmed: reduced !== undefined && isConfirmed(reduced, request),
    signature: reduced?.signature ?? '',
    named: [...named].sort(),
  };
}

function reduce(found: Finding, request: HuntRequest): Finding {
  const make = (reading: string): Target => createTarget(SIMULATOR, reading, request.fault.id);
  const elsewhere = { readings: request.readings, createTarget: make };
  const target = make(found.case.platform.reading);
  return reduceFinding(found, { target, inspection: request.inspection, elsewhere }).finding;
}

/** True when the case departs with the fault and passes without it. */
function isConfirmed(finding: Finding, request: HuntRequest): boolean {
  const { reading } = finding.case.platform;
  const faulty = new Runner(createTarget(SIMULATOR, reading, request.fault.id), request.inspection);
  const sound = new Runner(createTarget(SIMULATOR, reading, ''), request.inspection);
  const departs = faulty.run(finding.case).verdict === 'departure';
  return departs && sound.run(finding.case).verdict !== 'departure';
}
