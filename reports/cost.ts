/** What scenarios cost, as a table and as JSON. */

import { grouped } from './fuzz.js';
import type { Style } from './layout.js';
import { tableLines } from './table.js';

/** A scenario on one platform. */
export interface CostEntry {
  readonly file: string;
  readonly title: string;
  readonly reading: string;
  readonly server: string;
  /** Bytes. */
  readonly copyLimit: number;
  /** False: the run went otherwise than the scenario says, and so may have ended early. */
  readonly passed: boolean;
  readonly bytesCopied: number;
  /** Loads and stores of 32 bits. */
  readonly uncachedAccesses: number;
}

const HEADS = ['bytes copied', 'uncached', 'scenario', 'platforms'];

/** `{"costs": [...]}`, one entry a scenario and platform. */
export function costDocument(entries: readonly CostEntry[]): { costs: readonly CostEntry[] } {
  return { costs: entries };
}

/** One line for all platforms on which a scenario costs the same. */
export function costLines(entries: readonly CostEntry[], style: Style): string[] {
  const rows = new Map<string, { cells: string[]; platforms: Set<string> }>();
  for (const entry of entries) {
    const { file, bytesCopied, uncachedAccesses, passed } = entry;
    const numbers = [grouped(bytesCopied), grouped(uncachedAccesses)];
    const cells = [...numbers, passed ? file : `${file} (did not pass)`];
    const row = rows.get(cells.join('\n')) ?? { cells, platforms: new Set<string>() };
    row.platforms.add(platformText(entry));
    rows.set(cells.join('\n'), row);
  }
  const lines = [...rows.values()].map(({ cells, platforms }) => [
    ...cells,
    [...platforms].join(', '),
  ]);
  return tableLines(HEADS, lines, style);
}

function platformText({ reading, server, copyLimit }: CostEntry): string {
  const host = server === 'user' ? ' in user mode' : '';
  return reading.startsWith('compact7') ? `${reading} (${copyLimit})${host}` : `${reading}${host}`;
}
