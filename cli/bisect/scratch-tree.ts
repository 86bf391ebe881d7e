/**
 * A scratch worktree of a git repository. The checkout that the user works in, its index and its
 * branches are not touched: `git bisect` keeps its state with the worktree it runs in.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../failure.js';

/** A commit, for people. */
export interface Commit {
  /** 40 hexadecimal digits, or 64. */
  readonly id: string;
  readonly author: string;
  /** ISO 8601. */
  readonly date: string;
  readonly subject: string;
}

/** Where a bisection stands. */
export type BisectState =
  | { readonly kind: 'next' }
  | { readonly kind: 'found'; readonly first: string }
  | { readonly kind: 'stuck'; readonly suspects: readonly string[] };

const COMMIT = '[0-9a-f]{40,64}';
const MOST_OUTPUT = 1 << 26;

/** The environment without what git tells its hooks: it would lead to another repository. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

function run(folder: string, words: readonly string[]): { code: number; text: string } {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', folder, ...words], {
    encoding: 'utf8',
    env: cleanEnvironment(),
    maxBuffer: MOST_OUTPUT,
  });
  if (error !== undefined) {
    throw new Failure({
      what: `git cannot be run: ${error.message}`,
      cause: 'it is not installed, or not on the PATH',
      next: 'git --version',
    });
  }
  return { code: status ?? 1, text: status === 0 ? stdout : `${stdout}${stderr}` };
}

/** Commands of a repository that only read. */
export class Repository {
  readonly root: string;

  /** Throws a Failure for a folder outside of every repository. */
  constructor(folder: string) {
    const { code, text } = run(folder, ['rev-parse', '--show-toplevel']);
    if (code !== 0) {
      throw new Failure({
        what: `this folder is in no git repository: ${text.trim()}`,
        cause: 'bisect looks at the history of the folder that it is called in',
        next: 'call it in a checkout of what the target is built from',
      });
    }
    this.root = text.trim();
  }

  /** The commit that a revision names. Throws a Failure. */
  resolve(revision: string, flag: string): string {
    const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    const { code, text } = run(this.root, words);
    if (code === 0) return text.trim();
    throw new Failure({
      what: `there is no commit '${revision}'`,
      where: flag,
      cause: 'a typing slip, or a clone without the whole history',
      next: 'git log --oneline; for a shallow clone git fetch --unshallow',
    });
  }

  isAncestor(one: string, other: string): boolean {
    return run(this.root, ['merge-base', '--is-ancestor', one, other]).code === 0;
  }

  commit(id: string): Commit {
    const { text } = run(this.root, ['show', '--no-patch', '--format=%H%x00%an%x00%aI%x00%s', id]);
    const [hash = id, author = '', date = '', subject = ''] = text.trim().split('\0');
    return { id: hash, author, date, subject };
  }
}

/** See the file comment. */
export class ScratchTree {
  readonly folder: string;
  private readonly parent: string;
  private readonly repository: Repository;
  private readonly settings: readonly string[];

  /** Throws a Failure where git makes no worktree. */
  constructor(repository: Repository, commit: string) {
    this.repository = repository;
    this.parent = mkdtempSync(path.join(tmpdir(), 'marshalcheck-bisect-'));
    this.folder = path.join(this.parent, 'tree');
    const hooks = path.join(this.parent, 'no-hooks');
    mkdirSync(hooks);
    this.settings = ['-c', `core.hooksPath=${hooks}`, '-c', 'advice.detachedHead=false'];
    const words = [...this.settings, 'worktree', 'add', '--detach', '--quiet', this.folder, commit];
    const { code, text } = run(repository.root, words);
    if (code !== 0) {
      rmSync(this.parent, { recursive: true, force: true });
      throw broken('worktree add', text);
    }
  }

  /** Takes the worktree away, and what git remembers of it. */
  remove(): void {
    run(this.repository.root, ['worktree', 'remove', '--force', '--force', this.folder]);
    rmSync(this.parent, { recursive: true, force: true });
    run(this.repository.root, ['worktree', 'prune']);
  }

  /** The commit that is checked out. */
  head(): string {
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Checks a commit out. */
  checkout(commit: string): void {
    this.git('checkout', '--quiet', '--force', '--detach', commit);
  }

  /** Takes back what a build changed; with `all` what it made too. */
  clean(all: boolean): void {
    this.git('reset', '--hard', '--quiet');
    if (all) this.git('clean', '-ffdxq');
  }

  /** Begins a bisection; `bad` and `good` have been tried. */
  begin(bad: string, good: string): BisectState {
    return this.step('start', bad, good);
  }

  /** What became of the commit that is checked out. */
  mark(verdict: 'good' | 'bad' | 'skip'): BisectState {
    return this.step(verdict);
  }

  private step(...words: string[]): BisectState {
    const { code, text } = run(this.folder, [...this.settings, 'bisect', ...words]);
    const first = new RegExp(`^(${COMMIT}) is the first bad commit`, 'm').exec(text)?.[1];
    if (first !== undefined) return { kind: 'found', first };
    if (text.includes("only 'skip'ped commits left")) {
      const suspects = text.match(new RegExp(`^${COMMIT}$`, 'gm')) ?? [];
      return { kind: 'stuck', suspects };
    }
    if (code !== 0) throw broken(`bisect ${words[0] ?? ''}`, text);
    return { kind: 'next' };
  }

  private git(...words: string[]): string {
    const { code, text } = run(this.folder, [...this.settings, ...words]);
    if (code !== 0) throw broken(words[0] ?? '', text);
    return text;
  }
}

function broken(command: string, text: string): Failure {
  return new Failure({
    what: `git ${command} failed: ${text.trim()}`,
    cause: 'see what git says',
    next: 'git worktree list; git status',
  });
}
