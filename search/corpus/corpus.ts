/**
 * A corpus: a folder of scenario files, each kept because a campaign had shown nothing like it.
 * Later campaigns begin with it. A file is named by its content, so that two corpora are joined by
 * putting their files together. What a case shows is not stored but measured, on the target that
 * is tested: a file means the same to each version.
 */

import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Case, lengthOf } from '../../model/case.js';
import { OBLIGATIONS } from '../../model/clauses/index.js';
import { describe } from '../../properties/describe.js';
import { Runner } from '../../properties/run.js';
import { createTarget } from '../../targets/index.js';
import type { Finding } from '../finding.js';
import { readScenario } from '../replay/read-scenario.js';
import { ScenarioError } from '../scenario/error.js';
import { caseOf, platformsOf } from '../scenario/platforms.js';
import { saveScenario } from '../scenario/save.js';
import { caseToScenario } from '../scenario/write.js';
import { FeatureRecorder, FeatureSet } from './features.js';
import type { CorpusStart, Covering, Interesting } from './types.js';

/** A file of a corpus, and what it shows on the target, over all platforms that it speaks of. */
export interface CorpusFile extends Covering {
  readonly file: string;
  readonly cases: readonly Case[];
  /** False where it could not be measured whole: it departs, or speaks of what is not offered. */
  readonly isWhole: boolean;
}

/** Where a corpus is measured. */
export interface MeasureOptions {
  readonly readings: readonly string[];
  readonly servers: readonly ('kernel' | 'user')[];
  readonly inspection: boolean;
  readonly target: string;
  /** Milliseconds. */
  readonly watchdog: number;
  readonly fault: string;
}

/** Runs the cases of a corpus on the target. */
export class Measuring {
  private readonly runners = new Map<string, Runner>();
  private readonly recorder = new FeatureRecorder();
  private readonly options: MeasureOptions;
  operations = 0;
  readonly found: Finding[] = [];

  constructor(options: MeasureOptions) {
    this.options = options;
  }

  /** Measures a file. Throws ScenarioError for what is no scenario. */
  measure(file: string): CorpusFile {
    const { readings, servers } = this.options;
    const scenario = readScenario(file);
    const all = platformsOf(scenario);
    const run = all.filter(
      ({ reading, server }) => readings.includes(reading) && servers.includes(server),
    );
    const cases = run.map(({ reading, copyLimit, server }) =>
      caseOf(scenario, reading, copyLimit, server),
    );
    const features = new Set<number>();
    let isWhole = run.length === all.length;
    for (const given of cases) {
      if (!this.run(given, file)) isWhole = false;
      for (const feature of this.recorder.features) features.add(feature);
    }
    const length = lengthOf(scenario.program);
    return { key: path.basename(file), file, cases, isWhole, length, features: [...features] };
  }

  /** False for a case that departs. */
  private run(given: Case, file: string): boolean {
    const { recorder } = this;
    const { target, fault } = this.options;
    const runner = this.runnerFor(given.platform.reading);
    recorder.clear();
    const result = runner.run(given, undefined, (index, at) => {
      recorder.watch(index, at);
    });
    this.operations += result.operations;
    if (result.verdict !== 'departure') return true;
    const origin = { seed: `corpus ${path.basename(file)}`, case: 0, file, target, fault };
    this.found.push(describe(runner, given, result, origin));
    return false;
  }

  private runnerFor(reading: string): Runner {
    const { target, watchdog, fault, inspection } = this.options;
    const known = this.runners.get(reading);
    if (known !== undefined) return known;
    const runner = new Runner(createTarget(target, reading, fault, watchdog), inspection);
    this.runners.set(reading, runner);
    return runner;
  }

  /** Times that each obligation was put to the test, by index. */
  exercised(): Uint32Array {
    const sums = new Uint32Array(OBLIGATIONS.length + 1);
    for (const { belief } of this.runners.values()) {
      for (let i = 0; i < sums.length; i += 1) sums[i] += belief.exercised[i];
    }
    return sums;
  }
}

/** The start of a campaign from these files, for the readings and servers of the campaign. */
export function startFrom(files: readonly string[], options: MeasureOptions): CorpusStart {
  const measuring = new Measuring(options);
  const seen = new FeatureSet();
  const measured = files.map((file) => measuring.measure(file));
  for (const { features } of measured) seen.add(features);
  return {
    files,
    cases: measured.flatMap(({ cases }) => cases),
    seen: seen.words,
    operations: measuring.operations,
    exercised: measuring.exercised(),
    found: measuring.found,
  };
}

/** The text of a case's file: of the case alone, so that equal cases have equal files. */
function corpusText({ given, unsafe }: Pick<Interesting, 'given' | 'unsafe'>): string {
  const { reading, server } = given.platform;
  return caseToScenario(given, {
    title: `${lengthOf(given.program)} operations, ${reading}, a driver in ${server} mode`,
    about: 'Kept because a campaign had shown nothing like it.\n',
    clauses: [],
    verdict: unsafe.length > 0 ? { unsafe } : 'conforms',
    fault: '',
    origin: null,
    gives: [],
  });
}

/** Name of a file with this text. */
export function corpusName(text: string): string {
  return `${createHash('sha256').update(text).digest('hex').slice(0, 16)}.yaml`;
}

/**
 * Saves cases; how many were not there before. One that a scenario file cannot express (a call that
 * names a process beyond the last, for instance) is left out. Throws ScenarioError where a file
 * cannot be written.
 */
export function keepInteresting(cases: readonly Interesting[], folder: string): number {
  let written = 0;
  for (const each of cases) {
    const text = textOrNothing(each);
    if (text === '') continue;
    if (saveScenario(folder, corpusName(text), text, '').written) written += 1;
  }
  return written;
}

function textOrNothing(each: Interesting): string {
  try {
    return corpusText(each);
  } catch (error) {
    if (error instanceof ScenarioError) return '';
    throw error;
  }
}
