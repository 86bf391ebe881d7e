/**
 * A case that was not drawn here, made ready to be bred from: the generator's account of its
 * memory, and a program that the builder agrees with. Operations that it would never have drawn are
 * left out; what is bred is a case of its own and has to mean something.
 */

import { type Case, type CaseRegion, codeOf, lengthOf, NAMES, Word } from '../../model/case.js';
import { PAGE_BYTES } from '../../model/world/domain.js';
import type { DrawnBuffer, DrawnMemory } from './memory.js';
import type { ProgramBuilder } from './program.js';

/** Tag of the first write of a drawn case. */
const FIRST_TAG = 16;
/** What every drawn case has cut in the memory of the kernel. */
const KERNEL_CUTS = [64, 128, 164, 584];

const RESUME = codeOf('resume');
const WRITE = codeOf('write');
const POINTERS = [
  [Word.pointerName, Word.pointer],
  [Word.sourceName, Word.source],
  [Word.unmarshalledName, Word.unmarshalled],
] as const;

function pagesOf({ runs }: CaseRegion): number {
  return runs.reduce((sum, { pages }) => sum + pages, 0);
}

/** Its memory with the marks that accesses begin and end at; null without a buffer to work on. */
export function memoryOf(given: Case): DrawnMemory | null {
  const buffers = given.buffers.flatMap((buffer): DrawnBuffer[] => {
    const { process, address, size } = buffer;
    const region = given.regions.findIndex(
      (each) =>
        each.process === process &&
        address >= each.base &&
        address + size <= each.base + pagesOf(each) * PAGE_BYTES,
    );
    if (process === 0 || region < 0 || size === 0) return [];
    const start = address - given.regions[region].base;
    const zero = given.regions[region].zeroes.find(
      ({ offset, size: bytes }) => offset >= start && offset + bytes <= start + size && bytes <= 2,
    );
    const terminator = zero === undefined ? -1 : zero.offset - start;
    const character = zero?.size === 1 ? 1 : 2;
    const marks = marksOf(size, terminator, character);
    return [{ ...buffer, region, marks, terminator, character }];
  });
  if (buffers.length === 0) return null;
  const regions = given.regions.map((region, index): CaseRegion => {
    const own = buffers.filter((buffer) => buffer.region === index);
    const ends = own.flatMap(({ address, size, marks }) =>
      [...marks, size + 1].map((mark) => address - region.base + mark),
    );
    const bytes = pagesOf(region) * PAGE_BYTES;
    const cuts = [...(region.process === 0 ? KERNEL_CUTS : []), ...ends];
    return { ...region, cuts: cuts.filter((cut) => cut <= bytes) };
  });
  return { regions, buffers };
}

function marksOf(size: number, terminator: number, character: number): number[] {
  const marks = new Set([0, size]);
  if (size > 1) marks.add(size - 1);
  if (size >= 8) marks.add(4);
  if (size > 600) marks.add(520).add(521);
  if (terminator >= 0) marks.add(terminator).add(terminator + character);
  return [...marks].filter((mark) => mark <= size).sort((a, b) => a - b);
}

/** Where a pointer leads at first: a buffer by its number, −1 for none, and an offset in it. */
interface Root {
  readonly buffer: number;
  readonly offset: number;
}

const NOWHERE: Root = { buffer: -1, offset: 0 };

/** Carries a program over into the builder, which has begun with the domain of its case. */
export function adoptProgram(
  builder: ProgramBuilder,
  program: Int32Array,
  { buffers }: DrawnMemory,
): void {
  /** The builder's name of each name of the program, 0 for none, and where it leads. */
  const names = new Int32Array(NAMES);
  const roots = new Map<number, Root>();
  let tag = FIRST_TAG;
  let paused = 0;
  for (let index = 0; index < lengthOf(program) && !builder.isFull; index += 1) {
    const from = program.subarray(index * Word.width, (index + 1) * Word.width);
    if (POINTERS.some(([word]) => from[word] !== 0 && names[from[word]] === 0)) continue;
    const at = builder.length * Word.width;
    builder.words.set(from, at);
    for (const [word] of POINTERS) builder.words[at + word] = names[from[word]];
    if (from[Word.operation] === WRITE) {
      builder.words[at + Word.tag] = tag;
      tag += 1;
    }
    builder.words[at + Word.result] = 0;
    const source = rootOf(from);
    const wasHeld = builder.heldThread >= 0;
    if (!builder.commit(source.buffer, source.offset)) continue;
    const isResumed = from[Word.operation] === RESUME;
    const name = isResumed ? paused : builder.words[at + Word.result];
    const result = from[Word.result];
    if (result > 0 && result < NAMES) names[result] = name;
    if (name !== 0 && !isResumed) roots.set(name, source);
    if (!wasHeld && builder.heldThread >= 0) paused = builder.words[at + Word.result];
  }

  /** A plain address is one of the caller's. */
  function rootOf(from: Int32Array): Root {
    const name = names[from[Word.sourceName]];
    const value = from[Word.source];
    const known = roots.get(name);
    if (name !== 0) return known === undefined ? NOWHERE : moved(known, value);
    const address = value >>> 0;
    const caller = Math.max(builder.world.callerOf(Math.max(from[Word.thread], 0)), 0);
    const holds = (each: DrawnBuffer): boolean =>
      address >= each.address && address < each.address + each.size;
    const own = buffers.findIndex((each) => each.process === caller && holds(each));
    const buffer = own >= 0 ? own : buffers.findIndex(holds);
    return buffer < 0 ? NOWHERE : { buffer, offset: address - buffers[buffer].address };
  }
}

function moved({ buffer, offset }: Root, by: number): Root {
  return { buffer, offset: offset + by };
}
