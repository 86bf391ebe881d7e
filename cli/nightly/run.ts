/** Runs the units of a nightly, stage by stage, until all are done or somebody says stop. */

import { performance } from 'node:perf_hooks';
import type { StageEntry } from '../../reports/campaign-parts.js';
import type { FindingDocument, Report } from '../../reports/document.js';
import { plain } from '../../reports/escape.js';
import { joinReports, type StageName } from '../../reports/join.js';
import { emptyReport } from '../../reports/json.js';
import type { DriverTester } from '../../search/drivers/apart.js';
import { ScenarioError } from '../../search/scenario/error.js';
import type { Context } from '../context.js';
import { Corpus, keptFolder } from '../corpus.js';
import { Failure, scenarioFailure } from '../failure.js';
import type { OutFolder } from '../out-folder.js';
import { ProgressWriter } from '../progress.js';
import type { Stop } from '../stop.js';
import { targetOptions } from '../target-flags.js';
import { version } from '../version.js';
import type { Journal } from './journal.js';
import { unitsOf } from './plan.js';
import { type NightlySettings, SHARES, UNITS } from './settings.js';
import type { Unit, UnitRun } from './unit.js';

/** What a run needs beside its settings. */
export interface NightlyRun {
  readonly context: Context;
  readonly settings: NightlySettings;
  readonly journal: Journal;
  readonly folder: OutFolder;
  readonly workers: number;
  readonly isQuiet: boolean;
  /** Seconds for the whole, 0 for no limit. */
  readonly timeLimit: number;
  readonly stop: Stop;
}

/** How a run came out. */
export interface NightlyResult {
  readonly report: Report;
  /** Errors that end the command with exit code 3. */
  readonly troubles: readonly Error[];
}

/** See the file comment. */
export class Nightly {
  private readonly given: NightlyRun;
  private readonly parts: Report[] = [];
  private readonly stages: StageEntry[] = [];
  private readonly troubles: Error[] = [];
  private readonly signatures = new Set<string>();
  private readonly started = performance.now();
  private tester: Promise<DriverTester> | null = null;
  private readonly testers = {
    drivers: async (): Promise<DriverTester> =>
      (this.tester ??= this.given.context.engine.driverTester()),
  };

  private readonly corpora = new Map<string, Corpus | null>();
  private readonly corpus = async (target: string): Promise<Corpus | null> => {
    const { settings, context } = this.given;
    const { readings, servers, inspection, fault, watchdog } = settings;
    if (settings.corpusFolder === '') return null;
    const known = this.corpora.get(target);
    if (known !== undefined) return known;
    const files = settings.corpus;
    const folder = keptFolder(settings.corpusFolder, settings.shard);
    const places = { readings, servers, inspection, fault };
    const options = { ...places, ...targetOptions({ target, watchdog, fault }) };
    let made: Corpus | null = null;
    try {
      made = await Corpus.measure(context.engine, { files, folder }, options);
    } catch (error) {
      // The run goes on without it, and says so at its end.
      if (error instanceof ScenarioError) this.troubles.push(scenarioFailure(error));
      else if (error instanceof Failure) this.troubles.push(error);
      else throw error;
    }
    this.corpora.set(target, made);
    return made;
  };

  constructor(given: NightlyRun) {
    this.given = given;
  }

  async run(): Promise<NightlyResult> {
    const { settings } = this.given;
    try {
      for (const stage of settings.stages) await this.stage(stage);
    } finally {
      await (await this.tester)?.close();
      this.endCorpora();
    }
    return { report: this.report(), troubles: this.troubles };
  }

  private endCorpora(): void {
    const { context, isQuiet } = this.given;
    for (const corpus of this.corpora.values()) {
      if (corpus === null) continue;
      if (!isQuiet) context.terminal.note(plain(corpus.sentence));
      const failure = corpus.failure();
      if (failure !== null) this.troubles.push(failure);
      corpus.tidy();
    }
  }

