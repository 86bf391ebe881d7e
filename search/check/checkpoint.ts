/**
 * A search on disk: every state found, appended to one file in the order of levels, and a small
 * file that says how much of it counts. The small one is replaced in one go, last, so a search that
 * is killed at any moment leaves the state of the last time it was saved.
 */

import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { CheckpointError } from './checkpoint-error.js';
import type { Range, Segment } from './engine/log.js';
import type { Statistics, WorkerSetup } from './engine/tasks.js';
import { countStates, type Territory } from './engine/territory.js';
import type { Layout } from './layout.js';
import type { CheckModel, CheckSource } from './model.js';
import { fromPlain, type PlainStatistics, toPlain } from './plain-statistics.js';

const FORMAT = 1;
const INDEX = 'checkpoint.json';
const STATES = 'states.bin';
/** States of a segment that is read back. */
const SEGMENT_STATES = 1 << 20;

/** True where a folder holds a search that can be gone on with. */
export function holdsSearch(folder: string): boolean {
  return fs.existsSync(path.join(folder, INDEX));
}

/** Counts of a search, which a checkpoint carries over. */
export interface Counts {
  transitions: number;
  orbitStates: number;
  orbitTransitions: number;
  deadlocks: number;
}

/** Where a search is. */
export interface Position {
  readonly depth: number;
  /** States of that depth that are not expanded. */
  readonly rest: readonly Range[];
  readonly counts: Counts;
  /** What invariants were seen to read. */
  readonly reads: readonly number[];
}

/** A search that was read back. */
export interface Saved extends Position {
  readonly levels: readonly (readonly Range[])[];
  readonly segments: readonly Segment[];
  readonly statistics: Statistics;
}

/** What the small file holds. */
interface Index {
  readonly format: number;
  readonly identity: string;
  readonly model: string;
  /** States of each level, in the order of the file. */
  readonly levels: readonly number[];
  readonly depth: number;
  /** The file with the states of `depth` that are not expanded, and how many; null means all. */
  readonly rest: { readonly file: string; readonly count: number } | null;
  readonly counts: Counts;
  readonly reads: readonly number[];
  readonly statistics: PlainStatistics;
}

/** The folder of one search. */
export class Checkpoint {
  private readonly folder: string;
  private readonly words: number;
  private readonly identity: string;
  private readonly model: CheckModel;
  /** Ranges of each level that are in the file already. */
  private written: number[] = [];
  private saves = 0;

  constructor(
    folder: string,
    layout: Layout,
    { source, setup }: { readonly source: CheckSource; readonly setup: WorkerSetup },
    model: CheckModel,
  ) {
    this.folder = folder;
    this.words = layout.words;
    this.model = model;
    this.identity = identityOf(model, source, setup);
  }

  /** Removes what a search left, so that nobody goes on from there. */
  clear(): void {
    this.written = [];
    if (!fs.existsSync(this.folder)) return;
    for (const name of fs.readdirSync(this.folder)) {
      if (name === INDEX || name === STATES || /^rest-\d+\.bin$/.test(name)) {
        fs.rmSync(path.join(this.folder, name));
      }
    }
  }

  /** Saves a search. */
  save(territory: Territory, position: Position, statistics: Statistics): void {
    fs.mkdirSync(this.folder, { recursive: true });
    this.appendNews(territory);
    const { depth, rest, counts, reads } = position;
    const level = territory.levels[depth] ?? [];
    this.saves += 1;
    const name = `rest-${this.saves}.bin`;
    const isWhole = countStates(rest) === countStates(level);
    if (!isWhole) this.writeStates(name, 'w', territory, rest);
    const index: Index = {
      format: FORMAT,
      identity: this.identity,
      model: this.model.name,
      levels: territory.levels.map(countStates),
      depth,
      rest: isWhole ? null : { file: name, count: countStates(rest) },
      counts,
      reads,
      statistics: toPlain(statistics),
    };
    const draft = path.join(this.folder, `${INDEX}.new`);
    fs.writeFileSync(draft, JSON.stringify(index), { flush: true });
    fs.renameSync(draft, path.join(this.folder, INDEX));
    const last = path.join(this.folder, `rest-${this.saves - 1}.bin`);
    fs.rmSync(last, { force: true });
  }

