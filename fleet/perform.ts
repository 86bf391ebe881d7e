/** Carries a job out. Runs on a worker thread, so that the lock of the job is kept meanwhile. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DRIVERS, type Driver } from '../drivers/index.js';
import { runCheck } from '../search/check/library.js';
import { testDriver } from '../search/drivers/campaign.js';
import type { DriverReport } from '../search/drivers/report.js';
import { ChunkRunner } from '../search/fuzz/chunk.js';
import type { DriverJob, FleetJob, ScopeJob } from './jobs.js';
import { renamed } from './renamed.js';
import { resultText, type ScopeResult } from './results.js';

const chunks = new ChunkRunner();

/** The result as text. Throws TargetStartError for a target that cannot be started. */
export async function perform(job: FleetJob): Promise<string> {
  switch (job.kind) {
    case 'cases':
      return resultText(chunks.run(job));
    case 'scope':
      return resultText(await searchScope(job));
    case 'driver':
      return resultText(testNamed(job));
  }
}

async function searchScope(job: ScopeJob): Promise<ScopeResult> {
  const { scope, reading, client, fault, question, lossy, symmetry } = job;
  const { maxStates, maxMemoryBytes } = job;
  const folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-fleet-'));
  try {
    const report = await runCheck({
      scopes: [scope],
      readings: [reading],
      clients: [client],
      fault,
      question,
      limits: {
        ...(maxStates === undefined ? {} : { maxStates }),
        ...(maxMemoryBytes === undefined ? {} : { maxMemoryBytes }),
      },
      lossy,
      symmetry,
      folder,
    });
    const files = readdirSync(folder).map((name): [string, string] => [
      name,
      readFileSync(path.join(folder, name), 'utf8'),
    ]);
    return {
      report: renamed(report, (file) => path.basename(file)),
      files: Object.fromEntries(files),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function testNamed(job: DriverJob): DriverReport {
  const driver = DRIVERS.find(({ name }) => name === job.name) as Driver;
  return testDriver(driver, job);
}
