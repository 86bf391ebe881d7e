/** Everything that is tried with one driver: platforms, workloads, schedules. */

import { DEFAULT_PLATFORMS, type Driver, workloadsOf } from '../../drivers/index.js';
import { createTarget } from '../../targets/index.js';
import { firstDifference } from '../guard.js';
import type { Difference, Nondeterminism } from '../nondeterminism.js';
import { randomOf } from '../seeds.js';
import { Execution } from './execution.js';
import { explore } from './explore.js';
import type { Program } from './program.js';
import { reduceWitness } from './reduce.js';
import type {
  DriverCertificate,
  DriverFinding,
  DriverReport,
  DriverTestOptions,
  ProgramReport,
} from './report.js';
import { follow, isShorter, type Schedule, scheduleOf, type Witness } from './schedule.js';
import { draw, STRATEGIES } from './strategies.js';
import { tell } from './tell.js';

/** The best witness of each signature, and when it was first seen. */
interface Found {
  readonly program: Program;
  readonly witness: Witness;
  readonly schedules: number;
}

class Campaign {
  readonly found = new Map<string, Found>();
  readonly programs: ProgramReport[] = [];
  schedules = 0;
  readonly odd: Nondeterminism[] = [];
  private readonly options: DriverTestOptions;

  constructor(options: DriverTestOptions) {
    this.options = options;
  }

  /** One driver on one platform under one workload. */
  try(program: Program): void {
    const { preemptions } = this.options;
    const mostSchedules = Math.min(this.options.mostSchedules, mostOf(program));
    const { reading, copyLimit } = program.platform;
    const run = new Execution(program, createTarget('simulator', reading, ''));
    if (this.isOdd(program, run)) return;
    let events = 0;
    const explored = explore(run, {
      preemptions,
      reduced: this.options.reduced,
      mostSchedules,
      onRun: () => {
        events = Math.max(events, run.trace.length);
        this.note(program, run);
        return this.isOver();
      },
    });
    let { schedules } = explored;
    if (!explored.isComplete && !this.isOver()) schedules += this.draw(program, run, events);
    const { name } = program.workload;
    const { isComplete } = explored;
    this.programs.push({ reading, copyLimit, workload: name, schedules, isComplete });
  }

  /** The run without interruptions is made twice: what differs cannot be searched. */
  private isOdd(program: Program, run: Execution): boolean {
    const { reading } = program.platform;
    const difference = repeated(run, []);
    if (difference === null) return false;
    this.odd.push({ what: `driver ${program.driver.name}`, reading, ...difference });
    this.programs.push({
      reading,
      copyLimit: program.platform.copyLimit,
      workload: program.workload.name,
      schedules: 0,
      isComplete: false,
    });
    return true;
  }

  private isOver(): boolean {
    this.options.onRun?.();
    return this.options.signal?.aborted === true;
  }

  /** What cannot be tried exhaustively is tried at random, each strategy in turn. */
  private draw(program: Program, run: Execution, events: number): number {
    const { seed, preemptions } = this.options;
    const drawn = Math.min(this.options.drawn, Math.ceil(mostOf(program) / 3));
    const { driver, platform, workload } = program;
    const where = `${platform.reading}/${platform.copyLimit}/${workload.name}`;
    const name = `${seed}/${driver.name}/${where}`;
    for (let i = 0; i < drawn; i += 1) {
      if (this.isOver()) return i;
      const strategy = STRATEGIES[i % STRATEGIES.length];
      draw(run, strategy, randomOf(name, i), preemptions * 2, events);
      this.note(program, run);
    }
    return drawn;
  }

  private note(program: Program, run: Execution): void {
    this.schedules += 1;
    for (const shown of run.judge.shown) {
      const old = this.found.get(shown.signature);
      if (old !== undefined && !isShorter(shown, old.witness)) continue;
      const witness = { ...shown, schedule: scheduleOf(run, shown.events) };
      this.found.set(shown.signature, {
        program,
        witness,
        schedules: old?.schedules ?? this.schedules,
      });
    }
  }
}

