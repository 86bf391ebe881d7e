// Promise: in an empty folder with the packed package, what `init` writes works as it is.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root, temporaryFolder } from './command.js';

const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(MARSHALCHECK_|VITEST|NODE_ENV)/.test(name)),
);

function run(cwd: string, ...words: string[]): string {
  return execFileSync(process.execPath, words, { cwd, encoding: 'utf8', env: ENVIRONMENT });
}

/** A folder into which the package was installed as npm does it; its dependencies are linked. */
function projectFolder(): string {
  const folder = temporaryFolder();
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const name = execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', path.join(folder, name), '-C', folder]);
  const modules = path.join(folder, 'project', 'node_modules');
  mkdirSync(modules, { recursive: true });
  const own = path.join(modules, 'marshalcheck');
  execFileSync('mv', [path.join(folder, 'package'), own]);
  const manifest = JSON.parse(readFileSync(path.join(own, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const each of [...Object.keys(manifest.dependencies), 'vitest']) {
    symlinkSync(path.join(root, 'node_modules', each), path.join(modules, each));
  }
  return path.join(folder, 'project');
}

test('init, nightly, vitest', () => {
  const project = projectFolder();
  const main = path.join('node_modules', 'marshalcheck', 'dist', 'cli', 'main.js');
  expect(run(project, main, 'init')).toMatch(/wrote marshalcheck\.config\.ts/);
  const workflow = path.join(project, '.github', 'workflows', 'marshalcheck.yml');
  expect(parse(readFileSync(workflow, 'utf8'))).toHaveProperty('jobs.nightly.steps');

  const small = ['--stages', 'replay,canaries,fuzz', '--runs', '100', '--workers', '1'];
  const limits = ['--time-limit', '10m', '--scenarios', 'node_modules/marshalcheck/scenarios/spec'];
  run(project, main, 'nightly', ...small, ...limits);
  const report = readFileSync(path.join(project, 'marshalcheck-out', 'report.json'), 'utf8');
  expect(JSON.parse(report)).toMatchObject({
    interrupted: false,
    findings: [],
    target: 'simulator',
  });

  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  expect(run(project, vitest, 'run', '--root', '.')).toMatch(/1 passed/);

  writeFileSync(workflow, 'mine');
  expect(run(project, main, 'init')).toMatch(/left {2}marshalcheck\.config\.ts/);
  expect(readFileSync(workflow, 'utf8')).toBe('mine');
  expect(existsSync(path.join(project, 'test', 'marshalcheck.test.ts'))).toBe(true);
}, 300_000);
