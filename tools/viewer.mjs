// Bundles the viewer of HTML reports into dist/viewer/: a script for reports, one for the explorer,
// and a style sheet, which reports/html.ts puts into each page; beside them the licences of the
// packages whose code is in the scripts. Nothing to do where no source changed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesUnder } from './sources.mjs';

const root = path.resolve(import.meta.dirname, '..');
const output = path.join(root, 'dist', 'viewer');
const stamp = path.join(output, '.sources');
const licences = path.join(output, 'THIRD-PARTY-LICENSES.md');

/** Packages whose code comes within the published bundle of another one, which vite cannot see. */
const WITHIN = { '@dagrejs/dagre': ['@dagrejs/graphlib'] };

/** A fingerprint of everything that the bundle is made of. */
function fingerprint() {
  const hash = createHash('sha256');
  const folders = ['reports', 'tools'].flatMap((name) => filesUnder(path.join(root, name)));
  for (const file of [...folders.sort(), path.join(root, 'package-lock.json')]) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Bundles the viewer where its sources changed. */
export async function buildViewer() {
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  await bundle('main', 'viewer', true);
  await bundle('live', 'explorer', false);
  joinLicences(['viewer', 'explorer']);
  mkdirSync(output, { recursive: true });
  writeFileSync(stamp, now);
}

/**
 * One file of what vite says of each bundle, and of what it cannot see.
 *
 * @param {readonly string[]} names
 */
function joinLicences(names) {
  /** @type {Map<string, string>} */
  const sections = new Map();
  for (const name of names) {
    const file = path.join(output, `${name}.licences.md`);
    for (const section of readFileSync(file, 'utf8').split(/^## /m).slice(1)) {
      sections.set(section.slice(0, section.indexOf(' ')), section);
    }
    rmSync(file);
  }
  for (const [outer, inner] of Object.entries(WITHIN)) {
    if (sections.has(outer)) for (const name of inner) sections.set(name, licenceOf(name));
  }
  const texts = [...sections.entries()].sort().map(([, text]) => `## ${text.trim()}\n`);
  const head = '# Licences\n\nThe scripts in this folder hold code of these packages.\n';
  writeFileSync(licences, [head, ...texts].join('\n'));
}

/**
 * @param {string} name
 */
function licenceOf(name) {
  const folder = path.join(root, 'node_modules', name);
  /** @type {{ version: string, license: string }} */
  const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const text = readFileSync(path.join(folder, 'LICENSE'), 'utf8');
  return `${name} - ${version} (${license})\n\n${text}`;
}

/**
 * One script, of everything that its entry needs.
 *
 * @param {string} entry
 * @param {string} name
 * @param {boolean} emptyOutDir
 */
async function bundle(entry, name, emptyOutDir) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: path.join(root, 'reports', 'viewer'),
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: output,
      emptyOutDir,
      license: { fileName: `${name}.licences.md` },
      target: 'es2022',
      lib: {
        entry: `${entry}.tsx`,
        formats: ['es'],
        fileName: () => `${name}.mjs`,
        cssFileName: 'viewer',
      },
    },
  });
}
