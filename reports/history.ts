/** The history of campaigns: a line each in a file that only grows, and what they add up to. */

import type { HistoryLine, HistoryPart, Report, SignatureHistory } from './document.js';
import { HistoryError } from './history-error.js';
import { HISTORY_LINE } from './schema-parts.js';

/** Lines of the same kind that a report carries, the latest. */
const MOST_LINES = 200;

/**
 * The lines of a history file. Throws HistoryError, also for a last line that a crash cut off.
 */
export function parseHistory(text: string): HistoryLine[] {
  const rows = text.split('\n');
  if (rows.at(-1) !== '') throw new HistoryError(rows.length, 'the last line has no end');
  return rows.flatMap((row, index) => {
    if (row.trim() === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(row);
    } catch (error) {
      throw new HistoryError(index + 1, `no JSON: ${(error as Error).message}`);
    }
    const checked = HISTORY_LINE.safeParse(value);
    if (checked.success) return [checked.data];
    const [issue] = checked.error.issues;
    throw new HistoryError(index + 1, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  });
}

/** The line of a campaign that ended at `at` (ISO 8601, UTC), of a commit ('' for none). */
export function historyLine(report: Report, at: string, commit = ''): HistoryLine {
  const { marshalcheck, command, seed, target, fault, seconds, cases, operations } = report;
  const { clauses, score, scopes = [], interrupted, findings, scenarios } = report;
  const failed = (scenarios?.results ?? []).filter(({ passed }) => !passed);
  const told = new Set(findings.map(({ file }) => file));
  const others = failed.filter(({ file }) => !told.has(file)).map(({ file }) => `scenario ${file}`);
  return {
    at,
    marshalcheck,
    command,
    seed,
    target,
    fault,
    seconds,
    cases,
    operations,
    states: scopes.reduce((sum, { states }) => sum + states, 0),
    covered: clauses.covered.length,
    obligations: clauses.covered.length + clauses.uncovered.length,
    killed: score?.killed ?? 0,
    faults: score?.total ?? 0,
    interrupted,
    ...(commit !== '' && { commit }),
    signatures: [...new Set([...findings.map(({ signature }) => signature), ...others])],
  };
}

/** What the report of the campaign `now` says of those before it, of the same kind. */
export function historyPart(earlier: readonly HistoryLine[], now: HistoryLine): HistoryPart {
  const isAlike = ({ command, target, fault }: HistoryLine): boolean =>
    command === now.command && target === now.target && fault === now.fault;
  const lines = [...earlier.filter(isAlike), now];
  const all = [...new Set(lines.flatMap(({ signatures }) => signatures))];
  return {
    lines: lines.slice(-MOST_LINES),
    signatures: all.map((signature) => signatureHistory(signature, lines)),
  };
}

function signatureHistory(signature: string, lines: readonly HistoryLine[]): SignatureHistory {
  const seen = lines.filter(({ signatures }) => signatures.includes(signature));
  const isIn = (line: HistoryLine | undefined): boolean =>
    line?.signatures.includes(signature) ?? false;
  return {
    signature,
    state: stateOf(lines.at(-1), isIn(lines.at(-1)), isIn(lastWhole(lines)), seen.length),
    first: seen[0]?.at ?? '',
    last: seen.at(-1)?.at ?? '',
    times: seen.length,
    ...commitsOf(seen[0], lines),
  };
}

/** The commit that showed it first, and that of the last whole campaign before. */
function commitsOf(
  first: HistoryLine | undefined,
  lines: readonly HistoryLine[],
): Pick<SignatureHistory, 'since' | 'before'> {
  const { commit: since } = first ?? {};
  if (first === undefined || since === undefined) return {};
  const earlier = lines.slice(0, lines.indexOf(first));
  const before = earlier.findLast(({ interrupted }) => !interrupted)?.commit;
  return before === undefined || before === since ? { since } : { since, before };
}

/** The campaign before the last one; of those that were cut short nothing can be concluded. */
function lastWhole(lines: readonly HistoryLine[]): HistoryLine | undefined {
  return lines.slice(0, -1).findLast(({ interrupted }) => !interrupted);
}

function stateOf(
  now: HistoryLine | undefined,
  isNow: boolean,
  wasBefore: boolean,
  times: number,
): SignatureHistory['state'] {
  if (!isNow) return now?.interrupted === true && wasBefore ? 'known' : 'fixed';
  if (times === 1) return 'new';
  return wasBefore ? 'known' : 'seen-again';
}
