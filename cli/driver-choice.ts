/** Drivers by name or file, their report, and their schedules as files. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { DRIVERS, type Driver, DriverError, loadDrivers } from '../drivers/index.js';
import type { Report } from '../reports/document.js';
import { driversReport } from '../reports/drivers-document.js';
import { saveSchedule } from '../search/drivers/file/text.js';
import type { DriverFinding, DriverReport } from '../search/drivers/report.js';
import { explainClauses } from '../search/explain/clauses.js';
import { Failure } from './failure.js';
import { commandLine } from './invocation.js';
import { nearest } from './nearest.js';
import { version } from './version.js';

/** A driver, and the file that it comes from; '' for those that come along. */
export interface Tested {
  readonly driver: Driver;
  readonly file: string;
}

/** The drivers that are named; the whole collection where none is. Throws a Failure. */
export async function chosenDrivers(names: readonly string[]): Promise<readonly Tested[]> {
  if (names.length === 0) return DRIVERS.map((driver) => ({ driver, file: '' }));
  const lists = await Promise.all(names.map(named));
  return lists.flat();
}

async function named(name: string): Promise<readonly Tested[]> {
  const known = DRIVERS.filter((driver) => driver.name === name);
  if (known.length > 0) return known.map((driver) => ({ driver, file: '' }));
  if (existsSync(name) || /\.[cm]?[jt]s$/.test(name)) return fromFile(name);
  const near = nearest(
    name,
    DRIVERS.map((driver) => driver.name),
  );
  throw new Failure({
    what: `there is no driver '${name}'${near === '' ? '' : `; did you mean '${near}'?`}`,
    cause: near === '' ? 'a file that is not there, or a typing slip' : 'a typing slip',
    next: 'marshalcheck list drivers',
  });
}

async function fromFile(file: string): Promise<readonly Tested[]> {
  try {
    const drivers = await loadDrivers(file);
    return drivers.map((driver) => ({ driver, file }));
  } catch (error) {
    if (!(error instanceof DriverError)) throw error;
    throw new Failure({
      what: error.message,
      where: file,
      cause: 'the file is not the driver that it should be',
      next: 'look at docs/test-your-driver.md, and at examples that run: drivers/mistakes',
    });
  }
}

/** Saves the schedule of a finding; a driver of a file is named by the way to it. */
export function saveDriverFinding(folder: string, finding: DriverFinding, tested: Tested): string {
  const { driver, file } = tested;
  const where = file === '' ? '' : path.relative(folder, file);
  const name = file === '' ? driver.name : `${where}#${driver.name}`;
  return saveSchedule(folder, finding, name, file === '').file;
}

/** What a report of drivers says beside their results. */
export interface DriversRan {
  readonly names: readonly string[];
  readonly seed: string;
  readonly seconds: number;
  readonly interrupted: boolean;
}

/** The report; where the collection ran, what its drivers are there to show is no news. */
export function driversDocument(reports: readonly DriverReport[], ran: DriversRan): Report {
  const { names, ...rest } = ran;
  return driversReport(reports, {
    marshalcheck: version(),
    ...rest,
    isNews: ({ isDocumented }) => names.length > 0 || !isDocumented,
    clauses: ({ clauses, obligations }) => explainClauses(clauses, obligations),
    again: ({ driver, platform }) =>
      commandLine([
        'drivers',
        ...(names.length === 0 ? [driver] : names),
        '--reading',
        platform.reading,
      ]),
  });
}
