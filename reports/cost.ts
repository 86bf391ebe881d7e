/** What scenarios cost, as a table and as JSON. */

import type { ScenarioEntry } from './document.js';
import { grouped } from './fuzz.js';
import type { Style } from './layout.js';
import { tableLines } from './table.js';

/** What was counted on one platform. */
interface PlatformCost {
  readonly reading: string;
  readonly server: string;
  /** Bytes. */
  readonly copyLimit: number;
  readonly bytesCopied: number;
  /** Loads and stores of 32 bits. */
  readonly uncachedAccesses: number;
}

/** A scenario on one platform. */
export interface CostEntry extends PlatformCost {
  readonly file: string;
  readonly title: string;
  /** False: the run went otherwise than the scenario says, and so may have ended early. */
  readonly passed: boolean;
}

/** What a scenario cost on some platforms. */
export type ScenarioCost = NonNullable<ScenarioEntry['costs']>[number];

const HEADS = ['bytes copied', 'uncached', 'scenario', 'platforms'];

/** `{"costs": [...]}`, one entry a scenario and platform. */
export function costDocument(entries: readonly CostEntry[]): { costs: readonly CostEntry[] } {
  return { costs: entries };
}

/** One line for all platforms on which a scenario costs the same. */
export function costLines(entries: readonly CostEntry[], style: Style): string[] {
  const byScenario = new Map<string, CostEntry[]>();
  for (const entry of entries) {
    const name = entry.passed ? entry.file : `${entry.file} (did not pass)`;
    const same = byScenario.get(name) ?? [];
    byScenario.set(name, [...same, entry]);
  }
  const lines = [...byScenario].flatMap(([name, of]) =>
    equalCosts(of).map(({ bytesCopied, uncachedAccesses, platforms }) => [
      grouped(bytesCopied),
      grouped(uncachedAccesses),
      name,
      platforms.join(', '),
    ]),
  );
  return tableLines(HEADS, lines, style);
}

/** Platforms of one scenario, those with equal costs together. */
export function equalCosts(entries: readonly PlatformCost[]): ScenarioCost[] {
  const rows = new Map<string, { cost: PlatformCost; platforms: Set<string> }>();
  for (const cost of entries) {
    const key = `${cost.bytesCopied} ${cost.uncachedAccesses}`;
    const row = rows.get(key) ?? { cost, platforms: new Set<string>() };
    row.platforms.add(platformText(cost));
    rows.set(key, row);
  }
  return [...rows.values()].map(({ cost, platforms }) => ({
    platforms: [...platforms],
    bytesCopied: cost.bytesCopied,
    uncachedAccesses: cost.uncachedAccesses,
  }));
}

function platformText({ reading, server, copyLimit }: PlatformCost): string {
  const host = server === 'user' ? ' in user mode' : '';
  return reading.startsWith('compact7') ? `${reading} (${copyLimit})${host}` : `${reading}${host}`;
}