  private async stage(name: StageName): Promise<void> {
    const { settings, journal, context, isQuiet, stop } = this.given;
    const units = await unitsOf(name, settings);
    const until = performance.now() + this.allowance(name);
    const started = performance.now();
    const before = this.signatures.size;
    let done = 0;
    let seconds = 0;
    const progress = new ProgressWriter(context.terminal, UNITS[name], isQuiet);
    // A unit counts cases or states of its own: what the stage counts is units.
    const tell: UnitRun['progress'] = (inner) => {
      progress.update({ ...inner, done, total: units.length });
    };
    for (const unit of units) {
      const known = journal.done.get(unit.id);
      if (known !== undefined) this.take(known, name);
      else if (stop.signal.aborted || performance.now() >= until) continue;
      else if (!(await this.unit(unit, until, tell))) continue;
      done += 1;
      seconds += known?.seconds ?? 0;
      tell({
        done,
        total: units.length,
        operations: 0,
        findings: this.signatures.size,
        label: name,
      });
    }
    progress.end();
    seconds += (performance.now() - started) / 1000;
    const findings = this.signatures.size - before;
    const entry = { name, what: UNITS[name], done, total: units.length, seconds, findings };
    this.stages.push({ ...entry, seconds: Number(seconds.toFixed(3)) });
    if (!isQuiet) context.terminal.note(stageLine(entry));
  }

  /** Milliseconds that a stage may take: its share of what is left. */
  private allowance(name: StageName): number {
    const { timeLimit, settings } = this.given;
    if (timeLimit === 0) return Number.POSITIVE_INFINITY;
    const left = Math.max(timeLimit * 1000 - (performance.now() - this.started), 0);
    const ahead = settings.stages.slice(settings.stages.indexOf(name));
    const shares = ahead.reduce((sum, each) => sum + SHARES[each], 0);
    return (left * SHARES[name]) / shares;
  }

  /** Runs a unit; false when it was cut short: it counts as not done, what it found is kept. */
  private async unit(unit: Unit, until: number, tell: UnitRun['progress']): Promise<boolean> {
    const { context, settings, journal, workers, folder, isQuiet, stop } = this.given;
    const cut = cutShort(stop.signal, until);
    try {
      const report = await unit.run({
        context,
        settings,
        workers,
        isQuiet,
        folder,
        testers: this.testers,
        corpus: this.corpus,
        signal: cut.signal,
        known: [...this.signatures],
        progress: tell,
        trouble: (error) => this.troubles.push(error),
      });
      const isWhole = !cut.signal.aborted;
      this.take(report, unit.stage);
      if (isWhole) journal.add(unit.id, report);
      return isWhole;
    } finally {
      cut.release();
    }
  }

  private take(report: Report, stage: StageName): void {
    const findings = report.findings.map((each): FindingDocument => ({ ...each, stage }));
    for (const { signature } of findings) this.signatures.add(signature);
    // Coverage is that of the campaign: a rule that a search or a scenario met says less.
    const clauses = stage === 'fuzz' ? report.clauses : { covered: [], uncovered: [] };
    this.parts.push({ ...report, findings, clauses });
  }

  private report(): Report {
    const { settings } = this.given;
    const { seed, targets, fault, readings, shard } = settings;
    const empty = emptyReport('nightly', 'marshalcheck nightly', version());
    const head: Report = {
      ...empty,
      seed,
      target: targets.join(', '),
      fault,
      readings,
      stages: this.stages,
      shard: shard === undefined ? null : { count: shard.count, present: [shard.number] },
    };
    const joined = joinReports([head, ...this.parts]);
    const seconds = this.stages.reduce((sum, stage) => sum + stage.seconds, 0);
    const interrupted = this.stages.some(({ done, total }) => done < total);
    // Scenarios speak of other readings as well; the campaign is of these.
    return { ...joined, readings, interrupted, seconds: Number(seconds.toFixed(3)) };
  }
}

/** `drivers     54 of 54 drivers, 12.0 s, nothing found`. */
function stageLine({ name, what, done, total, seconds, findings }: StageEntry): string {
  const found = findings === 0 ? 'nothing found' : `${findings} found`;
  return `${name.padEnd(10)}${done} of ${total} ${what}, ${seconds.toFixed(1)} s, ${found}`;
}

/** A signal that follows another, and the clock. */
function cutShort(signal: AbortSignal, until: number): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  signal.addEventListener('abort', abort);
  const left = until - performance.now();
  const timer = Number.isFinite(left) ? setTimeout(abort, Math.min(left, 2 ** 31 - 1)) : undefined;
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}
