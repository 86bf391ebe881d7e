import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replay } from 'marshalcheck';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DRIVERS } from '#dist/drivers/index.js';
import { testDriver } from '#dist/search/drivers/campaign.js';
import { readWorkload } from '#dist/search/drivers/file/shape.js';
import {
  packed,
  parseSchedule,
  saveSchedule,
  scheduleText,
  unpacked,
} from '#dist/search/drivers/file/text.js';
import type { DriverFinding } from '#dist/search/drivers/report.js';

let folder = '';
let finding: DriverFinding;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  const driver = DRIVERS.find(({ name }) => name === 'size-read-again')!;
  const report = testDriver(driver, {
    seed: 'first',
    readings: ['compact7-armv5'],
    preemptions: 1,
    mostSchedules: 1000,
    drawn: 0,
    reduced: true,
    reduce: true,
  });
  finding = report.findings.find(({ signature }) => signature.startsWith('ASYNC-20'))!;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, text);
  return where;
}

test('turns in a row are written as one', () => {
  const schedule = ['a', 'a', 'b', 'a', 'c', 'c', 'c'];
  expect(packed(schedule)).toEqual(['a * 2', 'b', 'a', 'c * 3']);
  expect(unpacked(packed(schedule))).toEqual(schedule);
});

describe('a stored schedule', () => {
  test('says the same when it is read', () => {
    const text = scheduleText(finding, 'size-read-again', true);
    const read = parseSchedule(text, 'file.yaml');
    expect(unpacked(read.schedule)).toEqual(finding.schedule);
    expect(read.platform).toEqual(finding.platform);
    const workload = readWorkload(read.workload);
    expect(workload.applications[0].buffers).toEqual(finding.workload.applications[0].buffers);
    expect(workload.applications[0].threads).toEqual(finding.workload.applications[0].threads);
  });

  test('passes where it shows what it must, fails where the mistake was mended', async () => {
    const { file: where } = saveSchedule(folder, finding, 'size-read-again', true);
    expect(await replay([where])).toMatchObject({ passed: 1, failed: 0, errors: [] });
    const mended = scheduleText(finding, 'size-read-again-mended', true);
    const report = await replay([file('mended.yaml', mended)]);
    expect(report.failures[0]?.platforms[0]?.reasons[0]?.text).toContain('must show ASYNC-20.size');
  });

  test('that must conform fails as long as the mistake is there', async () => {
    const broken = file('broken.yaml', scheduleText(finding, 'size-read-again', false));
    const whole = file('whole.yaml', scheduleText(finding, 'size-read-again-mended', false));
    expect(await replay([broken])).toMatchObject({ failed: 1 });
    expect(await replay([whole])).toMatchObject({ passed: 1 });
  });

  test.each<[string, (text: string) => string, RegExp]>([
    [
      'another driver',
      (text) => text.replace('driver: size-read-again', 'driver: x.ts'),
      /no file/,
    ],
    ['another reading', (text) => text.replace('compact7-armv5', 'ce5'), /no reading ce5/],
    ['a wrong key', (text) => `${text}more: 1\n`, /more/],
    ['a wrong step', (text) => text.replace('do: ioControl', 'do: nothing'), /threads/],
  ])('with %s is one clear error', async (_, change, message) => {
    const report = await replay([
      file('bad.yaml', change(scheduleText(finding, 'size-read-again', true))),
    ]);
    expect(report.errors.map((error) => error.message).join()).toMatch(message);
  });
});
