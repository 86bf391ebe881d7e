/** A stored schedule, run again. */

import path from 'node:path';
import { DRIVERS, type Driver, DriverError, loadDrivers } from '../../../drivers/index.js';
import { findReading } from '../../../model/readings.js';
import { createTarget } from '../../../targets/index.js';
import type { Target } from '../../../targets/interface.js';
import type { ReplayReason, ReplayResult } from '../../replay/types.js';
import { NOWHERE, ScenarioError } from '../../scenario/error.js';
import { Execution } from '../execution.js';
import { follow } from '../schedule.js';
import { readWorkload, type ScheduleFile } from './shape.js';
import { parseSchedule, unpacked } from './text.js';

/** A board of each reading: a run resets it, and making one costs more than most runs. */
const boards = new Map<string, Target>();

function boardOf(reading: string): Target {
  const board = boards.get(reading) ?? createTarget('simulator', reading, '');
  boards.set(reading, board);
  return board;
}

/** Runs the schedule of a file and compares what it shows with its verdict. */
export async function replaySchedule(text: string, file: string): Promise<ReplayResult> {
  const written = parseSchedule(text, file);
  const driver = await driverOf(written.driver, file);
  const { reading, copyLimit, personality = 0 } = written.platform;
  if (findReading(reading) === undefined) throw refusal(file, `there is no reading ${reading}`);
  const platform = { reading, copyLimit, personality };
  const workload = readWorkload(written.workload);
  const run = new Execution({ driver, platform, workload }, boardOf(reading));
  follow(run, unpacked(written.schedule));
  const reasons = judge(written, run);
  const passed = reasons.length === 0;
  const operations = run.operations;
  const breaches = [...new Set(run.judge.shown.flatMap(({ obligations }) => obligations))];
  const result = {
    platform: { reading, copyLimit, server: driver.server, personality },
    passed,
    reasons,
    operations,
    notOffered: 0,
    departure: null,
    unsafe: [],
    breaches,
    costs: run.port.costs,
  };
  const clauses = [...new Set(breaches.map((id) => id.split('.')[0] ?? id))];
  return { file, title: written.title, clauses, passed, operations, platforms: [result] };
}

function judge({ verdict }: ScheduleFile, run: Execution): ReplayReason[] {
  const { shown } = run.judge;
  const shows = shown.filter((each) => each.class === 'breach').map(({ signature }) => signature);
  if (verdict === 'conforms') {
    return shown
      .filter((each) => each.class === 'breach')
      .map(({ text, length }) => ({ kind: 'verdict', step: length, text }));
  }
  const all = shown.map(({ signature }) => signature);
  return verdict.shows
    .filter((signature) => !all.includes(signature))
    .map((signature) => ({
      kind: 'verdict',
      step: 0,
      text: `must show ${signature}; it shows ${shows.join(', ') || 'nothing'}`,
    }));
}

async function driverOf(given: string, file: string): Promise<Driver> {
  const known = DRIVERS.find(({ name }) => name === given);
  if (known !== undefined) return known;
  const [where = '', name = ''] = given.split('#');
  try {
    const drivers = await loadDrivers(path.resolve(path.dirname(file), where));
    const driver = drivers.find((each) => name === '' || each.name === name);
    if (driver !== undefined) return driver;
  } catch (error) {
    if (!(error instanceof DriverError)) throw error;
    throw refusal(file, error.message);
  }
  throw refusal(file, `there is no driver ${given}`);
}

function refusal(file: string, what: string): ScenarioError {
  return new ScenarioError(file, NOWHERE, {
    what,
    cause: 'a driver that was renamed or moved, or a file of another version',
    next: 'marshalcheck list drivers',
  });
}
