/** One driver in every order of events that matters. */

import { performance } from 'node:perf_hooks';
import { READINGS } from '../../model/readings.js';
import { driversDocument, saveDriverFinding, type Tested } from '../driver-choice.js';
import type { Unit } from './unit.js';

/** Most schedules of a platform and workload, and how many are drawn after that. */
const SCHEDULES = 20_000;
const DRAWN = 3000;

/** See the file comment. */
export function driverUnit(tested: Tested): Unit {
  const { driver, file } = tested;
  return {
    stage: 'drivers',
    id: `driver ${file} ${driver.name}`,
    run: async ({ testers, settings, folder, signal, trouble }) => {
      const { seed, preemptions, drivers } = settings;
      const started = performance.now();
      const tester = await testers.drivers();
      const report = await tester.test(
        { name: driver.name, file },
        {
          seed,
          readings: settings.readings,
          preemptions,
          mostSchedules: SCHEDULES,
          drawn: DRAWN,
          reduced: true,
          reduce: true,
          signal,
        },
      );
      const seconds = Number(((performance.now() - started) / 1000).toFixed(3));
      const interrupted = signal.aborted;
      // What did not show counts only where it could have.
      const isWhole = !interrupted && settings.readings.length === READINGS.length;
      const whole = isWhole ? report : { ...report, missed: [] };
      const document = driversDocument([whole], { names: drivers, seed, seconds, interrupted });
      const saved = new Map<string, string>();
      for (const finding of report.findings) {
        if (drivers.length === 0 && finding.isDocumented) continue;
        try {
          saved.set(finding.signature, saveDriverFinding(folder.path, finding, tested));
        } catch (error) {
          trouble(error as Error);
        }
      }
      const findings = document.findings.map((finding) => ({
        ...finding,
        file: saved.get(finding.signature) ?? '',
      }));
      return { ...document, findings };
    },
  };
}
