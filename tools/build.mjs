// Builds dist/ from the rooms named in tsconfig.json: an incremental tsc, then the upkeep that tsc
// leaves undone. Outputs whose source is gone are deleted, so that no test passes on a removed
// module; when an output went missing tsc starts afresh; the command becomes executable.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { builtModules, outputEndings } from './sources.mjs';
import { buildViewer } from './viewer.mjs';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const buildInfo = path.join(dist, '.tsbuildinfo');
const command = path.join(dist, 'cli', 'main.js');

/** Deletes outputs whose source no longer exists. */
function dropOrphans() {
  for (const name of builtModules(root)) {
    if (existsSync(path.join(root, `${name}.ts`))) continue;
    for (const ending of outputEndings) {
      rmSync(path.join(dist, name + ending), { force: true });
    }
  }
}

/** True when something that tsc remembers to have written is no longer there. */
function lacksOutputs() {
  if (!existsSync(buildInfo)) return false;
  /** @type {{ fileNames: string[] }} */
  const { fileNames } = JSON.parse(readFileSync(buildInfo, 'utf8'));
  return fileNames
    .filter((name) => name.startsWith('../') && !name.includes('node_modules'))
    .map((name) => name.slice('../'.length).replace(/\.ts$/, ''))
    .filter((name) => existsSync(path.join(root, `${name}.ts`)))
    .some((name) => outputEndings.some((ending) => !existsSync(path.join(dist, name + ending))));
}

/** Runs tsc; its exit code. */
function compile() {
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(process.execPath, [tsc, '--project', path.join(root, 'tsconfig.json')], {
    cwd: root,
    stdio: 'inherit',
  });
  return run.status ?? 1;
}

dropOrphans();
if (lacksOutputs()) rmSync(buildInfo, { force: true });
const status = compile();
if (status === 0) await buildViewer();
if (existsSync(command)) chmodSync(command, 0o755);
process.exit(status);
