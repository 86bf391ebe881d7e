/** `--history`: the file that a campaign adds its line to. */

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../reports/document.js';
import type * as Histories from '../reports/history.js';
import { HistoryError } from '../reports/history-error.js';
import { makeFolder } from '../search/scenario/folder.js';
import { currentCommit } from './commit.js';
import { Failure } from './failure.js';
import { late, NotYet } from './late.js';

const load = async (): Promise<typeof Histories> => import('../reports/history.js');
const histories = late(load);

/** The file, if a campaign can add to it: better known before the campaign than after. */
export function checkedHistory(file: string): string {
  try {
    if (existsSync(file)) histories().parseHistory(readFileSync(file, 'utf8'));
    return file;
  } catch (error) {
    if (error instanceof NotYet) throw error;
    throw historyFailure(file, error);
  }
}

function historyFailure(file: string, error: unknown): Failure {
  const line = error instanceof HistoryError ? `:${error.line}` : '';
  return new Failure({
    what: `the history cannot be continued: ${(error as Error).message}`,
    where: `--history ${file}${line}`,
    cause: line === '' ? 'a folder, or a file of another user' : 'a file of another kind',
    next: 'name another file, or take the line away',
  });
}

/** The report with the history of the file, to which its own line is added. Throws a Failure. */
export async function withHistory(report: Report, file: string): Promise<Report> {
  if (file === '') return report;
  const { historyLine, historyPart, parseHistory } = await load();
  const now = historyLine(report, new Date().toISOString(), currentCommit());
  try {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const history = historyPart(parseHistory(text), now);
    makeFolder(path.dirname(path.resolve(file)));
    appendFileSync(file, `${JSON.stringify(now)}\n`);
    return { ...report, history };
  } catch (error) {
    throw historyFailure(file, error);
  }
}
