// Promise: an exhaustive search that is stopped says honestly how far it came, and goes on later
// to the same end, also after kill -9.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { begin, type Ended, fileIn, marshalcheck, temporaryFolder } from './command.js';

interface Certificate {
  readonly complete: boolean;
  readonly stopped: string;
  readonly states: number;
  readonly clausesExercised: readonly string[];
}

const READ = ['--reading', 'compact7-armv5', '--client', 'application-only'];
const SEARCH = ['check', ...READ, '--workers', '2', '--json'];
const FOLDER = 'crowd-kernel-compact7-armv5-application-only';

/** A scope file with so many applications: two make thirty thousand worlds, three very many. */
function crowd(applications: number): string {
  const text = readFileSync(path.join(import.meta.dirname, 'crowd.scope.yaml'), 'utf8');
  const scope = text.replace('applications: 2', `applications: ${applications}`);
  return fileIn(temporaryFolder(), 'crowd.scope.yaml', scope);
}

function certificate({ stdout }: Pick<Ended, 'stdout'>): Certificate {
  return (JSON.parse(stdout) as { scopes: [Certificate] }).scopes[0];
}

/** What a certificate says, without how long it took. */
function lasting({ stdout }: Pick<Ended, 'stdout'>): unknown {
  const { seconds, statesPerSecond, bytesPerState, ...rest } = certificate({
    stdout,
  }) as Certificate & Record<string, unknown>;
  expect([seconds, statesPerSecond, bytesPerState].every(Number.isFinite)).toBe(true);
  return rest;
}

/** States that a checkpoint holds. */
function statesSaved(index: string): number {
  if (!existsSync(index)) return 0;
  const { levels } = JSON.parse(readFileSync(index, 'utf8')) as { levels: number[] };
  return levels.reduce((sum, count) => sum + count, 0);
}

describe('a search that is stopped', () => {
  test('by Ctrl-C, and later by kill -9, ends as if nobody had disturbed it', async () => {
    const words = [...SEARCH, '--scope', crowd(2)];
    const undisturbed = lasting(marshalcheck([...words, '--quiet']));
    const checkpoint = temporaryFolder();
    const index = path.join(checkpoint, FOLDER, 'checkpoint.json');
    const saving = [...words, '--checkpoint', checkpoint, '--checkpoint-every', '0.2s'];

    const interrupted = begin(saving);
    while (statesSaved(index) === 0 && interrupted.child.exitCode === null) await wait(10);
    interrupted.child.kill('SIGINT');
    const partial = await interrupted.ended;
    expect(partial.code).toBe(130);
    expect(partial.stderr).toContain('with --resume goes on');
    expect(certificate(partial)).toMatchObject({ complete: false, stopped: 'interrupted' });
    const before = statesSaved(index);
    expect(before).toBe(certificate(partial).states);

    // Nothing is lost to a forgotten flag.
    const forgotten = marshalcheck(saving);
    expect(forgotten.code).toBe(2);
    expect(forgotten.stderr).toContain('holds a search that was stopped');
    expect(forgotten.stderr).toContain('--resume');

    const killed = begin([...saving, '--resume']);
    while (statesSaved(index) <= before && killed.child.exitCode === null) await wait(10);
    killed.child.kill('SIGKILL');
    expect((await killed.ended).code).toBe(null);
    expect(statesSaved(index)).toBeGreaterThan(before);

    const resumed = marshalcheck([...saving, '--resume']);
    expect(resumed.code).toBe(0);
    expect(lasting(resumed)).toEqual(undisturbed);
    expect(readdirSync(path.join(checkpoint, FOLDER))).toEqual([]);
  });

  test.each([
    ['states', ['--max-states', '20000']],
    ['memory', ['--max-memory', '16']],
    ['time', ['--time-limit', '2s']],
  ])('by a limit says so: %s', (stopped, limit) => {
    const { code, stdout } = marshalcheck([...SEARCH, '--scope', crowd(3), '--quiet', ...limit]);
    expect(code).toBe(0);
    expect(certificate({ stdout })).toMatchObject({ complete: false, stopped });
    expect(certificate({ stdout }).states).toBeGreaterThan(0);
  });

  test('is not gone on with by another search, or from what is damaged', () => {
    const checkpoint = temporaryFolder();
    const saving = [...SEARCH, '--scope', crowd(2), '--quiet', '--checkpoint', checkpoint];
    marshalcheck([...saving, '--max-states', '1000']);
    const other = marshalcheck([...saving, '--resume', '--no-symmetry']);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('is of another search (crowd compact7-armv5 application-only)');
    writeFileSync(path.join(checkpoint, FOLDER, 'states.bin'), 'short');
    const short = marshalcheck([...saving, '--resume']);
    expect(short.code).toBe(2);
    expect(short.stderr).toContain('shorter than its index says');
    writeFileSync(path.join(checkpoint, FOLDER, 'checkpoint.json'), '{');
    const torn = marshalcheck([...saving, '--resume']);
    expect(torn.code).toBe(2);
    expect(torn.stderr).toContain('is no JSON');
  });

  test('needs a folder to go on from', () => {
    const { code, stderr } = marshalcheck([...SEARCH, '--resume']);
    expect(code).toBe(2);
    expect(stderr).toContain('--resume needs to know from where');
  });
});
