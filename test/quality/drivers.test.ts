import { describe, expect, test } from 'vitest';
import { DRIVERS } from '#dist/drivers/index.js';
import { testDriver } from '#dist/search/drivers/campaign.js';
import type { DriverReport } from '#dist/search/drivers/report.js';

const OPTIONS = {
  seed: 'first',
  readings: [],
  preemptions: 2,
  mostSchedules: 20_000,
  drawn: 300,
  reduced: true,
  reduce: false,
};

function undocumented({ findings }: DriverReport): string[] {
  return findings.filter(({ isDocumented }) => !isDocumented).map(({ signature }) => signature);
}

describe('the drivers that come along', () => {
  const mistaken = DRIVERS.filter(({ defects }) => (defects ?? []).length > 0);
  const mended = DRIVERS.filter(({ defects }) => (defects ?? []).length === 0);

  test('each mistaken one has a mended one', () => {
    const names = mended.map(({ name }) => name);
    expect(mistaken.length).toBeGreaterThanOrEqual(16);
    expect(mistaken.filter(({ name }) => !names.includes(`${name}-mended`))).toEqual([]);
  });

  test.each(mistaken)('$name shows what it is known for, and nothing else', (driver) => {
    const report = testDriver(driver, OPTIONS);
    expect(report.missed).toEqual([]);
    expect(undocumented(report)).toEqual([]);
    expect(report.isComplete).toBe(driver.name !== 'camera');
  });

  test.each(mended)('$name shows nothing, and its requests succeed', (driver) => {
    const report = testDriver(driver, OPTIONS);
    expect(report.findings).toEqual([]);
    // A run of the camera is long; it has a budget of its own, and no certificate.
    expect(report.certificate !== null).toBe(driver.name !== 'camera-mended');
    expect(report.schedules).toBeGreaterThan(report.programs.length);
  });
});
