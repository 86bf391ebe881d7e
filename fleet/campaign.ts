/**
 * A campaign as jobs, and jobs as a campaign. The searches themselves say which parts they are made
 * of and join the results, so that a fleet comes to the same report as one process.
 */

import type { Driver } from '../drivers/interface.js';
import type { CheckReport } from '../search/check/campaign/report.js';
import type { CheckSettings } from '../search/check/library.js';
import type { Scope } from '../search/check/marshalling/scope.js';
import type { DriverReport, DriverTestOptions } from '../search/drivers/report.js';
import type { ChunkRequest, ChunkResult } from '../search/fuzz/chunk.js';
import type { Elsewhere } from '../search/fuzz.js';
import type { Nondeterminism } from '../search/nondeterminism.js';
import type { FuzzOptions } from '../search/options.js';
import type { FuzzReport } from '../search/reports.js';
import { sliceOf } from '../search/slice.js';
import { FleetError } from './error.js';
import type { CasesJob, DriverJob, FleetJob, ScopeJob } from './jobs.js';
import { renamed } from './renamed.js';
import type { Results } from './results.js';

/** Jobs that the blind cases of a campaign are cut into, within the bounds below. */
const BLIND_JOBS = 512;
const FEWEST_CASES = 10;
const MOST_CASES = 5000;

/** Gives the result of a job; null where there is none and nobody waits for it any more. */
export type Fetch = <Kind extends FleetJob['kind']>(
  job: Extract<FleetJob, { readonly kind: Kind }>,
  signal: AbortSignal | undefined,
) => Promise<Results[Kind] | null>;

/** Jobs that gave another result when they were done again. */
export type Differing = (jobs: readonly FleetJob[]) => Promise<readonly Nondeterminism[]>;

/** The searches as {@link FleetCampaign} runs them: those of the command line's engine. */
export interface FleetSearches {
  fuzz(options: FuzzOptions): Promise<FuzzReport>;
  check(options: CheckSettings): Promise<CheckReport>;
  testDriver(driver: Driver, options: DriverTestOptions): Promise<DriverReport>;
}

/** Cases of a job where so many are drawn blind: a function of the campaign alone. */
export function casesOfJob(blind: number): number {
  const even = Math.ceil(blind / BLIND_JOBS);
  return Math.min(Math.max(even, FEWEST_CASES), MOST_CASES);
}

function casesJob(request: ChunkRequest): CasesJob {
  return { kind: 'cases', ...request };
}

async function driverJob(driver: Driver, options: DriverTestOptions): Promise<DriverJob> {
  const { DRIVERS } = await import('../drivers/index.js');
  const { seed, readings, preemptions, mostSchedules, drawn, reduced, reduce } = options;
  const { name } = driver;
  if (!DRIVERS.includes(driver)) throw notCode(name);
  const budget = { preemptions, mostSchedules, drawn, reduced, reduce };
  return { kind: 'driver', name, seed, readings, ...budget };
}

function notCode(name: string): FleetError {
  return new FleetError(
    'usage',
    `the driver '${name}' is in a file of its own`,
    'a fleet takes the drivers of the collection only: jobs are data, and a driver is code',
    'test it here: marshalcheck drivers with that file',
  );
}

/** One job a scope, reading and client, in the order in which one process searches them. */
function scopeJobs(settings: CheckSettings): readonly ScopeJob[] {
  const { scopes = [], readings = [], clients = [], fault = '', question = '' } = settings;
  const { limits = {}, lossy = false, symmetry = true, checkpoint = '' } = settings;
  const { maxStates, maxMemoryBytes, timeLimitSeconds } = limits;
  if (checkpoint !== '' || timeLimitSeconds !== undefined) throw onlyHere();
  const shared = { fault, question, lossy, symmetry, ...defined({ maxStates, maxMemoryBytes }) };
  const jobs = scopes.flatMap((scope) =>
    readings.flatMap((reading) =>
      clients.map((client): ScopeJob => {
        return { kind: 'scope', scope: scope as Scope, reading, client, ...shared };
      }),
    ),
  );
  return sliceOf(jobs, settings.slice);
}

function defined(members: { maxStates: number | undefined; maxMemoryBytes: number | undefined }): {
  maxStates?: number;
  maxMemoryBytes?: number;
} {
  const { maxStates, maxMemoryBytes } = members;
  return {
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxMemoryBytes === undefined ? {} : { maxMemoryBytes }),
  };
}

function onlyHere(): FleetError {
  return new FleetError(
    'usage',
    'a fleet takes no --checkpoint and no --time-limit for check',
    'both are of one machine; the result of a job may not depend on how fast it was',
    'bound the search by --max-states or --max-memory',
  );
}

