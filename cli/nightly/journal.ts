/**
 * The journal of a nightly run: a line for each unit that is done, with its report. A run that was
 * stopped, or killed, goes on from it.
 */

import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Report } from '../../reports/document.js';
import { parseReport } from '../../reports/read.js';
import { makeFolder } from '../../search/scenario/folder.js';
import { Failure } from '../failure.js';

const VERSION = 2;

const HEAD = z.object({
  journal: z.literal(VERSION),
  seed: z.string(),
  settings: z.string(),
  files: z.array(z.string()),
  corpus: z.array(z.string()),
});
const LINE = z.object({ unit: z.string(), report: z.unknown() });

/** The first line: which run it is. */
export interface JournalHead {
  readonly seed: string;
  /** Fingerprint of its settings. */
  readonly settings: string;
  /** Scenario files that it replays. */
  readonly files: readonly string[];
  /** Files of the corpus that it began with. */
  readonly corpus: readonly string[];
}

/** A journal that is being kept. */
export class Journal {
  /** Reports of the units that are done, by unit. */
  readonly done: Map<string, Report>;
  /** Why it could not be kept, '' while it is. */
  trouble = '';
  private readonly file: string;

  private constructor(file: string, done: Map<string, Report>) {
    this.file = file;
    this.done = done;
  }

  /** Begins a journal in the place of an earlier one. Throws a Failure. */
  static begin(file: string, head: JournalHead): Journal {
    try {
      makeFolder(path.dirname(path.resolve(file)));
      writeFileSync(file, `${JSON.stringify({ journal: VERSION, ...head })}\n`);
    } catch (error) {
      throw new Failure({
        what: `the journal '${file}' cannot be written`,
        where: '--out',
        cause: (error as Error).message,
        next: 'name another folder: --out ./marshalcheck-out',
      });
    }
    return new Journal(file, new Map());
  }

  /** Goes on with a journal. Throws a Failure where it is another run's, or none. */
  static goOn(file: string, lines: readonly string[], head: JournalHead): Journal {
    const known = headOf(file, lines[0] ?? '');
    if (known.settings !== head.settings) {
      throw new Failure({
        what: 'the run that was stopped had other settings, or was of another version',
        where: file,
        cause: 'a flag, a variable, the configuration or a scenario folder has changed',
        next: 'give the flags that it was begun with, or leave out --resume to begin anew',
      });
    }
    const done = new Map<string, Report>();
    for (const [index, line] of lines.slice(1).entries()) {
      const { unit, report } = read(LINE, file, index + 2, line);
      done.set(unit, parseReport(JSON.stringify(report), file));
    }
    // What was cut off by a crash is gone; what follows begins a line of its own.
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    return new Journal(file, done);
  }

  /** Keeps the report of a unit; a full disk ends the journal, not the run. */
  add(unit: string, report: Report): void {
    this.done.set(unit, report);
    if (this.trouble !== '') return;
    try {
      appendFileSync(this.file, `${JSON.stringify({ unit, report })}\n`);
    } catch (error) {
      this.trouble = (error as Error).message;
    }
  }
}

/** Whole lines of the journal of a run to go on with. Throws a Failure where there is none. */
export function journalLines(file: string): string[] {
  if (!existsSync(file)) {
    throw new Failure({
      what: 'there is no run to go on with',
      where: file,
      cause: 'it was begun with another --out or --shard, or never',
      next: 'leave out --resume',
    });
  }
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}

/** What the first line of a journal says. Throws a Failure. */
export function headOf(file: string, line: string): JournalHead {
  const { seed, settings, files, corpus } = read(HEAD, file, 1, line);
  return { seed, settings, files, corpus };
}

function read<T>(shape: z.ZodType<T>, file: string, number: number, line: string): T {
  try {
    return shape.parse(JSON.parse(line));
  } catch {
    throw new Failure({
      what: 'the journal cannot be read',
      where: `${file}:${number}`,
      cause: 'it was edited, or is a file of another kind',
      next: 'leave out --resume to begin anew',
    });
  }
}
