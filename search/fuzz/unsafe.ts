/** The list of documented dangers that a campaign met. */

import { UNSAFE } from '../../model/unsafe.js';
import type { UnsafeEntry } from '../reports.js';

/** Entries that were met or declined, in the order of the catalogue, then of the readings. */
export function unsafeEntries(counts: Uint32Array, readings: readonly string[]): UnsafeEntry[] {
  const entries: UnsafeEntry[] = [];
  UNSAFE.forEach((danger, index) => {
    readings.forEach((reading, column) => {
      const cell = (index * readings.length + column) * 2;
      const [met, declined] = [counts[cell] ?? 0, counts[cell + 1] ?? 0];
      if (met + declined === 0) return;
      const { id, clause, sentence } = danger;
      entries.push({ id, clause, reading, sentence, met, declined });
    });
  });
  return entries;
}
