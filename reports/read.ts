/** Report files: text in, report out, or one clear error. */

import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { REPORT_VERSION, type Report } from './document.js';
import { REPORT } from './schema.js';

/** Largest file that is read: what one string can hold. */
const MOST_BYTES = 400_000_000;

/** A file that is no report. */
export class ReportError extends Error {
  readonly file: string;
  readonly likelyCause: string;

  constructor(file: string, what: string, likelyCause: string) {
    super(what);
    this.name = 'ReportError';
    this.file = file;
    this.likelyCause = likelyCause;
  }
}

/** Understands the text of a report. Throws ReportError. */
export function parseReport(text: string, file: string): Report {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw new ReportError(file, `this is no JSON: ${reason}`, 'a file of another kind, or cut off');
  }
  const version = versionOf(document);
  if (version !== REPORT_VERSION) {
    const what =
      version === undefined
        ? 'this is no marshalcheck report: it has no member `report`'
        : `the report has version ${JSON.stringify(version)}, this program reads ${REPORT_VERSION}`;
    throw new ReportError(file, what, 'it was written by something else, or by another version');
  }
  const checked = REPORT.safeParse(document);
  if (checked.success) return inOrderOf(document, checked.data) as Report;
  const [issue] = checked.error.issues;
  const place = issue === undefined ? '' : z.core.toDotPath(issue.path);
  const what = `${place === '' ? 'the report' : place}: ${issue?.message ?? 'it does not fit'}`;
  throw new ReportError(file, what, 'it was edited, or written by another version');
}

/** What was checked, with its members in the order of the file: read and written, it is equal. */
function inOrderOf(given: unknown, checked: unknown): unknown {
  if (typeof checked !== 'object' || checked === null) return checked;
  if (Array.isArray(checked)) {
    return checked.map((each, index) => inOrderOf((given as unknown[])[index], each));
  }
  const known = checked as Record<string, unknown>;
  const members = Object.entries(given as Record<string, unknown>);
  return Object.fromEntries(
    members
      .filter(([name]) => Object.hasOwn(known, name))
      .map(([name, value]) => [name, inOrderOf(value, known[name])]),
  );
}

function versionOf(document: unknown): unknown {
  const isObject = typeof document === 'object' && document !== null && 'report' in document;
  return isObject ? document.report : undefined;
}

/** Reads a report file. Throws ReportError. */
export function readReport(file: string): Report {
  return parseReport(readText(file), file);
}

/** Looked at before it is read: it may be a folder, a device, or too large. */
function readText(file: string): string {
  let handle = -1;
  try {
    handle = openSync(file, 'r');
    const status = fstatSync(handle);
    if (!status.isFile()) {
      throw new ReportError(file, 'this is no regular file', 'a folder, a device or a pipe');
    }
    if (status.size > MOST_BYTES) {
      throw new ReportError(file, `the file has ${status.size} bytes`, 'it is no report');
    }
    return readFileSync(handle, 'utf8');
  } catch (error) {
    if (error instanceof ReportError) throw error;
    throw new ReportError(file, (error as Error).message, 'a misspelt path');
  } finally {
    if (handle >= 0) closeSync(handle);
  }
}
