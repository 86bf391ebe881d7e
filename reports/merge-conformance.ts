/** Two conformance matrices as one. */

import type { ConformanceCell, ConformancePart } from './document.js';

/** Worst first: what one part saw is not undone by another. */
const WEIGHT = ['departs', 'inconclusive', 'agrees', 'not-offered', 'not-covered'] as const;

/** Rows and columns of both; cells that both have are added up. */
export function mergeConformance(a: ConformancePart, b: ConformancePart): ConformancePart {
  const rows = [...a.rows];
  const columns = [...a.columns];
  const rowOf = b.rows.map((id) => place(rows, id, (each) => each));
  const columnOf = b.columns.map((column) =>
    place(columns, column, ({ target, reading, server, label = '' }) =>
      [target, reading, server, label].join('\n'),
    ),
  );
  const moved = b.cells.map((cell) => ({
    ...cell,
    row: rowOf[cell.row] ?? 0,
    column: columnOf[cell.column] ?? 0,
  }));
  const cells = new Map<string, ConformanceCell>();
  for (const cell of [...a.cells, ...moved]) {
    const key = `${cell.row} ${cell.column}`;
    const known = cells.get(key);
    cells.set(key, known === undefined ? cell : added(known, cell));
  }
  return { what: a.what, rows, columns, cells: [...cells.values()] };
}

function place<T>(list: T[], item: T, key: (item: T) => string): number {
  const index = list.findIndex((each) => key(each) === key(item));
  return index >= 0 ? index : list.push(item) - 1;
}

function added(one: ConformanceCell, other: ConformanceCell): ConformanceCell {
  const verdict =
    WEIGHT.find((each) => one.verdict === each || other.verdict === each) ?? one.verdict;
  return {
    ...one,
    verdict,
    compared: one.compared + other.compared,
    departed: one.departed + other.departed,
    shownBy: one.shownBy === '' ? other.shownBy : one.shownBy,
  };
}
