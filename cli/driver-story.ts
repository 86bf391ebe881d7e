/** A driver being caught, for the first look at marshalcheck. */

import { DRIVERS } from '../drivers/index.js';
import { scheduleLines } from '../reports/drivers.js';
import type { Style } from '../reports/layout.js';
import type { Engine } from './engine.js';

/** The sample of the article on shared memory (S4), and what it is caught at. */
const DRIVER = 'smd1';
const DEFECT = 'fill-in-whichever-process-calls';
const PLATFORM = { reading: 'compact7-armv5', copyLimit: 16_384 };
const MOST_SCHEDULES = 2000;

/** Lines that tell how it is caught; none where it is not. */
export async function driverStory(engine: Engine, style: Style): Promise<string[]> {
  const sample = DRIVERS.find(({ name }) => name === DRIVER);
  if (sample === undefined) return [];
  const driver = { ...sample, platforms: [PLATFORM] };
  const report = await engine.testDriver(driver, {
    seed: 'first',
    readings: [],
    preemptions: 1,
    mostSchedules: MOST_SCHEDULES,
    drawn: 0,
    reduced: true,
    reduce: true,
  });
  const finding = report.findings.find(({ defect }) => defect === DEFECT);
  if (finding === undefined) return [];
  const defects = new Set(report.findings.map((each) => each.defect));
  return [
    `   ${defects.size} mistakes in ${report.schedules} schedules; the most telling one:`,
    `   ${driver.defects?.find(({ id }) => id === DEFECT)?.text ?? ''}`,
    '',
    ...scheduleLines(finding, style),
  ];
}
