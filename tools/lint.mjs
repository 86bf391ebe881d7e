// Runs the parts of `npm run lint` two at a time: most of them keep one core busy. What a part
// prints comes out in one piece when it has ended. Ends with 1 when any of them failed.

import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const atOnce = 2;
// The long ones first, so that none of them is left to run alone.
const waiting = ['lint:code', 'lint:types', 'lint:layers', 'lint:unused', 'lint:format'];
/** @type {string[]} */
const failed = [];

/**
 * Runs a script of package.json; what it printed, and whether it ended well.
 *
 * @param {string} script
 * @returns {Promise<{ isGood: boolean, printed: string }>}
 */
async function run(script) {
  const child = spawn('npm', ['run', '--silent', script], { cwd: root, shell: false });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (printed += text));
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ isGood: false, printed: `${error.message}\n` }));
    child.on('close', (code) => resolve({ isGood: code === 0, printed }));
  });
}

/** Takes script after script until none is left. */
async function work() {
  for (let script = waiting.shift(); script !== undefined; script = waiting.shift()) {
    const started = Date.now();
    const { isGood, printed } = await run(script);
    if (!isGood) failed.push(script);
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stdout.write(`${script}: ${isGood ? 'ok' : 'FAILED'}, ${seconds} s\n${printed}`);
  }
}

await Promise.all(Array.from({ length: atOnce }, work));
if (failed.length > 0) process.stdout.write(`failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
