/** Texts of scenario files from disk. A file is looked at before it is read: it may be anything. */

import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { NOWHERE, type Position, ScenarioError } from '../scenario/error.js';
import { SCENARIO_LIMITS, tooLarge } from '../scenario/limits.js';

const FILE_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'the file may not be read',
  EPERM: 'the file may not be read',
  EISDIR: 'this is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ELOOP: 'the link leads in a circle',
  ENAMETOOLONG: 'the name is too long',
};

function unreadable(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!Object.hasOwn(FILE_REASONS, code)) return error;
  return new ScenarioError(file, NOWHERE, {
    what: FILE_REASONS[code],
    cause: 'a misspelt path, or a file that belongs to another user',
    next: `look at the folder: ls -l ${path.dirname(file)}`,
  });
}

/** The text of a file of at most 1 MB. Throws ScenarioError. */
export function readScenarioText(file: string): string {
  try {
    const handle = openSync(file, 'r');
    try {
      return decode(file, readWhole(file, handle));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

function readWhole(file: string, handle: number): Buffer {
  const status = fstatSync(handle);
  if (!status.isFile()) {
    throw new ScenarioError(file, NOWHERE, {
      what: 'this is no regular file',
      cause: 'a folder, a device or a pipe',
      next: 'name a .yaml file, or a folder that holds such files',
    });
  }
  if (status.size > SCENARIO_LIMITS.fileBytes) {
    throw new ScenarioError(file, NOWHERE, tooLarge(status.size, file));
  }
  const bytes = Buffer.alloc(status.size);
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(handle, bytes, filled, bytes.length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decode(file: string, bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new ScenarioError(file, firstBadLine(bytes), {
      what: 'the file is not UTF-8 text',
      cause: 'a binary file, or one that an editor saved in another encoding',
      next: `look at the file: file ${file}`,
    });
  }
}

function firstBadLine(bytes: Buffer): Position {
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    try {
      UTF8.decode(bytes.subarray(start, end));
    } catch {
      return { line, column: 1 };
    }
    start = end + 1;
  }
  return { line: 1, column: 1 };
}

/** Files with scenarios under these paths: files as they are, folders in order of their names. */
export function scenarioFiles(paths: readonly string[]): string[] {
  return paths.flatMap((each) => {
    try {
      return statSync(each).isDirectory() ? filesIn(each) : [each];
    } catch (error) {
      throw unreadable(each, error);
    }
  });
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(file);
    return /\.ya?ml$/.test(entry.name) ? [file] : [];
  });
}
