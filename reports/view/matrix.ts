/** Which part of a conformance matrix is shown. */

import type { ConformanceCell, ConformancePart } from '../document.js';

/** What a reader asks for; '' asks for all. */
export interface MatrixFilter {
  /** A part of the name of the row, in any case. */
  readonly words: string;
  readonly reading: string;
  readonly server: string;
  /** Rows that have at least one such cell in the columns that are shown. */
  readonly verdict: string;
}

/** Indices of what is shown, and the cells by them. */
export interface ShownMatrix {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly cell: (row: number, column: number) => ConformanceCell | undefined;
}

/** Rows in the order of their names, columns as they are. */
export function filterMatrix(matrix: ConformancePart, filter: MatrixFilter): ShownMatrix {
  const { words, reading, server, verdict } = filter;
  const cells = new Map(matrix.cells.map((cell) => [`${cell.row} ${cell.column}`, cell]));
  const cell = (row: number, column: number): ConformanceCell | undefined =>
    cells.get(`${row} ${column}`);
  const columns = matrix.columns.flatMap((each, index) =>
    (reading === '' || each.reading === reading) && (server === '' || each.server === server)
      ? [index]
      : [],
  );
  const wanted = words.trim().toLowerCase();
  const has = (row: number): boolean =>
    columns.some((column) => (cell(row, column)?.verdict ?? 'not-covered') === verdict);
  const rows = matrix.rows
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .filter(({ index }) => verdict === '' || has(index))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map(({ index }) => index);
  return { rows, columns, cell };
}
