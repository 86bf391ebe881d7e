/** What `start` leaves behind: the report in three forms, and what to do next. */

import path from 'node:path';
import { READINGS } from '../model/readings.js';
import type { ExplainedFinding } from '../reports/finding.js';
import { htmlPage } from '../reports/html.js';
import { findingDocument, fuzzDocument, jsonText } from '../reports/json.js';
import { markdownPage } from '../reports/markdown.js';
import { fuzzPage } from '../reports/page.js';
import type { FuzzReport } from '../search/reports.js';
import { asCalled } from './invocation.js';
import { writeReport } from './reporters.js';

/** A classic of the field: two aliases of a page, and the first Free brings the cache back. */
export const FAULT = 'recached-at-first-free';
/** The clause that it is about, and the reading under which it is shown. */
export const FAULT_CLAUSE = 'ALIAS-3';
/** See {@link FAULT_CLAUSE}. */
export const FAULT_READING = 'compact7-armv5';

/** What the parts came to. */
export interface Story {
  replayed: { files: number; failed: number } | null;
  healthy: FuzzReport | null;
  found: ExplainedFinding | null;
  /** Exit codes that the two replays of the found scenario have. */
  red: boolean;
  green: boolean;
}

/** What to do next, and how. */
export function nextLines(found: ExplainedFinding | null): string[] {
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
    scenarios: replayed,
    healthy: healthy === null ? null : fuzzDocument(healthy),
    planted: { fault: FAULT, reading: FAULT_READING, shownWithIt: red, passesWithoutIt: green },
    finding: found === null ? null : findingDocument(found.finding, found.explanation),
    reproduce: found?.reproduce ?? [],
  };
}

/** Writes the report in three forms; the paths of the files. */
export function writeStory(story: Story, healthy: FuzzReport, folder: string): string[] {
  const introduction = [
    `The healthy boards were fuzzed over ${READINGS.length} readings: ` +
      `${healthy.findings.length} departures from the rules.`,
    `Then the defect ${FAULT} was planted under the reading ${FAULT_READING}. ` +
      'What follows is what was found, cut down to the fewest operations that show it.',
  ];
  const findings = story.found === null ? [] : [story.found];
  const page = fuzzPage(healthy, findings, 'marshalcheck: a first run', introduction);
  const texts: Readonly<Record<string, string>> = {
    'report.html': htmlPage(page),
    'report.md': markdownPage(page),
    'report.json': jsonText(storyDocument(story)),
  };
  return Object.entries(texts).map(([name, text]) => {
    const file = path.join(folder, name);
    writeReport(file, text);
    return file;
  });
}
