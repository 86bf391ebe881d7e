/**
 * The story of a family as a case, so that what a log shows can be saved, replayed and reduced.
 * Pointers that a call gave become names; the memory of the callers becomes regions.
 */

import {
  type Case,
  type CaseRegion,
  codeOf,
  NAMES,
  type NamedBuffer,
  Word,
} from '../../model/case.js';
import { characterBytes } from '../../model/descriptors.js';
import { Form, KERNEL_BASE, LOWEST_USER_ADDRESS, WRITE_LIMIT } from '../../model/readings.js';
import { isFailed } from '../../model/results.js';
import { PAGE_BYTES, Rights } from '../../model/world/domain.js';
import { Kind, Slot } from '../../model/world/world.js';
import { BLOCK_BYTES, Personality, POINTER_SENTINEL } from '../../targets/interface.js';
import { SCENARIO_LIMITS } from '../scenario/limits.js';
import { SHORT_STRING } from './explainer.js';
import type { Family, Told } from './family.js';
import type { TracePlatform } from './types.js';

/** A stretch of a process's memory that the story speaks of. */
interface Stretch {
  readonly process: number;
  start: number;
  end: number;
}

/** A pointer that a call gave, and what it covers. */
interface Given {
  readonly name: number;
  readonly pointer: number;
  readonly end: number;
}

/** The case of a family's story; null where it is beyond the limits of scenarios. */
export function caseOfStory(family: Family, platform: TracePlatform): Case | null {
  if (family.untold > 0 || family.story.length > SCENARIO_LIMITS.steps) return null;
  const program = programOf(family.story);
  if (program === null) return null;
  const declared = family.lands.some((land) => land.declared !== null);
  const stretches = stretchesOf(family.story);
  const regions = declared ? declaredRegions(family) : regionsOf(stretches, family.story);
  if (regions === null || regions.length > SCENARIO_LIMITS.regions) return null;
  const { reading, copyLimit, server } = platform;
  return {
    platform: { reading: reading.id, copyLimit, server, personality: personalityOf(family) },
    applications: Math.max(1, ...family.story.map(({ operation }) => operation.process)),
    regions,
    buffers: declared ? declaredBuffers(regions) : buffersOf(stretches),
    program,
  };
}

/** What the board has to choose so that it does as the log shows. */
function personalityOf(family: Family): number {
  let bits = 0;
  for (const told of family.story) {
    const { operation, source, forceDuplicate } = told.operation;
    if (operation !== 'CeOpenCallerBuffer' || forceDuplicate || !gave(told)) continue;
    if (told.pointer === source) continue;
    bits |= isCopied(family, told.pointer) ? Personality.openCopy : Personality.openAlias;
  }
  return (bits & Personality.openMask) === Personality.openMask ? Personality.openAlias : bits;
}

function isCopied(family: Family, pointer: number): boolean {
  return family.worlds.every((world) => {
    for (let s = 0; s < world.slots; s += 1) {
      if (world.field(s, Slot.kind) !== Kind.opened || world.pointer(s) !== pointer) continue;
      return world.field(s, Slot.form) === Form.copy;
    }
    return false;
  });
}

function gave({ result, pointer, faulted }: Told): boolean {
  return !faulted && !isFailed(result) && pointer > 0 && pointer !== POINTER_SENTINEL;
}

const GIVING = new Set([
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
]);

/** Operations whose source is what a call gave before. */
const ON_GIVEN = new Set([
  'CeAllocAsynchronousBuffer',
  'CeFreeAsynchronousBuffer',
  'CeFlushAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
  'CeFreeDuplicateBuffer',
]);

function programOf(story: readonly Told[]): Int32Array | null {
  const program = new Int32Array(story.length * Word.width);
  const given: Given[] = [];
  for (const [index, told] of story.entries()) {
    const { operation } = told;
    const at = index * Word.width;
    program[at + Word.operation] = codeOf(operation.operation);
    program[at + Word.thread] = operation.thread;
    program[at + Word.process] = operation.process;
    program[at + Word.destination] = operation.destination ? 1 : 0;
    const isServer = operation.thread >= 0;
    name(program, at + Word.pointerName, operation.pointer, isServer ? given : []);
    const onGiven = ON_GIVEN.has(operation.operation);
    name(program, at + Word.sourceName, operation.source, onGiven ? given : []);
    name(program, at + Word.unmarshalledName, operation.unmarshalled, []);
    program[at + Word.size] = operation.size | 0;
    program[at + Word.descriptor] = operation.descriptor | 0;
    program[at + Word.flags] = (operation.forceDuplicate ? 1 : 0) | (operation.viaKernel ? 2 : 0);
    program[at + Word.allocationFails] = operation.allocationFails;
    program[at + Word.tag] = Math.max(told.tag, 0);
    const isParameter = operation.operation === 'call' && operation.descriptor !== 0;
    if (!GIVING.has(operation.operation) && !isParameter) continue;
    const number = given.length + 1;
    if (number >= NAMES) return null;
    program[at + Word.result] = number;
    // What a failed call was to give has a name too, which nothing refers to.
    const pointer = gave(told) ? told.pointer : -1;
    given.push({ name: number, pointer, end: pointer + Math.max(operation.size, 1) });
  }
  return program;
}

