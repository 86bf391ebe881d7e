/** Schedules as files: a finding written down, and a file understood. */

import { ScenarioError } from '../../scenario/error.js';
import { type Saved, saveScenario } from '../../scenario/save.js';
import { yaml } from '../../scenario/yaml-package.js';
import { readYaml } from '../../scenario/yaml-text.js';
import type { DriverFinding } from '../report.js';
import type { Schedule } from '../schedule.js';
import { type ScheduleFile, scheduleFile, writtenWorkload } from './shape.js';

/** Turns in a row become one entry: `app1/main * 3`. */
export function packed(schedule: Schedule): string[] {
  const runs: { name: string; count: number }[] = [];
  for (const name of schedule) {
    const last = runs.at(-1);
    if (last?.name === name) last.count += 1;
    else runs.push({ name, count: 1 });
  }
  return runs.map(({ name, count }) => (count === 1 ? name : `${name} * ${count}`));
}

const MOST_TURNS = 4000;

/** The opposite of {@link packed}. */
export function unpacked(entries: readonly string[]): Schedule {
  return entries.flatMap((entry) => {
    const match = /^(.*) \* (\d{1,4})$/.exec(entry);
    if (match === null) return [entry];
    return new Array<string>(Math.min(Number(match[2]), MOST_TURNS)).fill(match[1]);
  });
}

/**
 * The text of a file that shows a finding again. `driver`: how the file names the driver. With
 * `isKnown` its verdict is the finding; without, what holds once the driver is mended.
 */
export function scheduleText(finding: DriverFinding, driver: string, isKnown: boolean): string {
  const { signature, platform, workload, schedule, text } = finding;
  const file: ScheduleFile = {
    'marshalcheck-schedule': 1,
    title: text,
    driver,
    platform: { ...platform },
    workload: writtenWorkload(workload),
    schedule: packed(schedule),
    verdict: isKnown ? { shows: [signature] } : 'conforms',
    origin: { signature },
  };
  return yaml().stringify(file, { lineWidth: 100, aliasDuplicateObjects: false });
}

/** Saves it in a folder, over nothing; throws ScenarioError. */
export function saveSchedule(
  folder: string,
  finding: DriverFinding,
  driver: string,
  isKnown: boolean,
): Saved {
  const { signature } = finding;
  const name = `${finding.driver}-${signature}`.replace(/[^A-Za-z0-9.]+/g, '-');
  return saveScenario(folder, `${name}.yaml`, scheduleText(finding, driver, isKnown), signature);
}

/** Understands a file. Throws ScenarioError. */
export function parseSchedule(text: string, file: string): ScheduleFile {
  const parsed = scheduleFile.safeParse(readYaml(text, file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : issue.path.join('.');
  throw new ScenarioError(
    file,
    { line: 1, column: 1 },
    {
      what: `${where === '' ? 'the file' : where}: ${issue?.message ?? 'not understood'}`,
      cause: 'a file edited by hand, or written by another version',
      next: 'write it anew: marshalcheck drivers NAME --out FOLDER',
    },
  );
}
