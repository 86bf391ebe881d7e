/** The driver rules of a log: one monitor for each family that needs it. */

import { clauseOf } from '../../model/clauses/index.js';
import { DriverMonitor } from '../../properties/driver-rules/monitor.js';
import type { Explainer } from './explainer.js';
import type { Family } from './family.js';
import { breachAt, type Place } from './findings.js';
import type { Ledger } from './ledger.js';
import type { TracePlatform } from './types.js';

/** See the file comment. */
export class Monitors {
  private readonly monitors = new WeakMap<Family, DriverMonitor>();
  private readonly platform: TracePlatform;
  private readonly isOn: boolean;

  /** `isOn` false: nothing is watched. */
  constructor(platform: TracePlatform, isOn: boolean) {
    this.platform = platform;
    this.isOn = isOn;
  }

  /** Takes what the explainer has prepared, and files what it breaks. */
  observe(family: Family, explainer: Explainer, place: Place, ledger: Ledger): void {
    if (!this.isOn) return;
    const monitor = this.of(family);
    const { request, response, held } = explainer;
    const { status, value, pointer } = response;
    const count = monitor.observe(request, held, { status, value, pointer });
    for (let i = 0; i < count; i += 1) {
      const cite = monitor.breached[i];
      ledger.add(breachAt(cite, monitor.addresses[i], request.operation, family, place));
      family.breaches.add(clauseOf(cite));
    }
  }

  /** Duties that a family leaves open, each at the line that made its buffer. */
  end(family: Family, platform: TracePlatform, ledger: Ledger): void {
    if (!this.isOn) return;
    const monitor = this.of(family);
    const count = monitor.end();
    for (let i = 0; i < count; i += 1) {
      const address = monitor.addresses[i];
      const cite = monitor.breached[i];
      const made = family.story.findLast(({ pointer }) => pointer === address);
      const line = made?.line ?? family.lastLine;
      const operation = made?.operation.operation ?? 'return';
      const place = { file: ledger.file, line, explained: ledger.judged, platform };
      ledger.add(breachAt(cite, address, operation, family, place));
    }
  }

  private of(family: Family): DriverMonitor {
    let monitor = this.monitors.get(family);
    if (monitor === undefined) {
      monitor = new DriverMonitor();
      const { reading, copyLimit, server } = this.platform;
      monitor.begin({ reading, userServer: server === 'user', copyLimit });
      this.monitors.set(family, monitor);
    }
    return monitor;
  }
}
