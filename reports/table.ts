/** Tables for a terminal. */

import Table from 'cli-table3';
import { plain } from './escape.js';
import type { Style } from './layout.js';

const GAP = 2;
const LEAST = 16;

/** Lines only below the heading: easy to read, and to cut with other tools. */
const CHARS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};

/**
 * A table whose last column takes what is left of the line and wraps. Where that is too little,
 * it goes on its own line below the others.
 */
export function tableLines(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string[] {
  const cells = rows.map((row) => row.map(plain));
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...cells.map((row) => (row[column] ?? '').length)),
  );
  const fixed = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP, 0);
  const last = Math.min(widths.at(-1) ?? 0, Math.max(style.columns - fixed, LEAST));
  const table = new Table({
    chars: CHARS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    head: heads.map((head) => style.colours.bold(head)),
    colWidths: [...widths.slice(0, -1), last],
    wordWrap: true,
  });
  for (const row of cells) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