/** Writes a pointer as the latest name that it lies in, or as a number. */
function name(program: Int32Array, at: number, pointer: number, given: readonly Given[]): void {
  program[at + 1] = pointer | 0;
  for (let i = given.length - 1; i >= 0; i -= 1) {
    const each = given[i];
    if (each.pointer < 0 || pointer < each.pointer || pointer >= each.end) continue;
    program[at] = each.name;
    program[at + 1] = pointer - each.pointer;
    return;
  }
}

/** Bytes that an operation speaks of at a caller's address; null for what is no such memory. */
function stretchOf({ operation }: Told): Stretch | null {
  const { process, source, descriptor } = operation;
  const isAccess = operation.thread < 0 || operation.operation === 'VirtualProtect';
  const start = isAccess ? operation.pointer : source;
  const isString = characterBytes(descriptor) !== 0;
  const size = operation.size === 0 && isString ? SHORT_STRING : operation.size;
  const end = start + Math.max(size, 1);
  if (start < LOWEST_USER_ADDRESS || end > WRITE_LIMIT || process < 1) return null;
  return { process, start, end };
}

/** Stretches of memory, those that touch or share a page of 64 KB block joined. */
function stretchesOf(story: readonly Told[]): Stretch[] {
  const pointers = new Set(story.filter(gave).map((told) => told.pointer));
  const found: Stretch[] = [];
  for (const told of story) {
    const stretch = stretchOf(told);
    if (stretch === null) continue;
    const isOwn = told.operation.source === stretch.start && !isCaller(told);
    if (isOwn && pointers.has(stretch.start) && stretch.start >= KERNEL_BASE) continue;
    const known = found.find(
      (each) =>
        each.process === stretch.process && each.start <= stretch.end && each.end >= stretch.start,
    );
    if (known === undefined) found.push(stretch);
    else {
      known.start = Math.min(known.start, stretch.start);
      known.end = Math.max(known.end, stretch.end);
    }
  }
  return found;
}

function isCaller({ operation }: Told): boolean {
  return operation.operation === 'CeOpenCallerBuffer' || operation.operation === 'call';
}

function regionsOf(stretches: readonly Stretch[], story: readonly Told[]): CaseRegion[] | null {
  const blocks: Stretch[] = [];
  for (const { process, start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const base = start - (start % BLOCK_BYTES);
    const last = blocks.findLast((each) => each.process === process);
    if (last !== undefined && last.end > base) last.end = Math.max(last.end, end);
    else blocks.push({ process, start: base, end });
  }
  const regions = blocks.map(({ process, start, end }): CaseRegion => {
    const pages = Math.ceil((end - start) / PAGE_BYTES);
    const runs = [{ pages, rights: Rights.readWrite, cached: true }];
    return { process, base: start, runs, zeroes: stringEnds(story, process, start, end), cuts: [] };
  });
  const largest = Math.max(0, ...regions.map(({ runs }) => runs[0].pages));
  return largest > SCENARIO_LIMITS.regionPages ? null : regions;
}

/** Terminators of the strings that the system measured. */
function stringEnds(
  story: readonly Told[],
  process: number,
  start: number,
  end: number,
): { offset: number; size: number }[] {
  const ends = new Map<number, number>();
  for (const { operation } of story) {
    const unit = characterBytes(operation.descriptor);
    const { source, size } = operation;
    if (unit === 0 || size !== 0 || operation.process !== process) continue;
    if (source < start || source + SHORT_STRING > end) continue;
    ends.set(source + SHORT_STRING - unit - start, unit);
  }
  return [...ends].map(([offset, size]) => ({ offset, size }));
}

function buffersOf(stretches: readonly Stretch[]): NamedBuffer[] {
  return stretches.map(({ process, start, end }, index) => ({
    name: index === 0 ? 'data' : `data${index + 1}`,
    process,
    address: start,
    size: end - start,
  }));
}

function declaredRegions(family: Family): CaseRegion[] {
  return family.lands.flatMap(({ declared }) => {
    if (declared === null) return [];
    const { process, base, runs, zeroes } = declared;
    return [{ process, base, runs, zeroes, cuts: [] }];
  });
}

function declaredBuffers(regions: readonly CaseRegion[]): NamedBuffer[] {
  return regions.map(({ process, base, runs }, index) => ({
    name: index === 0 ? 'data' : `data${index + 1}`,
    process,
    address: base,
    size: runs.reduce((sum, run) => sum + run.pages, 0) * PAGE_BYTES,
  }));
}
