// Makes the pictures of docs/pictures/ from real runs, in Debian's Chromium (or $CHROMIUM):
// `npm run pictures`. What the pages show comes from the commands below and from nothing else.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '..');
const pictures = path.join(root, 'docs', 'pictures');
const main = path.join(root, 'dist', 'cli', 'main.js');
const aliases = path.join(root, 'scenarios', 'spec', 'ALIAS-3-not-before-the-last.yaml');

/** A campaign that finds something, one that follows it, a replay, an exhaustive search. */
const RUNS = [
  'fuzz --seed first --runs 1000 --history h --fault recached-at-first-free --out out --quiet',
  'fuzz --seed second --runs 2000 --history h --fault recached-at-first-free --out out --quiet ' +
    '--reporter html=fuzz.html',
  `replay ${path.join(root, 'scenarios', 'spec')} --fault write-back-one-short --quiet ` +
    '--reporter html=replay.html',
  'check --scope tiny --client lawful --reading documented --quiet --reporter html=check.html',
];

/** One picture: a page, a place in it, what is done there, and what is taken. */
const SHOTS = [
  { name: 'overview', file: 'fuzz.html', at: '#/', ready: '.charts' },
  { name: 'finding', file: 'fuzz.html', at: '#/finding/1', ready: '.state', from: '.steering' },
  {
    name: 'finding-dark-narrow',
    file: 'fuzz.html',
    at: '#/finding/1',
    ready: '.state',
    from: '.journey',
    look: { colorScheme: 'dark', viewport: { width: 360, height: 1300 } },
  },
  { name: 'matrix', file: 'replay.html', at: '#/matrix', ready: '.matrix' },
  { name: 'clause', file: 'fuzz.html', at: '#/clause/ALIAS-3', ready: 'main h2' },
  { name: 'check', file: 'check.html', at: '#/', ready: 'table' },
];

const folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-pictures-'));
mkdirSync(pictures, { recursive: true });
for (const run of RUNS) {
  const { status, stderr } = spawnSync(process.execPath, [main, ...run.split(' ')], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0 && status !== 1) throw new Error(`${run}: ${status}\n${stderr}`);
}
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const { name, file, at, ready, from = '', look = {} } of SHOTS) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1000 }, ...look });
    await page.goto(`${pathToFileURL(path.join(folder, file)).href}${at}`);
    await page.locator(ready).first().waitFor();
    await take(page, name, from);
  }
  await exploring();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/**
 * What fits the window, from an element on where one is named.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @param {string} from
 */
async function take(page, name, from) {
  if (from !== '') {
    await page.locator(from).evaluate((element) => {
      element.scrollIntoView({ block: 'start' });
    });
  }
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  await page.close();
  console.log(`wrote docs/pictures/${name}.png`);
}

/** The explorer, with a graph of the states around. */
async function exploring() {
  const words = ['explore', aliases, '--reading', 'compact7-armv5', '--server', 'kernel'];
  const child = spawn(process.execPath, [main, ...words], { cwd: folder });
  const address = await new Promise((resolve, reject) => {
    child.stdout.once('data', (text) => {
      resolve(String(text).trim());
    });
    child.once('exit', reject);
  });
  const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
  await page.goto(`${address}#/explore/0/6`);
  await page.locator('.next').waitFor();
  await page.screenshot({ path: path.join(pictures, 'explorer.png') });
  console.log('wrote docs/pictures/explorer.png');
  await page.getByLabel('CeOpenCallerBuffer').uncheck();
  await page.getByLabel('CeAllocDuplicateBuffer').uncheck();
  await page.getByLabel('CeAllocAsynchronousBuffer').uncheck();
  await page.getByLabel('States, at most').fill('16');
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.locator('svg.graph g').last().click();
  await take(page, 'graph', 'section:has(svg.graph)');
  child.kill('SIGINT');
}
