/** The memory that a generated case starts with: regions, buffers in them, and cuts. */

import type { CaseRegion, NamedBuffer } from '../../model/case.js';
import { PAGE_BYTES, Rights } from '../../model/world/domain.js';
import type { Draw } from './draw.js';

/** A buffer with what the generator needs to know of it. */
export interface DrawnBuffer extends NamedBuffer {
  readonly region: number;
  /** Offsets within the buffer at which accesses and parts may begin or end, ascending. */
  readonly marks: readonly number[];
  /** Offset of its string terminator, −1 for none, and the size of a character. */
  readonly terminator: number;
  readonly character: 1 | 2;
}

/** What {@link drawMemory} gives. */
export interface DrawnMemory {
  readonly regions: readonly CaseRegion[];
  readonly buffers: readonly DrawnBuffer[];
}

/** Bases that every application has a region at, so that equal addresses mean different memory. */
const BASES = [0x0001_0000, 0x0005_0000, 0x1234_0000];
const KERNEL_SECRETS = 0x8810_0000;
/** Regions whose last byte is the last one below a limit of the range check. */
const LIMIT_BASES = [0x6fff_0000, 0x7fef_0000];

const TINY = [1, 2, 4, 8, 20];
const SMALL = [64, 100, 519, 520, 521, 600, 1000];
const PAGES = [PAGE_BYTES - 1, PAGE_BYTES, PAGE_BYTES + 1];
const ADVICE = [16_383, 16_384, 16_385];
const BLOCKS = [65_535, 65_536, 65_537];

function drawSize(draw: Draw, copyLimit: number): number {
  const kind = draw.below(100);
  if (kind < 25) return draw.pick(TINY);
  if (kind < 65) return draw.pick(SMALL);
  if (kind < 80) return draw.pick(PAGES);
  if (kind < 90) return copyLimit + draw.below(3) - 1;
  if (kind < 98) return draw.pick(ADVICE);
  return draw.pick(BLOCKS);
}

function drawOffset(draw: Draw): number {
  const kind = draw.below(4);
  if (kind === 0) return 0;
  if (kind === 1) return 16 * (1 + draw.below(8));
  return kind === 2 ? PAGE_BYTES - 4 * (1 + draw.below(16)) : 1 + draw.below(200);
}

/** Marks of a buffer: its edges, a byte beside them, a part in the middle, its terminator. */
function drawMarks(draw: Draw, size: number, terminator: number, character: number): number[] {
  const marks = new Set([0, size]);
  if (size > 1) marks.add(size - 1);
  if (size >= 8) marks.add(4);
  if (size >= 16) marks.add(8 + 4 * draw.below(Math.floor(Math.min(size, 4000) / 8)));
  if (size > 600) marks.add(520).add(521);
  if (terminator >= 0) marks.add(terminator).add(terminator + character);
  if (terminator > 4) marks.add(4 + character);
  return [...marks].filter((mark) => mark <= size).sort((a, b) => a - b);
}

interface Room {
  process: number;
  base: number;
  used: number;
  cuts: number[];
  zeroes: { offset: number; size: number }[];
}

function place(draw: Draw, room: Room, region: number, size: number, name: string): DrawnBuffer {
  const start = room.used === 0 ? drawOffset(draw) : room.used + draw.pick([0, 1, 4, 32]);
  const character = draw.chance(50) ? 2 : 1;
  const text = size >= 4 && draw.chance(35);
  let terminator = -1;
  if (text) {
    const last = size - character;
    const early = draw.chance(40) ? Math.floor(last / 2) : last;
    terminator = early - (early % character);
    room.zeroes.push({ offset: start + terminator, size: character });
  }
  const marks = drawMarks(draw, size, terminator, character);
  for (const mark of marks) room.cuts.push(start + mark);
  room.cuts.push(start + size + 1);
  room.used = start + size;
  const address = room.base + start;
  const { process } = room;
  return { name, process, address, size, region, marks, terminator, character };
}

/** Runs of pages with their protections; most are plain. */
function drawRuns(draw: Draw, bytes: number, virtuallyTagged: boolean): CaseRegion['runs'] {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  const cached = !(virtuallyTagged && draw.chance(15));
  if (draw.chance(78) || pages > 8) return [{ pages, rights: Rights.readWrite, cached }];
  const odd = draw.chance(70) ? Rights.read : Rights.none;
  if (pages === 1 || draw.chance(40)) {
    return [{ pages, rights: odd, cached: cached || odd === Rights.none }];
  }
  const first = 1 + draw.below(pages - 1);
  const rights = draw.chance(50) ? [Rights.readWrite, odd] : [odd, Rights.readWrite];
  return [
    { pages: first, rights: rights[0], cached: cached || rights[0] === Rights.none },
    { pages: pages - first, rights: rights[1], cached: true },
  ];
}

function close(draw: Draw, room: Room, virtuallyTagged: boolean): CaseRegion {
  const { process, base, cuts, zeroes } = room;
  return { process, base, runs: drawRuns(draw, room.used + 1, virtuallyTagged), cuts, zeroes };
}

/** A region that ends where the range check does; its one buffer ends there or a byte before. */
function limitRegion(draw: Draw, region: number, name: string): [CaseRegion, DrawnBuffer] {
  const base = draw.pick(LIMIT_BASES);
  const size = draw.pick([4, 100, 600]);
  const start = 0x1_0000 - size - draw.below(2);
  const runs = [{ pages: 16, rights: Rights.readWrite, cached: true }];
  const marks = [0, size];
  const cuts = [start, start + size];
  const buffer: DrawnBuffer = {
    name,
    process: 1,
    address: base + start,
    size,
    region,
    marks,
    terminator: -1,
    character: 1,
  };
  return [{ process: 1, base, runs, cuts, zeroes: [] }, buffer];
}

/** Draws regions and buffers for one or two applications, and the kernel's secrets. */
export function drawMemory(
  draw: Draw,
  applications: number,
  copyLimit: number,
  virtuallyTagged: boolean,
): DrawnMemory {
  const regions: CaseRegion[] = [];
  const buffers: DrawnBuffer[] = [];
  const names = 'abcdefghij';
  for (let process = 1; process <= applications; process += 1) {
    const rooms = 1 + draw.below(2);
    for (let r = 0; r < rooms; r += 1) {
      const room: Room = { process, base: BASES[r], used: 0, cuts: [], zeroes: [] };
      const count = 1 + draw.below(2);
      for (let b = 0; b < count; b += 1) {
        const size = drawSize(draw, copyLimit);
        if (b > 0 && room.used + size > 90_000) continue;
        const name = names[buffers.length];
        buffers.push(place(draw, room, regions.length, size, name));
      }
      regions.push(close(draw, room, virtuallyTagged));
    }
  }
  if (draw.chance(4)) {
    const [region, buffer] = limitRegion(draw, regions.length, names[buffers.length]);
    regions.push(region);
    buffers.push(buffer);
  }
  const runs = [{ pages: 1, rights: Rights.readWrite, cached: true }];
  const cuts = [64, 128, 164, 584];
  regions.push({ process: 0, base: KERNEL_SECRETS, runs, cuts, zeroes: [] });
  return { regions, buffers };
}

/** An address in the kernel's secrets that the domain is cut at. */
export const KERNEL_SECRET: number = KERNEL_SECRETS + 64;
