// Promise: the HTML report opens from disk, asks for nothing, and shows every step of a finding.

/// <reference lib="dom" />

import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '#dist/cli/catalogue.js';
import type { Report } from '#dist/reports/document.js';
import { htmlPage } from '#dist/reports/html.js';
import { marshalcheck, temporaryFolder } from '../e2e/command.js';
import { faultyReport, nastyReport } from '../unit/reports/sample.js';
import { axeComplaints, clipped, useChromium } from './chromium.js';
import { enlarged, withEverything } from './samples.js';

const chromium = useChromium();
let report: Report;

beforeAll(async () => {
  report = withEverything(await faultyReport());
});

/** The address of a report that was written to disk. */
function onDisk(given: Report): string {
  const file = path.join(temporaryFolder(), 'report.html');
  writeFileSync(file, htmlPage(given, catalogue()));
  return pathToFileURL(file).href;
}

test('a campaign, from the command to the step that is wrong', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'report.html');
  const words = ['fuzz', '--runs', '400', '--fault', 'recached-at-first-free', '--reading'];
  const more = ['compact7-armv5', '--out', folder, '--reporter', `html=${file}`];
  expect(marshalcheck([...words, ...more]).code).toBe(1);
  const { page, said, asked } = await chromium.open();
  await page.goto(pathToFileURL(file).href);
  await page.getByRole('heading', { name: 'Findings by signature' }).waitFor();
  await page.getByRole('link', { name: 'ALIAS-3/cache' }).first().click();
  await page.locator('.state').waitFor();
  expect(await page.getByText('INV-CACHE broken').count()).toBe(1);
  expect(await page.locator('.light.broken').count()).toBe(1);
  expect(await page.locator('.range strong.bad').innerText()).toContain('the target shows');
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: 'Before the first step' }).waitFor();
  expect(await page.locator('.light.broken').count()).toBe(0);
  expect(page.url()).toContain('/step/0');
  const steps = await page.locator('.steps li').count();
  for (let step = 1; step < steps; step += 1) {
    await page.keyboard.press(step % 2 === 0 ? 'j' : 'ArrowRight');
    await page.getByRole('heading', { name: `After step ${step} of ${steps}` }).waitFor();
    expect(await page.locator('.light.broken').count()).toBe(0);
    expect(await page.locator('.light.holds').count()).toBeGreaterThan(4);
  }
  await page.keyboard.press('j');
  await page.locator('.light.broken').waitFor();
  expect(await page.locator('.steps li.isBad [aria-current]').count()).toBe(1);
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: `After step ${steps - 1}` }).waitFor();
  await page.keyboard.press('End');
  await page.reload();
  await page.getByRole('heading', { name: `After step ${steps} of` }).waitFor();
  expect([said, asked]).toEqual([[], []]);
});

describe('every page', () => {
  const places = ['#/', '#/finding/1', '#/finding/1/step/1', '#/matrix', '#/clauses', '#/history'];
  test.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 360],
    ['dark', 360],
  ] as const)('is readable: %s, %i pixels', async (scheme, width) => {
    const { page, said, asked } = await chromium.open({ scheme, width });
    const address = onDisk(report);
    for (const place of [...places, '#/clause/FREE-1']) {
      await page.goto(`${address}${place}`);
      await page.locator('main h1').waitFor();
      if (place.startsWith('#/finding')) await page.locator('.state').waitFor();
      expect(await axeComplaints(page), place).toEqual([]);
      expect(await clipped(page), place).toEqual([]);
    }
    expect([said, asked]).toEqual([[], []]);
  });
});

test('what is not repeatable comes first; tours are listed', async () => {
  const { page } = await chromium.open();
  await page.goto(onDisk(report));
  const headings = page.getByRole('heading', { level: 2 });
  expect(await headings.first().innerText()).toBe('Not repeatable');
  expect(await page.getByText('step 3, read').count()).toBe(1);
  expect(await page.getByText('fuzz --seed first --case 17').count()).toBe(1);
  expect(await page.getByText('stopped: the bound on operations').count()).toBe(1);
  expect(await page.locator('.verdict.bad').innerText()).toContain('1 case is not repeatable');
});

