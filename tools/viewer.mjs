// Bundles the viewer of HTML reports into dist/viewer/: a script for reports, one for the explorer,
// and a style sheet, which reports/html.ts puts into each page. Nothing to do where no source
// changed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesUnder } from './sources.mjs';

const root = path.resolve(import.meta.dirname, '..');
const output = path.join(root, 'dist', 'viewer');
const stamp = path.join(output, '.sources');

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
  mkdirSync(output, { recursive: true });
  writeFileSync(stamp, now);
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
