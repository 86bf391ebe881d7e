// Promise: bisect names the commit since which a scenario fails, and leaves the checkout alone.

import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { begin, type Ended, errorLines, marshalcheck, root, temporaryFolder } from './command.js';

const scenario = path.join(
  root,
  'scenarios',
  'spec',
  'ALIAS-11-shipped-output-over-read-only-pages.yaml',
);
const bridge = path.join(root, 'test', 'targets', 'bridge.mjs');
const FAULT = 'free-skips-write-back';
const TARGET = ['--target', 'node run.mjs', '--watchdog', '60s'];
const BUILD = ['--', 'node', 'build.mjs'];

/** The target: the boards, with the defect that was built in. */
const RUN = `import { readFileSync } from 'node:fs';
process.argv.push('--fault', readFileSync('built.txt', 'utf8').trim());
await import(${JSON.stringify(bridge)});
`;
const BUILT = `import { copyFileSync, readFileSync } from 'node:fs';
if (readFileSync('fault.txt', 'utf8') === 'does not compile') process.exit(2);
copyFileSync('fault.txt', 'built.txt');
`;

interface Tried {
  readonly verdict: string;
  readonly because: string;
  readonly commit: { readonly subject: string };
}

interface Answer {
  readonly first: { readonly id: string; readonly subject: string; readonly author: string } | null;
  readonly suspects: readonly { readonly subject: string }[];
  readonly tried: readonly Tried[];
}

function git(folder: string, ...words: string[]): string {
  const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.example' };
  const committer = { GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.example' };
  const env = { ...process.env, ...who, ...committer };
  return execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', env });
}

/** A repository with a commit for each content of fault.txt; the last one is checked out. */
function repository(faults: readonly string[]): string {
  const folder = temporaryFolder();
  git(folder, 'init', '--quiet');
  writeFileSync(path.join(folder, 'run.mjs'), RUN);
  writeFileSync(path.join(folder, 'build.mjs'), BUILT);
  faults.forEach((fault, index) => {
    writeFileSync(path.join(folder, 'fault.txt'), fault);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', `step ${index}`);
    git(folder, 'tag', `v${index}`);
  });
  return folder;
}

function bisect(cwd: string, words: readonly string[], env: Record<string, string> = {}): Ended {
  return marshalcheck(['bisect', scenario, ...words], { cwd, env });
}

describe('a range of commits', { timeout: 180_000 }, () => {
  let temporary: readonly string[] = [];
  beforeAll(() => {
    temporary = scratch();
  });

  test('where a commit does not build, those that it may be are named', () => {
    const folder = repository(['', 'does not compile', FAULT]);
    writeFileSync(path.join(folder, 'fault.txt'), 'not committed');
    const before = state(folder);
    // As in a hook, where git names the repository that it works in.
    const env = { GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere' };
    const words = ['--good', 'v0', '--bad', 'v2', ...TARGET, '--json', ...BUILD];
    const { code, stdout, stderr } = bisect(folder, words, env);
    expect(stderr).toMatch(/ bad {3}step 2 \(/);
    const { first, suspects, tried } = JSON.parse(stdout) as Answer;
    expect(first).toBeNull();
    expect(suspects.map(({ subject }) => subject).sort()).toEqual(['step 1', 'step 2']);
    expect(code).toBe(1);
    const skipped = tried.filter(({ verdict }) => verdict === 'skip');
    expect(skipped.map(({ commit }) => commit.subject)).toEqual(['step 1']);
    expect(skipped[0].because).toContain('the build ended with 2');
    expect(state(folder)).toBe(before);
    expect(scratch()).toEqual(temporary);
  });

  test('without gaps it is one commit', () => {
    const folder = repository(['', ' ', FAULT]);
    const ended = bisect(folder, ['--good', 'v0', ...TARGET, '--keep', ...BUILD]);
    expect(ended.code).toBe(0);
    const id = git(folder, 'rev-parse', 'v2').trim();
    expect(ended.stdout.split('\n').slice(0, 2)).toEqual([`first bad commit: ${id}`, '  step 2']);
  });

  test('ends that are not as was said end it', () => {
    const folder = repository(['', ' ', FAULT, 'does not compile']);
    const first = (words: readonly string[]): string | undefined => {
      const ended = bisect(folder, [...words, '--quiet', ...TARGET, ...BUILD]);
      expect(ended.code).toBe(2);
      return errorLines(ended)[0];
    };
    expect([
      first(['--good', 'v0', '--bad', 'v1']),
      first(['--good', 'v2', '--bad', 'v2']),
      first(['--good', 'v2', '--bad', 'v1']),
      first(['--good', 'v0', '--bad', 'v9']),
      first(['--good', '--all', '--bad', 'v1']),
      first(['--good', 'v0', '--bad', 'v3']),
    ]).toEqual([
      'error: --bad v1: the scenario passes at the commit of --bad',
      'error: --good, --bad: v2 is no ancestor of v2',
      'error: --good, --bad: v2 is no ancestor of v1',
      "error: --bad: there is no commit 'v9'",
      "error: --good: there is no commit '--all'",
      'error: --bad v3: the commit of --bad cannot be tried: the build ended with 2: ',
    ]);
    expect(bisect(temporaryFolder(), ['--good', 'v0']).stderr).toContain('in no git repository');
  });

  test('Ctrl-C leaves nothing behind', async () => {
    const folder = repository(['', FAULT]);
    const before = state(folder);
    const sleep = ['--', 'node', '-e', 'setTimeout(() => {}, 1e6)'];
    const words = ['bisect', scenario, '--good', 'v0', ...TARGET, ...sleep];
    const { child, ended } = begin(words, { cwd: folder });
    while (scratch().length === temporary.length) await wait(50);
    await wait(500);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(state(folder)).toBe(before);
    expect(scratch()).toEqual(temporary);
  });
});

/** What a user sees of a repository: files, index, branches, worktrees, hidden references. */
function state(folder: string): string {
  const seen = [
    git(folder, 'status', '--porcelain'),
    git(folder, 'worktree', 'list'),
    git(folder, 'for-each-ref'),
    git(folder, 'rev-parse', 'HEAD'),
  ];
  return seen.join('\n');
}

/** Scratch folders of bisections. */
function scratch(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('marshalcheck-bisect-'));
}
