/** A line that declares memory: its pages and what they hold at first, known to the byte. */

import { PAGE_BYTES, Rights } from '../../model/world/domain.js';
import { PAGE_NOCACHE, PAGE_READONLY, PAGE_READWRITE } from '../../targets/interface.js';
import { SCENARIO_LIMITS } from '../scenario/limits.js';
import type { LogEvent } from './event.js';
import type { Land } from './family.js';

const PAIR = /^(\d{1,6}):(0x[0-9a-f]{1,4}|\d{1,6})$/i;

/** Pairs of numbers as `2:0x4,1:0x2`; null for anything else. */
function pairs(text: string | undefined): [number, number][] | null {
  if (text === undefined || text === '') return [];
  const found: [number, number][] = [];
  for (const part of text.split(',')) {
    const match = PAIR.exec(part);
    if (match === null) return null;
    found.push([Number(match[1]), Number(match[2])]);
  }
  return found;
}

function rightsOf(protection: number): Rights {
  const plain = protection & ~PAGE_NOCACHE;
  if (plain === PAGE_READWRITE) return Rights.readWrite;
  return plain === PAGE_READONLY ? Rights.read : Rights.none;
}

/** The memory of a `region` line in a process of the model; null where the line makes no sense. */
export function landOf(event: LogEvent, process: number): Land | null {
  const pages = pairs(event.words['runs'] ?? `${Math.ceil(event.size / PAGE_BYTES)}:4`);
  const zeroes = pairs(event.words['zeroes']);
  if (pages === null || zeroes === null || event.source % PAGE_BYTES !== 0) return null;
  const count = pages.reduce((sum, [each]) => sum + each, 0);
  const bytes = count * PAGE_BYTES;
  if (count === 0 || count > SCENARIO_LIMITS.regionPages || bytes !== event.size) return null;
  const runs = pages.map(([each, protection]) => ({
    pages: each,
    rights: rightsOf(protection),
    cached: (protection & PAGE_NOCACHE) === 0,
  }));
  const declared = {
    process,
    base: event.source,
    runs,
    cuts: [],
    zeroes: zeroes.map(([offset, size]) => ({ offset, size })),
  };
  return { process, base: event.source, bytes, declared };
}