test('a counterexample of check is stepped through, with the states of the search', async () => {
  const file = path.join(temporaryFolder(), 'check.html');
  const words = ['check', '--scope', 'tiny', '--reading', 'compact7-armv5', '--client', 'lawful'];
  const more = ['--fault', 'heap-block-missed', '--reporter', `html=${file}`];
  expect(marshalcheck([...words, ...more]).code).toBe(1);
  const { page, said, asked } = await chromium.open();
  await page.goto(pathToFileURL(file).href);
  await page.locator('.findings a').first().click();
  await page.locator('.state').waitFor();
  const steps = await page.locator('.steps li').count();
  expect(steps).toBeGreaterThan(1);
  await page.getByRole('heading', { name: `After step ${steps} of ${steps}` }).waitFor();
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: 'Before the first step' }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: `After step 1 of ${steps}` }).waitFor();
  expect(await axeComplaints(page)).toEqual([]);
  expect([...said, ...asked]).toEqual([]);
});

test('the matrix is filtered', async () => {
  const { page } = await chromium.open();
  await page.goto(`${onDisk(report)}#/matrix`);
  const rows = page.locator('.matrix tbody tr');
  await rows.first().waitFor();
  const all = await rows.count();
  await page.getByLabel('Clause or operation').fill('alias-');
  await expect.poll(() => rows.count()).toBeLessThan(all);
  for (const text of await rows.locator('th').allInnerTexts()) expect(text).toMatch(/^ALIAS-/);
  await page.getByLabel('Clause or operation').fill('');
  await page.getByLabel('Verdict').selectOption('departs');
  await expect.poll(() => rows.count()).toBeLessThan(all);
  expect(await rows.count()).toBeGreaterThan(0);
  await page.getByLabel('Reading').selectOption('ce6-x86');
  expect(await page.locator('.matrix thead th').count()).toBeLessThanOrEqual(3);
});

test('the theme can be turned, by keyboard alone', async () => {
  const { page } = await chromium.open({ scheme: 'light' });
  await page.goto(onDisk(report));
  const colour = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await colour();
  await page.getByRole('button', { name: 'Light / dark' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(colour).not.toBe(before);
});

test('copies a command and a scenario', async () => {
  const { page } = await chromium.open();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${onDisk(report)}#/finding/1`);
  const read = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Copy as command' }).click();
  await expect.poll(read).toContain('marshalcheck replay');
  await page.getByRole('button', { name: 'Copy as scenario' }).click();
  await expect.poll(read).toBe(report.findings[0].scenario);
});

test('texts that want to be markup stay texts', async () => {
  const { page, said, asked } = await chromium.open();
  const address = onDisk(nastyReport(report));
  for (const place of ['#/', '#/finding/1', '#/history', '#/clause/<img src=x onerror=alert(1)>']) {
    await page.goto(address + place);
    await page.locator('main h1').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
  }
  expect(await page.locator('script').count()).toBe(2);
  expect([said, asked]).toEqual([[], []]);
});

test('500 findings of 200 steps open in under three seconds, in under 15 MB', async () => {
  const address = onDisk(enlarged(report, 500, 200));
  expect(statSync(new URL(address)).size).toBeLessThan(15_000_000);
  const { page, said } = await chromium.open();
  const started = performance.now();
  await page.goto(address);
  await page.locator('.findings li').nth(499).waitFor();
  const opened = performance.now() - started;
  await page.goto(`${address}#/finding/500`);
  await page.locator('.state').waitFor();
  expect(await page.locator('.steps li').count()).toBe(200);
  expect(opened).toBeLessThan(3000);
  expect(said).toEqual([]);
});
