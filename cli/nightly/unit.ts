/** A unit: the part of a stage that is done or not done, and never by half. */

import type { Report } from '../../reports/document.js';
import type { StageName } from '../../reports/join.js';
import type { DriverTester } from '../../search/drivers/apart.js';
import type { Progress } from '../../search/reports.js';
import type { Context } from '../context.js';
import type { Corpus } from '../corpus.js';
import type { OutFolder } from '../out-folder.js';
import type { NightlySettings } from './settings.js';

/** What a unit is given when it runs. */
export interface UnitRun {
  readonly context: Context;
  readonly settings: NightlySettings;
  readonly workers: number;
  readonly isQuiet: boolean;
  readonly testers: { readonly drivers: () => Promise<DriverTester> };
  /** What campaigns on a target begin with; null for nothing. */
  readonly corpus: (target: string) => Promise<Corpus | null>;
  /** Where findings are saved. */
  readonly folder: OutFolder;
  readonly signal: AbortSignal;
  /** Signatures that need not be told again. */
  readonly known: readonly string[];
  readonly progress: (progress: Progress) => void;
  /** Takes an error that ends the run with exit code 3, once everything is reported. */
  readonly trouble: (error: Error) => void;
}

/** See the file comment. */
export interface Unit {
  readonly stage: StageName;
  /** The same in each run with equal settings. */
  readonly id: string;
  readonly run: (given: UnitRun) => Promise<Report>;
}
