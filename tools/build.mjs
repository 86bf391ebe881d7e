// Builds dist/ from the rooms named in tsconfig.json: an incremental tsc, then the upkeep that tsc
// leaves undone. Outputs whose source is gone are deleted, so that no test passes on a removed
// module; an output that went missing makes tsc start afresh; the command becomes executable.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const buildInfo = path.join(dist, '.tsbuildinfo');
const command = path.join(dist, 'cli', 'main.js');
const outputEndings = ['.d.ts', '.js.map', '.js'];

/** Every file under a folder, as absolute paths. */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

/** The file under dist/ without its output ending, relative to dist/; undefined for other files. */
function moduleOf(file) {
  const ending = outputEndings.find((candidate) => file.endsWith(candidate));
  return ending === undefined ? undefined : path.relative(dist, file.slice(0, -ending.length));
}

/** Deletes outputs whose source no longer exists. */
function dropOrphans() {
  for (const file of filesUnder(dist)) {
    const module = moduleOf(file);
    if (module !== undefined && !existsSync(path.join(root, `${module}.ts`))) {
      rmSync(file, { force: true });
    }
  }
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

/** True when a module that tsc once wrote has lost one of its outputs. */
function isIncomplete() {
  const endingsByModule = new Map();
  for (const file of filesUnder(dist)) {
    const module = moduleOf(file);
    if (module !== undefined) {
      endingsByModule.set(module, (endingsByModule.get(module) ?? 0) + 1);
    }
  }
  return [...endingsByModule.values()].some((count) => count !== outputEndings.length);
}

if (existsSync(dist)) {
  dropOrphans();
  if (isIncomplete()) rmSync(buildInfo, { force: true });
}
const status = compile();
if (existsSync(command)) chmodSync(command, 0o755);
process.exit(status);
