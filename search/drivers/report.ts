/** What testing drivers comes to: plain data. */

import type { DriverPlatform, Workload } from '../../drivers/index.js';
import type { Nondeterminism } from '../nondeterminism.js';
import type { Schedule } from './schedule.js';
import type { ToldStep } from './tell.js';

/** How drivers are tested. */
export interface DriverTestOptions {
  readonly seed: string;
  /** Readings to leave it at; empty for all that the driver is tried on. */
  readonly readings: readonly string[];
  /** Switches away from a thread that could have gone on, in one run. */
  readonly preemptions: number;
  /** Schedules of one platform and workload after which the rest is drawn at random. */
  readonly mostSchedules: number;
  /** How many are drawn then. */
  readonly drawn: number;
  /** False: every order, without partial-order reduction. */
  readonly reduced: boolean;
  /** Makes each finding as short as it gets. */
  readonly reduce: boolean;
  readonly signal?: AbortSignal;
  /** Called after each schedule. */
  readonly onRun?: () => void;
}

/** One mistake of a driver, by the shortest schedule that shows it. */
export interface DriverFinding {
  readonly driver: string;
  /** ID of the documented defect, or the signature. */
  readonly defect: string;
  readonly isDocumented: boolean;
  /** A rule, the entry point or thread, and the operation. */
  readonly signature: string;
  readonly class: 'breach' | 'warning';
  readonly clauses: readonly string[];
  readonly obligations: readonly string[];
  readonly text: string;
  /** Operations up to and including the one that shows it. */
  readonly length: number;
  readonly preemptions: number;
  /** Schedules that had been run when it was first seen. */
  readonly schedules: number;
  readonly platform: DriverPlatform;
  readonly workload: Workload;
  readonly schedule: Schedule;
  /** The operations of that schedule, up to the one that shows it. */
  readonly steps: readonly ToldStep[];
}

/** What was tried on one platform with one workload. */
export interface ProgramReport {
  readonly reading: string;
  readonly copyLimit: number;
  readonly workload: string;
  readonly schedules: number;
  readonly isComplete: boolean;
}

/** What a complete search without findings says. */
export interface DriverCertificate {
  readonly statement: string;
  readonly preemptions: number;
  readonly schedules: number;
  /** True when one of several equal orders was tried (partial-order reduction). */
  readonly isReduced: boolean;
  readonly platforms: readonly string[];
  readonly workloads: readonly string[];
  /** What it rests on. */
  readonly assumes: readonly string[];
}

/** What came of one driver. */
export interface DriverReport {
  readonly name: string;
  readonly about: string;
  readonly server: 'kernel' | 'user';
  readonly preemptions: number;
  readonly schedules: number;
  /** Every order of events within the preemptions was tried, or one that equals it. */
  readonly isComplete: boolean;
  readonly programs: readonly ProgramReport[];
  /** What the search covered completely; null where it was cut short, or found something. */
  readonly certificate: DriverCertificate | null;
  readonly findings: readonly DriverFinding[];
  /** Programs and findings that went another way when they were run again. */
  readonly nondeterminism: readonly Nondeterminism[];
  /** Documented defects that did not show. */
  readonly missed: readonly string[];
}
