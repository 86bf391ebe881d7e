/** A driver being caught, for the first look at marshalcheck. */

import { DRIVERS, workloadsOf } from '../drivers/index.js';
import { scheduleLines } from '../reports/drivers.js';
import type { Style } from '../reports/layout.js';
import type { Engine } from './engine.js';

/** The sample of the vendor's page, and what it is caught at. */
const DRIVER = 'compact7-asynchronous';
const DEFECT = 'size-fetched-again-at-free';
const PLATFORM = { reading: 'compact7-armv5', copyLimit: 16_384 };
/** An application that changes its memory while the driver reads it. */
const WORKLOAD = 'meddling';
const MOST_SCHEDULES = 2000;

/** Lines that tell how it is caught; none where it is not. */
export function driverStory(engine: Engine, style: Style): string[] {
  const sample = DRIVERS.find(({ name }) => name === DRIVER);
  if (sample === undefined) return [];
  const workloads = workloadsOf(sample).filter(({ name }) => name === WORKLOAD);
  const driver = { ...sample, platforms: [PLATFORM], workloads };
  const report = engine.testDriver(driver, {
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
  const { schedules, findings } = report;
  return [
    `   ${findings.length} findings in ${schedules} schedules; one of them:`,
    `   ${driver.defects?.find(({ id }) => id === DEFECT)?.text ?? ''}`,
    '',
    ...scheduleLines(finding, style),
  ];
}
