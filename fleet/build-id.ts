/**
 * The build that a job belongs to: equal jobs have equal results only where the same code runs
 * them. Queue and results of a build are its own, so that machines of two versions can share one
 * Redis and never meet.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Folders of the build that decide what comes of a job. */
const ROOMS = ['drivers', 'fleet', 'model', 'properties', 'search', 'targets'];
const DIGITS = 16;

let known = '';

/** Hexadecimal digits over the text of every module that takes part. */
export function buildId(): string {
  if (known !== '') return known;
  const root = path.join(import.meta.dirname, '..');
  const hash = createHash('sha256');
  for (const room of ROOMS) {
    const files = readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .map((file) => file.split(path.sep).join('/'))
      .sort();
    for (const file of files) {
      hash.update(`${room}/${file}\n`).update(readFileSync(path.join(root, room, file)));
    }
  }
  known = hash.digest('hex').slice(0, DIGITS);
  return known;
}
