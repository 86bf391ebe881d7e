// Runs the built command as a user does: as a process of its own.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** The root of the repository. */
export const root: string = path.resolve(import.meta.dirname, '..', '..');

const main = path.join(root, 'dist', 'cli', 'main.js');

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of a run; the folder is an empty one when none is given. */
export interface Settings {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/**
 * The environment without anything that changes what the command does. One worker unless a test
 * says otherwise: the result does not depend on it, and each thread takes as long to start as the
 * command itself.
 */
function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('MARSHALCHECK_') && !/^(NO|FORCE)_COLOR$/.test(name),
  );
  return { ...Object.fromEntries(kept), MARSHALCHECK_WORKERS: '1', ...extra };
}

/** Runs `marshalcheck` and waits. */
export function marshalcheck(words: readonly string[], settings: Settings = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    cwd: settings.cwd ?? temporaryFolder(),
    env: cleanEnvironment(settings.env),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}

/** Starts `marshalcheck`; `ended` gives how it ended. */
export function begin(
  words: readonly string[],
  settings: Settings = {},
): { child: ChildProcess; ended: Promise<Ended>; stderr: () => string } {
  const child = spawn(process.execPath, [main, ...words], {
    cwd: settings.cwd ?? temporaryFolder(),
    env: cleanEnvironment(settings.env),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
  return { child, ended, stderr: () => stderr };
}

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'marshalcheck-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes a file into a folder; its path. */
export function fileIn(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** A scenario that passes on every reading that it names. */
export const goodScenario = `marshalcheck: 1
title: a call that opens and closes a buffer
clauses: [OPEN-1, CLOSE-1]
readings: documented
server: kernel
applications: 1
memory:
  a: {process: app1, size: 16}
steps:
  - call: {process: app1, on: call1}
  - CeOpenCallerBuffer: {on: call1, source: a, size: 16, descriptor: ARG_I_PTR, as: opened}
  - CeCloseCallerBuffer: {on: call1, buffer: opened, source: a, size: 16, descriptor: ARG_I_PTR}
  - return: {on: call1}
verdict: conforms
`;

/** The one clear error that a command must end with: its lines, colours off. */
export function errorLines({ stderr }: Ended): string[] {
  const lines = stderr.trimEnd().split('\n');
  return lines.slice(lines.findIndex((line) => line.startsWith('error:')));
}
