/** The conformance matrix of a replay: how each clause fared under each reading and server. */

import type { ReplayResult } from '../search/replay/types.js';
import type { ConformanceCell, ConformancePart } from './document.js';

interface Count {
  compared: number;
  departed: number;
  inconclusive: number;
  notOffered: number;
  shownBy: string;
}

/** Rows are the clauses that the scenarios are about. */
export function conformanceOf(target: string, results: readonly ReplayResult[]): ConformancePart {
  const rows: string[] = [];
  const columns: { target: string; reading: string; server: 'kernel' | 'user' }[] = [];
  const counts = new Map<string, Count>();
  for (const result of results) {
    for (const { platform, passed, reasons, notOffered, operations } of result.platforms) {
      const { reading, server } = platform;
      const column = place(
        columns,
        (each) => each.reading === reading && each.server === server,
        () => ({ target, reading, server }),
      );
      const isUnclear = reasons.some(({ kind }) => kind === 'inconclusive');
      for (const clause of new Set(result.clauses.map((id) => id.split('.')[0]))) {
        const row = place(
          rows,
          (each) => each === clause,
          () => clause,
        );
        const count = countAt(counts, `${row} ${column}`);
        count.compared += 1;
        if (isUnclear) count.inconclusive += 1;
        else if (operations === 0 && notOffered > 0) count.notOffered += 1;
        else if (!passed) {
          count.departed += 1;
          count.shownBy = result.file;
        }
      }
    }
  }
  return { what: 'scenarios', rows, columns, cells: cellsOf(counts) };
}

/** Index of the item that fits, added where there is none. */
function place<T>(list: T[], fits: (item: T) => boolean, make: () => T): number {
  const index = list.findIndex(fits);
  return index >= 0 ? index : list.push(make()) - 1;
}

function countAt(counts: Map<string, Count>, key: string): Count {
  const known = counts.get(key);
  if (known !== undefined) return known;
  const fresh = { compared: 0, departed: 0, inconclusive: 0, notOffered: 0, shownBy: '' };
  counts.set(key, fresh);
  return fresh;
}

function cellsOf(counts: ReadonlyMap<string, Count>): ConformanceCell[] {
  return [...counts].map(([key, { compared, departed, inconclusive, notOffered, shownBy }]) => {
    const [row = 0, column = 0] = key.split(' ').map(Number);
    const doubtful = inconclusive > 0 ? 'inconclusive' : 'agrees';
    const weaker = notOffered === compared ? 'not-offered' : doubtful;
    const verdict = departed > 0 ? 'departs' : weaker;
    return { row, column, verdict, compared, departed, shownBy };
  });
}
