// Promise: the explorer steps through the live model, and no other page reaches it.

/// <reference lib="dom" />

import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { begin, fileIn, marshalcheck, root, temporaryFolder } from '../e2e/command.js';
import { NASTY } from '../unit/reports/sample.js';
import { axeComplaints, clipped, useChromium } from './chromium.js';

const chromium = useChromium();
const ALIASES = path.join(root, 'scenarios', 'spec', 'ALIAS-3-not-before-the-last.yaml');

/** Starts the command; the address that it prints. */
async function explore(words: readonly string[], folder: string): Promise<string> {
  const { child, ended, stderr } = begin(['explore', '--out', folder, ...words]);
  onTestFinished(async () => {
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (text: Buffer) => {
      resolve(text.toString().trim());
    });
    child.once('exit', () => {
      reject(new Error(stderr()));
    });
  });
}

test('steps, goes back, runs, draws, saves, and the saved file replays', async () => {
  const folder = path.join(temporaryFolder(), 'saved');
  const fault = ['--fault', 'alias-leaked-at-release'];
  const address = await explore(
    ['--reading', 'compact7-armv5', '--server', 'kernel', ...fault],
    folder,
  );
  const { page, said, asked } = await chromium.open({ mayAsk: address });
  await page.goto(address);
  const heading = (steps: number) => page.getByRole('heading', { name: `After step ${steps}` });
  await heading(1).waitFor();
  const take = async (text: string, steps: number): Promise<void> => {
    await page.locator('.operations button', { hasText: `call1 ${text}` }).click();
    await heading(steps).waitFor();
    expect(await page.locator('.light.broken').count()).toBe(0);
  };
  await take('opened = CeOpenCallerBuffer(large, 17000, ARG_IO_PTR, FALSE)', 2);
  await take('async = CeAllocAsynchronousBuffer(opened, 17000, ARG_IO_PTR|MARSHAL_FORCE', 3);
  await page.locator('.tag.alias', { hasText: 'async' }).first().waitFor();
  await page.keyboard.press('k');
  await heading(2).waitFor();
  expect(await page.locator('.tag.alias').count()).toBe(0);
  await page.goBack();
  await heading(3).waitFor();
  await page.reload();
  await heading(3).waitFor();
  await take('CeFreeAsynchronousBuffer(async, opened, 17000', 4);
  await take('CeCloseCallerBuffer(opened, large', 5);
  const twice = page.locator('.operations li', { hasText: 'call1 CeFreeAsynchronousBuffer(async' });
  expect(await twice.innerText()).toMatch(/refused: any FAILED code · FREE-3/);
  await page.getByRole('button', { name: 'Run on simulator', exact: true }).click();
  await page.getByText('simulator: conforms at every step').waitFor();
  await page.getByRole('button', { name: 'alias-leaked-at-release' }).click();
  await page.getByText('departs at step 4').waitFor();
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.locator('svg.graph g').nth(3).click();
  expect(await page.locator('.way li').count()).toBeGreaterThan(0);
  await page.getByLabel('Name').fill('../climbs');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('A name is made of').waitFor();
  await page.getByLabel('Name').fill('by-hand');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('saved:').waitFor();
  expect(readdirSync(folder)).toEqual(['by-hand.yaml']);
  const file = path.join(folder, 'by-hand.yaml');
  expect(marshalcheck(['replay', file]).code).toBe(0);
  expect(marshalcheck(['replay', file, ...fault]).code).toBe(1);
  await page.getByRole('button', { name: 'Go there' }).click();
  await heading(6).waitFor();
  expect([said, asked]).toEqual([[], []]);
});

describe('the page', () => {
  test.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 360],
    ['dark', 360],
  ] as const)('is readable: %s, %i pixels', async (scheme, width) => {
    const address = await explore(
      [ALIASES, '--fault', 'recached-at-first-free'],
      temporaryFolder(),
    );
    const { page, said, asked } = await chromium.open({ scheme, width, mayAsk: address });
    await page.goto(address);
    await page.locator('.next').waitFor();
    await page.getByRole('button', { name: 'recached-at-first-free' }).click();
    await page.getByText('departs at step').waitFor();
    await page.getByRole('button', { name: 'Draw' }).click();
    await page.locator('svg.graph g').first().click();
    expect(await axeComplaints(page)).toEqual([]);
    expect(await clipped(page)).toEqual([]);
    await page.goto(`${address}#/explore/0/3/9999`);
    await page.getByRole('alert').waitFor();
    await page.getByRole('link', { name: 'Back to the scenario' }).click();
    await page.getByRole('heading', { name: 'After step 3' }).waitFor();
    expect(asked).toEqual([]);
    expect(said.filter((line) => !line.includes('404'))).toEqual([]);
  });
});

