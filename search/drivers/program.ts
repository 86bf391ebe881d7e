/** What is run: a driver on a platform under a workload, perhaps with some steps left out. */

import type { Driver, DriverPlatform, Workload } from '../../drivers/interface.js';
import type { Setup } from '../../targets/interface.js';
import { kernelRegion, regionsOf } from './layout.js';

/** Everything but the schedule. */
export interface Program {
  readonly driver: Driver;
  readonly platform: DriverPlatform;
  readonly workload: Workload;
}

/** What the target needs to know. */
export function setupOf({ driver, platform, workload }: Program): Setup {
  const shared = workload.lacksMemory === true ? [] : (driver.kernelMemory ?? []);
  return {
    reading: platform.reading,
    copyLimitBytes: platform.copyLimit,
    server: driver.server,
    applications: workload.applications.length,
    regions: [...regionsOf(workload), ...shared.map(kernelRegion)],
    personality: platform.personality ?? 0,
  };
}
