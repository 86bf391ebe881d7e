/** The memory of a case in the words of a file: named buffers where they say it all. */

import type { Case, CaseRegion } from '../../model/case.js';
import { Rights } from '../../model/world/domain.js';
import { type Emittable, flowText, Verbatim } from './emit.js';
import { hexadecimal, layOutMemory } from './memory.js';
import type { BufferEntry, RegionEntry, ScenarioFile } from './schema.js';
import { PROCESS_NAMES } from './vocabulary.js';

const RIGHTS_NAMES: Readonly<Record<Rights, string>> = {
  [Rights.none]: 'PAGE_NOACCESS',
  [Rights.read]: 'PAGE_READONLY',
  [Rights.readWrite]: 'PAGE_READWRITE',
};

function protectionOf(run: CaseRegion['runs'][number]): string {
  return run.cached ? RIGHTS_NAMES[run.rights] : `${RIGHTS_NAMES[run.rights]}|PAGE_NOCACHE`;
}

function isWithin(buffer: Case['buffers'][number], region: CaseRegion): boolean {
  const bytes = region.runs.reduce((sum, run) => sum + run.pages, 0) * 4096;
  if (buffer.process !== region.process) return false;
  return buffer.address >= region.base && buffer.address + buffer.size <= region.base + bytes;
}

/** Protections of a region page by page, one name where all are the same. */
function protectionsOf(region: CaseRegion, last: number): string | string[] | undefined {
  const pages = region.runs.flatMap((run) => Array<string>(run.pages).fill(protectionOf(run)));
  const uniform = region.runs.length === 1 && Math.max(1, last) === pages.length;
  if (!uniform) return pages;
  return pages[0] === 'PAGE_READWRITE' ? undefined : pages[0];
}

/** Buffers that stand for their regions, whether or not they say all of them. */
function buffersAlone(given: Case): Record<string, BufferEntry> {
  const entries: Record<string, BufferEntry> = {};
  const described = new Set<CaseRegion>();
  for (const buffer of given.buffers) {
    const region = given.regions.find((each) => isWithin(buffer, each));
    if (region === undefined) continue;
    const offset = buffer.address - region.base;
    const inside = given.buffers.filter((each) => isWithin(each, region));
    const ends = inside.map((each) => Math.ceil((each.address + each.size - region.base) / 4096));
    const protection = described.has(region) ? undefined : protectionsOf(region, Math.max(...ends));
    described.add(region);
    const zero = region.zeroes.find(
      (each) => each.offset >= offset && each.offset + each.size <= offset + buffer.size,
    );
    entries[buffer.name] = {
      process: PROCESS_NAMES[buffer.process],
      size: buffer.size,
      at: buffer.address,
      protection,
      terminator: zero === undefined ? undefined : zero.offset - offset,
      characters: zero?.size === 1 ? 1 : undefined,
    };
  }
  return entries;
}

function regionEntries(given: Case): RegionEntry[] {
  return given.regions.map((region) => ({
    process: PROCESS_NAMES[region.process],
    base: region.base,
    runs: region.runs.map((run) => ({ pages: run.pages, protection: protectionOf(run) })),
    zeroes: region.zeroes.length === 0 ? undefined : region.zeroes,
  }));
}

/** What decides whether two memories are the same. */
function fingerprint(memory: Pick<Case, 'regions' | 'buffers'>): string {
  const regions = memory.regions.map(({ process, base, runs, zeroes }) => [
    process,
    base,
    runs.map((run) => [run.pages, run.rights, run.cached]),
    zeroes.map((zero) => [zero.offset, zero.size]),
  ]);
  const buffers = memory.buffers.map((each) => [each.name, each.process, each.address, each.size]);
  return JSON.stringify([regions, buffers]);
}

/** True when the buffers alone lay out the same memory. */
function sayAll(given: Case, memory: Record<string, BufferEntry>): boolean {
  try {
    return fingerprint(layOutMemory({ memory } as unknown as ScenarioFile)) === fingerprint(given);
  } catch {
    return false;
  }
}

function bufferText(name: string, entry: BufferEntry): string {
  const { at = 0, ...others } = entry;
  const { process, size, ...rest } = others;
  const value: Emittable = { process, size, at: new Verbatim(hexadecimal(at)), ...rest };
  return `  ${name}: ${flowText(value)}\n`;
}

/** The `memory` and `regions` of a case as text. */
export function memoryText(given: Case): string {
  const alone = buffersAlone(given);
  const short = sayAll(given, alone);
  const buffers: Readonly<Record<string, BufferEntry>> = short
    ? alone
    : Object.fromEntries(
        given.buffers.map(({ name, process, address, size }) => [
          name,
          { process: PROCESS_NAMES[process], size, at: address },
        ]),
      );
  const lines = Object.entries(buffers).map(([name, entry]) => bufferText(name, entry));
  const memory = lines.length === 0 ? '' : `memory:\n${lines.join('')}`;
  if (short) return memory;
  if (given.regions.length === 0) return `${memory}regions: []\n`;
  const regions = regionEntries(given).map(
    ({ process, base, ...rest }) =>
      `  - ${flowText({ process, base: new Verbatim(hexadecimal(base)), ...rest })}\n`,
  );
  return `${memory}regions:\n${regions.join('')}`;
}
