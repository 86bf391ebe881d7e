import { spawnSync } from 'node:child_process';

const PATIENCE_MILLISECONDS = 10_000;

/** The commit that is checked out where the command was called; '' outside of a repository. */
export function currentCommit(): string {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: PATIENCE_MILLISECONDS,
  });
  return status === 0 ? stdout.trim() : '';
}