  /**
   * Reads a search back; undefined where the folder holds none. Throws {@link CheckpointError} if
   * it is another one or damaged.
   */
  load(): Saved | undefined {
    if (!holdsSearch(this.folder)) return undefined;
    const index = this.readIndex();
    const total = index.levels.reduce((sum, count) => sum + count, 0);
    const states = this.readStates(STATES, total, -1);
    const levels = cutLevels(states.ranges, index.levels);
    const rest =
      index.rest === null
        ? { ranges: levels[index.depth] ?? [], segments: [] }
        : this.readStates(index.rest.file, index.rest.count, -1 - states.segments.length);
    this.written = levels.map(({ length }) => length);
    this.saves = Number(/\d+/.exec(index.rest?.file ?? '0')?.[0]);
    // What a killed search wrote after the last time it was saved does not count.
    fs.truncateSync(path.join(this.folder, STATES), total * this.words * 4);
    return {
      depth: index.depth,
      rest: rest.ranges,
      counts: index.counts,
      reads: index.reads,
      levels,
      segments: [...states.segments, ...rest.segments],
      statistics: fromPlain(index.statistics),
    };
  }

  private readIndex(): Index {
    const file = path.join(this.folder, INDEX);
    let index: Partial<Index>;
    try {
      index = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Index>;
    } catch {
      throw damaged(`${file} is no JSON`);
    }
    if (index.format === FORMAT && index.identity === this.identity) return index as Index;
    throw new CheckpointError(
      `${file} is of another search (${String(index.model)})`,
      'its model, scope, way of searching or version of marshalcheck is not this one',
      'go on with the options that it was begun with, or use another folder',
    );
  }

  private appendNews(territory: Territory): void {
    const ranges = territory.levels.flatMap((level, depth) =>
      level.slice(this.written[depth] ?? 0),
    );
    this.writeStates(STATES, this.written.length === 0 ? 'w' : 'a', territory, ranges);
    this.written = territory.levels.map(({ length }) => length);
  }

  private writeStates(
    name: string,
    flags: string,
    { segments }: Territory,
    ranges: readonly Range[],
  ): void {
    const memories = new Map(segments.map(({ id, memory }) => [id, memory]));
    const file = fs.openSync(path.join(this.folder, name), flags);
    for (const { segment, from, count } of ranges) {
      const memory = memories.get(segment) ?? new SharedArrayBuffer(0);
      writeFully(file, Buffer.from(memory, from * this.words * 4, count * this.words * 4));
    }
    fs.fsyncSync(file);
    fs.closeSync(file);
  }

  private readStates(
    name: string,
    count: number,
    firstId: number,
  ): { readonly ranges: Range[]; readonly segments: Segment[] } {
    const file = fs.openSync(path.join(this.folder, name), 'r');
    const ranges: Range[] = [];
    const segments: Segment[] = [];
    for (let read = 0; read < count; read += SEGMENT_STATES) {
      const states = Math.min(SEGMENT_STATES, count - read);
      const memory = new SharedArrayBuffer(states * this.words * 4);
      readFully(file, Buffer.from(memory), path.join(this.folder, name));
      const id = firstId - segments.length;
      segments.push({ id, memory });
      ranges.push({ segment: id, from: 0, count: states });
    }
    fs.closeSync(file);
    return { ranges, segments };
  }
}

function damaged(what: string): CheckpointError {
  const cause = 'something other than marshalcheck wrote there, or a disk was full';
  return new CheckpointError(what, cause, 'remove the folder and begin anew');
}

function writeFully(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done);
}

function readFully(file: number, bytes: Buffer, name: string): void {
  for (let done = 0; done < bytes.length; ) {
    const read = fs.readSync(file, bytes, done, bytes.length - done, null);
    if (read === 0) throw damaged(`${name} is shorter than its index says`);
    done += read;
  }
}

/** Cuts ranges in the order of the file into levels of so many states. */
function cutLevels(ranges: readonly Range[], counts: readonly number[]): Range[][] {
  const rest = [...ranges];
  return counts.map((count) => {
    const level: Range[] = [];
    for (let missing = count; missing > 0; ) {
      const [range] = rest;
      const taken = Math.min(missing, range.count);
      level.push({ ...range, count: taken });
      missing -= taken;
      if (taken === range.count) rest.shift();
      else rest[0] = { ...range, from: range.from + taken, count: range.count - taken };
    }
    return level;
  });
}

/** What has to be the same for states of one search to mean anything to another. */
function identityOf(model: CheckModel, source: CheckSource, setup: WorkerSetup): string {
  const { fields, rules, invariants, notes, initial, symmetry } = model;
  const names = (list: readonly { readonly name: string }[]): string[] =>
    list.map(({ name }) => name);
  const { scalarsets, lossy } = setup;
  const all = [names(rules), names(invariants), notes, initial.map((state) => [...state])];
  const text = JSON.stringify([fields, all, symmetry, source.options, scalarsets ?? null, lossy]);
  return createHash('sha256').update(text).digest('hex');
}
