/** What `start` leaves behind: the report in three forms, and what to do next. */

import path from 'node:path';
import { READINGS } from '../model/readings.js';
import type { FindingDocument, Report } from '../reports/document.js';
import { fuzzReport } from '../reports/json.js';
import type { FuzzReport } from '../search/reports.js';
import { asCalled } from './invocation.js';
import { writeReports } from './reporters.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

/** A classic of the field: two aliases of a page, and the first Free brings the cache back. */
export const FAULT = 'recached-at-first-free';
/** The clause that it is about, and the reading under which it is shown. */
export const FAULT_CLAUSE = 'ALIAS-3';
/** See {@link FAULT_CLAUSE}. */
export const FAULT_READING = 'compact7-armv5';

/** What the parts came to. */
export interface Story {
  replayed: Report | null;
  healthy: FuzzReport | null;
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
    'fuzz for longer   marshalcheck fuzz --seed nightly --runs 100000',
    'other defects     marshalcheck list faults',
    'the rules         marshalcheck list clauses',
    'everything else   marshalcheck --help',
  ].map(asCalled);
}

/** The story as one JSON document. */
export function storyDocument(story: Story): object {
  const { found, healthy, replayed, red, green } = story;
  return {
    scenarios: replayed?.scenarios ?? null,
    healthy: healthy === null ? null : fuzzReport(healthy, [], version()),
    planted: { fault: FAULT, reading: FAULT_READING, shownWithIt: red, passesWithoutIt: green },
    finding: found,
    reproduce: found?.reproduce ?? [],
  };
}

/** Writes the report in three forms; the paths of the files. */
export function writeStory(
  story: Story,
  healthy: FuzzReport,
  folder: string,
  terminal: Terminal,
): string[] {
  const introduction = [
    `The healthy boards were fuzzed over ${READINGS.length} readings: ` +
      `${healthy.findings.length} departures from the rules.`,
    `Then the defect ${FAULT} was planted under the reading ${FAULT_READING}. ` +
      'The finding is what was found there, cut down to the fewest operations that show it.',
  ];
  const { found, replayed } = story;
  const report: Report = {
    ...fuzzReport(healthy, found === null ? [] : [found], version()),
    command: 'start',
    title: 'marshalcheck: a first run',
    introduction,
    scenarios: replayed?.scenarios,
    conformance: replayed?.conformance,
  };
  const wanted = (['html', 'markdown', 'json'] as const).map((name) => ({
    name,
    file: path.join(folder, `report.${name === 'markdown' ? 'md' : name}`),
  }));
  writeReports(report, wanted, terminal);
  return wanted.map(({ file }) => file);
}
