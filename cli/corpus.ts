/** `--corpus`: the folder of cases that a campaign begins with, and adds to. */

import type { Command } from 'commander';
import type { MeasureOptions } from '../search/corpus/corpus.js';
import { FeatureSet } from '../search/corpus/features.js';
import { corpusFiles } from '../search/corpus/files.js';
import type { CorpusStart } from '../search/corpus/types.js';
import type { FuzzReport } from '../search/reports.js';
import type { Slice } from '../search/slice.js';
import type { Engine } from './engine.js';
import { Exit } from './exit-codes.js';
import { Failure } from './failure.js';
import { flag } from './flags.js';
import { OutFolder } from './out-folder.js';

/** What the flag comes to. */
export interface CorpusFlags {
  readonly corpus?: string;
}

/** Adds the flag; `what`: how help goes on. */
export function addCorpusFlag(command: Command, what: string): Command {
  return command.addOption(
    flag('--corpus <folder>', `cases to begin with, and where new ones are kept${what}`),
  );
}

/** Where a shard keeps what is new: the corpus that all shards begin with stays as it is. */
export function keptFolder(folder: string, shard: Slice | undefined): string {
  return shard === undefined ? folder : `${folder}-${shard.number}-of-${shard.count}`;
}

/** A corpus in use by the campaigns of one target. */
export class Corpus {
  readonly start: CorpusStart;
  /** Cases that were kept since. */
  kept = 0;
  private readonly seen: FeatureSet;
  private readonly folder: OutFolder;
  private readonly engine: Engine;
  private reason = '';

  private constructor(engine: Engine, start: CorpusStart, folder: OutFolder) {
    this.engine = engine;
    this.start = start;
    this.folder = folder;
    this.seen = new FeatureSet(start.seen);
  }

  /** Measures the files on the target. Throws a Failure, ScenarioError or TargetStartError. */
  static async measure(
    engine: Engine,
    { files, folder }: { readonly files: readonly string[]; readonly folder: string },
    options: MeasureOptions,
  ): Promise<Corpus> {
    const start = await engine.startFrom(files, options);
    const corpus = new Corpus(engine, start, new OutFolder(folder, '--corpus'));
    // What a run kept before it was stopped, or another shard of this name.
    const since = corpusFiles(folder).filter((file) => !files.includes(file));
    corpus.seen.join((await engine.startFrom(since, options)).seen);
    return corpus;
  }

  /** The corpus that `--corpus` names. */
  static async open(
    engine: Engine,
    folder: string,
    shard: Slice | undefined,
    options: MeasureOptions,
  ): Promise<Corpus> {
    const files = corpusFiles(folder);
    return Corpus.measure(engine, { files, folder: keptFolder(folder, shard) }, options);
  }

  /** Keeps what is new in a report, and gives the report without it. */
  async take({ interesting = [], ...report }: FuzzReport): Promise<FuzzReport> {
    const fresh = interesting.filter(({ features }) => this.seen.add(features) > 0);
    try {
      this.kept += await this.engine.keepInteresting(fresh, this.folder.path);
    } catch (error) {
      // The campaign goes on: what is not kept is found again.
      this.reason ||= (error as Error).message.split('\n')[0];
    }
    return report;
  }

  /** `corpus: 312 cases to begin with, 17 new ones kept in night/corpus`. */
  get sentence(): string {
    const { start, kept, folder } = this;
    return `corpus: ${start.files.length} to begin with, ${kept} new in ${folder.path}`;
  }

  /** What went wrong with keeping, for the end of the campaign; null for nothing. */
  failure(): Failure | null {
    const { reason, folder } = this;
    if (reason === '') return null;
    return new Failure(
      {
        what: 'cases that showed something new could not be kept',
        where: folder.path,
        cause: reason,
        next: 'make room or name another folder with --corpus; the report is whole without them',
      },
      Exit.harness,
    );
  }

  /** Takes an empty folder away again. */
  tidy(): void {
    this.folder.tidy();
  }
}
