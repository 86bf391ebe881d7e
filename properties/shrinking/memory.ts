/** Candidates with less memory, a plainer platform and tidier names. */

import { type Case, lengthOf, type Platform, Word } from '../../model/case.js';
import { findReading } from '../../model/readings.js';
import { PAGE_BYTES, Rights } from '../../model/world/domain.js';

/** Every way to make the surroundings plainer, one at a time. */
export function* tidied(given: Case): Iterable<Case> {
  yield* plainerPlatform(given);
  yield* fewerRegions(given);
  yield* plainerRegions(given);
  yield* fewerProcesses(given);
  yield* renumbered(given);
}

function* plainerPlatform(given: Case): Iterable<Case> {
  const { platform } = given;
  const usual = findReading(platform.reading)?.copyLimits[0] ?? platform.copyLimit;
  const candidates: Platform[] = [];
  if (platform.copyLimit !== usual) candidates.push({ ...platform, copyLimit: usual });
  if (platform.personality !== 0) candidates.push({ ...platform, personality: 0 });
  for (let bit = 1; bit <= platform.personality; bit *= 2) {
    if ((platform.personality & bit) === 0) continue;
    candidates.push({ ...platform, personality: platform.personality & ~bit });
  }
  for (const candidate of candidates) yield { ...given, platform: candidate };
}

function* fewerRegions(given: Case): Iterable<Case> {
  for (let index = given.regions.length - 1; index >= 0; index -= 1) {
    const gone = given.regions[index];
    if (gone === undefined || given.regions.length === 1) continue;
    const regions = given.regions.filter((region) => region !== gone);
    yield { ...given, regions, buffers: within(given, regions) };
  }
}

/** Buffers whose first byte is in one of the regions. */
function within(given: Case, regions: Case['regions']): Case['buffers'] {
  return given.buffers.filter((buffer) =>
    regions.some((region) => {
      const pages = region.runs.reduce((sum, run) => sum + run.pages, 0);
      const offset = buffer.address - region.base;
      return region.process === buffer.process && offset >= 0 && offset < pages * 4096;
    }),
  );
}

function* plainerRegions(given: Case): Iterable<Case> {
  for (const [index, region] of given.regions.entries()) {
    const pages = region.runs.reduce((sum, run) => sum + run.pages, 0);
    const plain = [{ pages, rights: Rights.readWrite, cached: true }];
    const candidates: Case['regions'][number][] = [];
    if (region.cuts.length > 0) candidates.push({ ...region, cuts: [] });
    if (region.zeroes.length > 0) candidates.push({ ...region, zeroes: [] });
    const isPlain = region.runs.every((run) => run.rights === Rights.readWrite && run.cached);
    if (!isPlain || region.runs.length > 1) candidates.push({ ...region, runs: plain });
    if (pages > 1 && region.runs.length === 1) {
      const first = region.runs[0];
      for (const fewer of [1, 2, 5]) {
        if (fewer >= pages) continue;
        const zeroes = zeroesWithin(region, fewer * PAGE_BYTES);
        candidates.push({ ...region, runs: [{ ...first, pages: fewer }], zeroes });
      }
    }
    for (const candidate of candidates) {
      yield { ...given, regions: given.regions.map((each, i) => (i === index ? candidate : each)) };
    }
  }
}

/** The zero bytes of a region that it keeps when it gets shorter. */
function zeroesWithin({ zeroes }: Case['regions'][number], bytes: number): typeof zeroes {
  return zeroes.flatMap(({ offset, size }) =>
    offset < bytes ? [{ offset, size: Math.min(size, bytes - offset) }] : [],
  );
}

function* fewerProcesses(given: Case): Iterable<Case> {
  const last = given.applications;
  if (last <= 1) return;
  const regions = given.regions.filter((region) => region.process !== last);
  const buffers = given.buffers.filter((buffer) => buffer.process !== last);
  yield { ...given, applications: last - 1, regions, buffers };
}

/** Names 1, 2, … and tags 16, 17, … in the order of their first use. */
function* renumbered(given: Case): Iterable<Case> {
  const program = given.program.slice();
  const names = new Map<number, number>([[0, 0]]);
  const tags = new Map<number, number>([[0, 0]]);
  for (let index = 0; index < lengthOf(program); index += 1) {
    const at = index * Word.width;
    for (const word of [Word.pointerName, Word.sourceName, Word.unmarshalledName, Word.result]) {
      const name = program[at + word];
      if (!names.has(name)) names.set(name, names.size);
      program[at + word] = names.get(name) as number;
    }
    const tag = program[at + Word.tag];
    if (!tags.has(tag)) tags.set(tag, 15 + tags.size);
    program[at + Word.tag] = tags.get(tag) as number;
  }
  if (program.some((word, index) => word !== given.program[index])) yield { ...given, program };
}

/**
 * The buffers that the program uses, no longer than it uses them and than their regions are: what a
 * reader of the reduced scenario should see.
 */
export function withFittingBuffers(given: Case): Case {
  const buffers = given.buffers.flatMap((buffer) => {
    const used = bytesUsed(given.program, buffer);
    const region = given.regions.find(({ process, base, runs }) => {
      const bytes = runs.reduce((sum, run) => sum + run.pages, 0) * 4096;
      const offset = buffer.address - base;
      return process === buffer.process && offset >= 0 && offset < bytes;
    });
    if (used === 0 || region === undefined) return [];
    const bytes = region.runs.reduce((sum, run) => sum + run.pages, 0) * 4096;
    return [{ ...buffer, size: Math.min(used, region.base + bytes - buffer.address) }];
  });
  return { ...given, buffers };
}

/** Bytes from the beginning of a buffer that operations with plain addresses reach, at least 1. */
function bytesUsed(program: Int32Array, buffer: Case['buffers'][number]): number {
  let used = 0;
  for (let at = 0; at < program.length; at += Word.width) {
    for (const word of [Word.pointerName, Word.sourceName, Word.unmarshalledName]) {
      const address = program[at + word + 1] >>> 0;
      const offset = address - buffer.address;
      if (program[at + word] !== 0 || offset < 0 || offset >= buffer.size) continue;
      const size = Math.min(program[at + Word.size] >>> 0, buffer.size - offset);
      used = Math.max(used, offset + size, offset + 1);
    }
  }
  return used;
}
