/** What `start` leaves behind: the report in three forms, and what to do next. */

import path from 'node:path';
import { READINGS } from '../model/readings.js';
import type { FindingDocument, Report } from '../reports/document.js';
import { asCalled } from './invocation.js';
import { writeReports } from './reporters.js';
import type { Terminal } from './terminal.js';

/** A classic of the field: two aliases of a page, and the first Free brings the cache back. */
export const FAULT = 'recached-at-first-free';
/** The clause that it is about, and the reading under which it is shown. */
export const FAULT_CLAUSE = 'ALIAS-3';
/** See {@link FAULT_CLAUSE}. */
export const FAULT_READING = 'compact7-armv5';

/** What the parts came to. */
export interface Story {
  /** The nightly run in short, on healthy boards. */
  night: Report | null;
  found: FindingDocument | null;
  /** Exit codes that the two replays of the found scenario have. */
  red: boolean;
  green: boolean;
}

/** What to do next, and how. */
export function nextLines(found: FindingDocument | null): string[] {
  const again = found?.reproduce[0];
  return [
    ...(again === undefined ? [] : [`show it again     ${again}`]),
    'all of it         marshalcheck nightly --time-limit 1h',
    'fuzz for longer   marshalcheck fuzz --seed nightly --runs 100000',
    'other defects     marshalcheck list faults',
    'the rules         marshalcheck list clauses',
    'everything else   marshalcheck --help',
  ].map(asCalled);
}

/** The story as one JSON document. */
export function storyDocument(story: Story): object {
  const { found, night, red, green } = story;
  return {
    scenarios: night?.scenarios ?? null,
    stages: night?.stages ?? [],
    healthy: night === null ? null : { ...night, scenarios: undefined, conformance: undefined },
    planted: { fault: FAULT, reading: FAULT_READING, shownWithIt: red, passesWithoutIt: green },
    finding: found,
    reproduce: found?.reproduce ?? [],
  };
}

/** Writes the report in three forms; the paths of the files. */
export async function writeStory(
  { found }: Story,
  night: Report,
  folder: string,
  terminal: Terminal,
): Promise<string[]> {
  const introduction = [
    `A nightly run in short, on healthy boards under ${READINGS.length} readings: ` +
      `${night.findings.length} findings.`,
    `Then the defect ${FAULT} was planted under the reading ${FAULT_READING}. ` +
      'The last finding is what was found there, cut down to the fewest operations that show it.',
  ];
  const report: Report = {
    ...night,
    command: 'start',
    title: 'marshalcheck: a first run',
    introduction,
    findings: [...night.findings, ...(found === null ? [] : [found])],
  };
  const wanted = (['html', 'markdown', 'json'] as const).map((name) => ({
    name,
    file: path.join(folder, `report.${name === 'markdown' ? 'md' : name}`),
  }));
  await writeReports(report, wanted, terminal);
  return wanted.map(({ file }) => file);
}