function noCorpus(): FleetError {
  return new FleetError(
    'usage',
    'a fleet takes no --corpus',
    'a corpus is files of one machine, and a job has to come to the same everywhere',
    'leave out --corpus; nightly --shard shares one among machines',
  );
}

/** Searches that only say which jobs they are made of. */
export class Planning implements FleetSearches {
  readonly jobs: FleetJob[] = [];

  async fuzz(options: FuzzOptions): Promise<FuzzReport> {
    if (options.corpus !== undefined) throw noCorpus();
    const run: Elsewhere['pool']['run'] = async (count, request) => {
      for (let index = 0; index < count; index += 1) this.jobs.push(casesJob(request(index)));
      return Promise.resolve();
    };
    const { fuzz } = await import('../search/fuzz.js');
    return fuzz(options, { pool: { run, close: nothing }, chunkOf: casesOfJob });
  }

  async check(settings: CheckSettings): Promise<CheckReport> {
    this.jobs.push(...scopeJobs(settings));
    return Promise.resolve({ scopes: [], findings: [], interrupted: false });
  }

  async testDriver(driver: Driver, options: DriverTestOptions): Promise<DriverReport> {
    this.jobs.push(await driverJob(driver, options));
    const { name, about, server } = driver;
    return Promise.resolve({
      name,
      about,
      server,
      preemptions: options.preemptions,
      schedules: 0,
      isComplete: false,
      programs: [],
      certificate: null,
      nondeterminism: [],
      findings: [],
      missed: [],
    });
  }
}

async function nothing(): Promise<void> {
  return Promise.resolve();
}

/** Searches that take what a fleet has done. Jobs without a result are left out. */
export class Collecting implements FleetSearches {
  /** Jobs that were asked for, and how many of them had no result. */
  readonly jobs: FleetJob[] = [];
  missing = 0;
  private readonly fetchFor: (jobs: readonly FleetJob[]) => Fetch | Promise<Fetch>;
  private readonly differing: Differing;

  /** `differing`: jobs of which two results differ, once their results are there. */
  constructor(
    fetchFor: (jobs: readonly FleetJob[]) => Fetch | Promise<Fetch>,
    differing: Differing,
  ) {
    this.fetchFor = fetchFor;
    this.differing = differing;
  }

  async fuzz(options: FuzzOptions): Promise<FuzzReport> {
    const plan = new Planning();
    await plan.fuzz(options);
    const fetch = await this.begin(plan.jobs);
    const run: Elsewhere['pool']['run'] = async (count, request, take, signal) => {
      for (let index = 0; index < count; index += 1) {
        const result: ChunkResult | null = await fetch(casesJob(request(index)), signal);
        if (result === null) this.missing += 1;
        else if (!take(result, index)) return;
      }
    };
    const pool = { run, close: nothing };
    const { fuzz } = await import('../search/fuzz.js');
    const report = await fuzz(options, { pool, chunkOf: casesOfJob });
    const nondeterminism = [...report.nondeterminism, ...(await this.differing(plan.jobs))];
    return { ...report, nondeterminism, interrupted: this.missing > 0 };
  }

  async check(settings: CheckSettings): Promise<CheckReport> {
    const { folder = '', signal } = settings;
    const { saveScenario } = await import('../search/scenario/save.js');
    const reports: CheckReport[] = [];
    const jobs = scopeJobs(settings);
    const fetch = await this.begin(jobs);
    for (const job of jobs) {
      const result = await fetch(job, signal);
      if (result === null) {
        this.missing += 1;
        continue;
      }
      const { report, files } = result;
      reports.push(
        renamed(report, (name) => {
          if (folder === '' || !Object.hasOwn(files, name)) return '';
          return saveScenario(folder, name, files[name], '').file;
        }),
      );
    }
    const odd = await this.differing(jobs);
    return {
      scopes: reports.flatMap(({ scopes }) => scopes),
      findings: reports.flatMap(({ findings }) => findings),
      ...(odd.length > 0 && { nondeterminism: odd }),
      interrupted: this.missing > 0,
    };
  }

  async testDriver(driver: Driver, options: DriverTestOptions): Promise<DriverReport> {
    const job = await driverJob(driver, options);
    const result: DriverReport | null = await (await this.begin([job]))(job, options.signal);
    if (result !== null) {
      const odd = await this.differing([job]);
      return { ...result, nondeterminism: [...result.nondeterminism, ...odd] };
    }
    this.missing += 1;
    return new Planning().testDriver(driver, options);
  }

  private async begin(jobs: readonly FleetJob[]): Promise<Fetch> {
    this.jobs.push(...jobs);
    return this.fetchFor(jobs);
  }
}
