/** The monitors of the driver rules as a replay uses them: cases in, obligations by ID out. */

import type { Case } from '../../model/case.js';
import { obligationAt } from '../../model/clauses/index.js';
import { findReading } from '../../model/readings.js';
import type { Operation } from '../../model/step.js';
import { DriverMonitor as Rules } from '../../properties/driver-rules/monitor.js';
import type { Response } from '../../targets/interface.js';
import type { DriverMonitor } from './types.js';

/** Watches the driver of a scenario; keeps its tables, so make one for many scenarios. */
export class ScenarioMonitor implements DriverMonitor {
  private readonly rules = new Rules();

  /** Begins a case. */
  begin(given: Case): void {
    const { platform } = given;
    const reading = findReading(platform.reading);
    if (reading === undefined) throw new RangeError(`unknown reading ${platform.reading}`);
    const { copyLimit, server } = platform;
    this.rules.begin({ reading, userServer: server === 'user', copyLimit });
  }

  /** After an operation; gives the obligations that it broke. */
  observe(request: Operation, held: Operation, response: Response): readonly string[] {
    return this.ids(this.rules.observe(request, held, response));
  }

  /** At the end of the case: duties that were left undone. */
  end(): readonly string[] {
    return this.ids(this.rules.end());
  }

  private ids(count: number): readonly string[] {
    if (count === 0) return NONE;
    return Array.from(this.rules.breached.subarray(0, count), (cite) => obligationAt(cite).id);
  }
}

const NONE: readonly string[] = [];
