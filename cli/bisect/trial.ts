/** One revision on trial: built, then one scenario replayed against what was built. */

import { spawn } from 'node:child_process';
import path from 'node:path';
import { Exit } from '../exit-codes.js';
import { cleanEnvironment } from './scratch-tree.js';

/** What came of a revision; `skip`: it says nothing. */
export interface Verdict {
  readonly verdict: 'good' | 'bad' | 'skip';
  /** Signatures for `bad`, a reason for `skip`. */
  readonly because: string;
}

/** What is tried on each revision. */
export interface Trial {
  /** Built in the scratch worktree by this command, without a shell; empty for nothing. */
  readonly build: readonly string[];
  /** Words of `replay`: file, target and flags. */
  readonly replay: readonly string[];
  readonly signal: AbortSignal;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** What was said on stderr last. */
  readonly last: string;
}

const MAIN = path.join(import.meta.dirname, '..', 'main.js');
const TAIL = 2000;

async function run(words: readonly string[], cwd: string, signal: AbortSignal): Promise<Ended> {
  const [command = '', ...rest] = words;
  return new Promise((resolve) => {
    const child = spawn(command, rest, {
      cwd,
      signal,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr = (stderr + text.toString()).slice(-TAIL)));
    child.on('error', (error) => {
      resolve({ code: -1, stdout: '', last: error.message });
    });
    child.on('close', (code) => {
      const last = stderr.trimEnd().split('\n').at(-1) ?? '';
      resolve({ code: code ?? -1, stdout, last });
    });
  });
}

/** Tries the revision that is checked out in `folder`. */
export async function tryRevision(folder: string, trial: Trial): Promise<Verdict> {
  const { build, replay, signal } = trial;
  if (build.length > 0) {
    const { code, last } = await run(build, folder, signal);
    if (code !== 0) return { verdict: 'skip', because: `the build ended with ${code}: ${last}` };
  }
  const words = [process.execPath, MAIN, 'replay', ...replay, '--json', '--quiet'];
  const { code, stdout, last } = await run(words, folder, signal);
  if (code !== Exit.clean && code !== Exit.findings) {
    return { verdict: 'skip', because: `the replay ended with ${code}: ${last}` };
  }
  const { parseReport } = await import('../../reports/read.js');
  const { scenarios, findings } = parseReport(stdout, 'replay');
  if (scenarios === undefined || scenarios.passed + scenarios.failed === 0) {
    return {
      verdict: 'skip',
      because: 'the target offers no platform that the scenario speaks of',
    };
  }
  if (code === Exit.clean) return { verdict: 'good', because: '' };
  return { verdict: 'bad', because: findings.map(({ signature }) => signature).join(', ') };
}
