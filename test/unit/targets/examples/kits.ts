import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..', '..', '..');

/** Command line of the target in C, built first; `fault`: one of its defects, 0 for none. */
export function targetInC(fault = 0): string {
  const folder = path.join(root, 'examples', 'target-c');
  const words = ['-s', '-C', folder, 'CFLAGS=-O0', ...(fault > 0 ? [`FAULT=${fault}`] : [])];
  execFileSync('make', words, { timeout: 120_000 });
  return path.join(folder, `marshal_target${fault > 0 ? `_fault_${fault}` : ''}`);
}

function script(...names: string[]): string {
  return `'${path.join(root, 'examples', ...names)}'`;
}

/** Command line of the target in Python. */
export const TARGET_IN_PYTHON = `python3 ${script('target-python', 'marshal_target.py')}`;

/** Command line of the target in JavaScript. */
export const TARGET_IN_JS = `'${process.execPath}' ${script('target-js', 'marshal-target.mjs')}`;