test("an operation with arguments of one's own is tried, refused or taken", async () => {
  const folder = path.join(temporaryFolder(), 'saved');
  const address = await explore(['--reading', 'compact7-armv5', '--server', 'kernel'], folder);
  const { page, asked } = await chromium.open({ mayAsk: address });
  await page.goto(address);
  const heading = (steps: number) => page.getByRole('heading', { name: `After step ${steps}` });
  await heading(1).waitFor();
  const attempt = async (step: string): Promise<void> => {
    await page.getByLabel('A step as a scenario has it').fill(step);
    await page.getByRole('button', { name: 'Try it' }).click();
  };
  await attempt('CeOpenCallerBuffer: {on: call1, sauce: <b>large</b>}');
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toContain('sauce');
  await attempt(
    'CeFreeAsynchronousBuffer: {on: call1, buffer: 9, source: large, size: 4, descriptor: 0}',
  );
  await page.getByText('It is refused; take it all the same:').waitFor();
  await attempt(
    'CeOpenCallerBuffer: {on: call1, source: large + 3, size: 777, descriptor: ARG_O_PTR, as: m}',
  );
  await page.getByText('It can follow; take it:').waitFor();
  expect(await axeComplaints(page)).toEqual([]);
  expect(await clipped(page)).toEqual([]);
  await page.locator('p[role=status] + .operations button').click();
  await heading(2).waitFor();
  await page.reload();
  await heading(2).waitFor();
  expect(await page.locator('.steps li').last().innerText()).toContain('777');
  await page.keyboard.press('k');
  await heading(1).waitFor();
  expect(asked).toEqual([]);
});

test('texts of a scenario that want to be markup stay texts', async () => {
  const title = JSON.stringify(NASTY.replace(/[\p{Cc}\u202e]/gu, ''));
  const text = `marshalcheck: 1
title: ${title}
clauses: [SPACE-3]
readings: ce6-x86
server: kernel
applications: 1
memory:
  a: {process: app1, size: 16}
steps:
  - call: {process: app1, on: call1}
verdict: conforms
`;
  const file = fileIn(temporaryFolder(), 'nasty.yaml', text);
  const address = await explore([file], temporaryFolder());
  const { page, said, asked } = await chromium.open({ mayAsk: address });
  await page.goto(address);
  await page.locator('.next').waitFor();
  expect(await page.locator('h1').innerText()).toContain('<img src=x onerror=alert(1)>');
  expect(await page.locator('main img').count()).toBe(0);
  expect([said, asked]).toEqual([[], []]);
});

test('a page of another origin can neither read nor save', async () => {
  const folder = path.join(temporaryFolder(), 'saved');
  const address = await explore([], folder);
  const save = { ask: 'save', name: 'stolen', platform: 0, steps: 1, path: [] };
  const attack = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>attacker</title><p>attacker');
  });
  await new Promise<void>((resolve) => attack.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    attack.close();
  });
  const { port } = attack.address() as { port: number };
  const { page } = await chromium.open({ mayAsk: 'http' });
  await page.goto(`http://127.0.0.1:${port}/`);
  const outcome = await page.evaluate(
    async ([target, body]) => {
      const tries: string[] = [];
      const types = ['application/json', 'text/plain'];
      for (const type of types) {
        const options = { method: 'POST', headers: { 'Content-Type': type }, body };
        const read = fetch(`${target}ask`, options).then(async (reply) => reply.text());
        tries.push(await read.catch(() => 'not readable'));
        const sent = fetch(`${target}ask`, { ...options, mode: 'no-cors' });
        tries.push(await sent.then(({ type: kind }) => kind).catch(() => 'not sent'));
      }
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action: `${target}ask`, enctype: 'text/plain' });
      const frame = document.createElement('iframe');
      frame.name = 'frame';
      form.target = 'frame';
      const input = document.createElement('input');
      Object.assign(input, { name: body.slice(0, -1), value: '}' });
      form.append(input);
      document.body.append(frame, form);
      const loaded = new Promise((resolve) => {
        frame.addEventListener('load', resolve, { once: true });
      });
      form.submit();
      await loaded;
      return tries;
    },
    [address, JSON.stringify(save)] as const,
  );
  expect(outcome.filter((each) => !['not readable', 'opaque', 'not sent'].includes(each))).toEqual(
    [],
  );
  expect(existsSync(path.join(folder, 'stolen.yaml'))).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});