/** What a driver with long runs allows. */
function mostOf({ driver }: Program): number {
  return driver.mostSchedules ?? Number.MAX_SAFE_INTEGER;
}

/** The documented defect that a signature shows; undefined where there is none. */
function documentedBy(driver: Driver, signature: string): string | undefined {
  return driver.defects?.find(({ shows }) => shows.some((each) => signature.startsWith(each)))?.id;
}

/** Runs a schedule twice; the first step that differs, null where none does. */
function repeated(run: Execution, schedule: Schedule): Difference | null {
  const steps = (): string[] => {
    follow(run, schedule);
    return tell(run, run.trace.length).map(
      ({ thread, what, gave }) => `${thread}: ${what}${gave === '' ? '' : ` gives ${gave}`}`,
    );
  };
  return firstDifference(steps(), steps());
}

/** A finding, made as short as it gets. */
function findingOf(found: Found, options: DriverTestOptions, odd: Nondeterminism[]): DriverFinding {
  const { driver } = found.program;
  const { signature } = found.witness;
  const target = createTarget('simulator', found.program.platform.reading, '');
  // What is stopped is stopped: a finding is then told as it was found.
  options.onRun?.();
  const reduces = options.reduce && options.signal?.aborted !== true;
  const { program, witness } = reduces
    ? reduceWitness(found.program, found.witness, options.preemptions, target)
    : found;
  const run = new Execution(program, target);
  const difference = repeated(run, witness.schedule);
  const { reading } = program.platform;
  if (difference !== null) odd.push({ what: signature, reading, ...difference });
  const documented = documentedBy(driver, signature);
  return {
    driver: driver.name,
    defect: documented ?? signature,
    isDocumented: documented !== undefined,
    signature,
    class: witness.class,
    clauses: [...new Set(witness.obligations.map((id) => id.split('.')[0]))],
    obligations: witness.obligations,
    text: witness.text,
    length: witness.length,
    preemptions: witness.preemptions,
    schedules: found.schedules,
    platform: program.platform,
    workload: program.workload,
    schedule: witness.schedule,
    steps: tell(run, witness.events),
  };
}

const ASSUMES = [
  'threads change places at the steps of the driver only, one step at a time',
  'what the driver keeps comes from its environment',
  'the applications are those of the workloads, the system is the built-in board',
];

function certificateOf(
  { programs, schedules }: Campaign,
  { preemptions, reduced }: DriverTestOptions,
): DriverCertificate | null {
  if (programs.length === 0 || programs.some(({ isComplete }) => !isComplete)) return null;
  const platforms = programs.map(({ reading, copyLimit }) => `${reading}/${copyLimit}`);
  return {
    statement: `no order of events with at most ${preemptions} preemptions shows anything`,
    preemptions,
    schedules,
    isReduced: reduced,
    platforms: [...new Set(platforms)],
    workloads: [...new Set(programs.map(({ workload }) => workload))],
    assumes: ASSUMES,
  };
}

/** Tests one driver. Equal options give equal reports. */
export function testDriver(driver: Driver, options: DriverTestOptions): DriverReport {
  const campaign = new Campaign(options);
  for (const platform of driver.platforms ?? DEFAULT_PLATFORMS) {
    if (options.readings.length > 0 && !options.readings.includes(platform.reading)) continue;
    for (const workload of workloadsOf(driver)) {
      if (options.signal?.aborted === true) break;
      campaign.try({ driver, platform, workload });
    }
  }
  const findings = [...campaign.found.values()].map((found) =>
    findingOf(found, options, campaign.odd),
  );
  const shown = new Set(findings.map(({ defect }) => defect));
  return {
    name: driver.name,
    about: driver.about,
    server: driver.server,
    preemptions: options.preemptions,
    schedules: campaign.schedules,
    isComplete: campaign.programs.every(({ isComplete }) => isComplete),
    programs: campaign.programs,
    certificate: findings.length === 0 ? certificateOf(campaign, options) : null,
    nondeterminism: campaign.odd,
    findings: findings.sort((a, b) => (a.signature < b.signature ? -1 : 1)),
    missed: (driver.defects ?? []).map(({ id }) => id).filter((id) => !shown.has(id)),
  };
}
