/** The platforms that a scenario speaks of, and the case that it is on each of them. */

import type { Case, Platform } from '../../model/case.js';
import { findReading } from '../../model/readings.js';
import type { Scenario } from './types.js';

/** Copy limits of a reading that are asked for; its own where size does not decide. */
function copyLimits(scenario: Scenario, readingId: string): readonly number[] {
  const reading = findReading(readingId);
  if (reading === undefined) return [];
  if (reading.alloc !== 'by-size' || scenario.copyLimit === 0) return [reading.copyLimits[0]];
  return scenario.copyLimit === -1 ? reading.copyLimits : [scenario.copyLimit];
}

/** Every platform that the scenario speaks of, in the order of the table of readings. */
export function platformsOf(scenario: Scenario): Platform[] {
  const { personality } = scenario;
  return scenario.readings.flatMap((reading) =>
    copyLimits(scenario, reading).flatMap((copyLimit) =>
      scenario.servers.map((server) => ({ reading, copyLimit, server, personality })),
    ),
  );
}

/** The case that a scenario is on one platform. */
export function caseOf(
  scenario: Scenario,
  reading: string,
  copyLimit: number,
  server: 'kernel' | 'user',
): Case {
  const { applications, regions, buffers, program, personality } = scenario;
  return {
    platform: { reading, copyLimit, server, personality },
    applications,
    regions,
    buffers,
    program,
  };
}
