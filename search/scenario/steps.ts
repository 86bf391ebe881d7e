/** The steps of a file made a program: names become numbers, words become words of operations. */

import { NAMES, PAUSE_POINTS, Word } from '../../model/case.js';
import { parseDescriptor } from '../../model/descriptors.js';
import type { OperationName } from '../../model/step.js';
import { TAG_FIRST_WRITTEN, TAG_INITIAL, TAG_ZERO } from '../../model/world/domain.js';
import { APPLICATION_THREAD } from '../../targets/interface.js';
import { blankOperation, canonicalProgram, FLAG_BITS } from './canonical.js';
import { type Path, Refusal } from './error.js';
import {
  CLASS_NAMES,
  EVENT_NAMES,
  LOCK_MEMBERS,
  LOCK_NAMES,
  MEMORY_TYPES,
  OBJECT_NAMES,
  parseOptions,
  SECTION_NAMES,
} from './family-words.js';
import type { Memory } from './memory.js';
import { parseProtection } from './protections.js';
import type { StepEntry } from './schema.js';
import { FIELDS, type FieldKind, processNumber, THREAD_NAMES } from './vocabulary.js';

/** A step of the file: its operation and its values. */
export interface NamedStep {
  readonly operation: OperationName;
  readonly entry: StepEntry;
}

/** Tag of the data with a number: `data: 1`, `written 1`. */
export function writtenTag(number: number): number {
  return TAG_FIRST_WRITTEN - 1 + number;
}

const POINTER = /^(\w+)(?: *([+-]) *(\w+))?$/;

/** Turns steps into a program, one after the other. */
export class Assembler {
  /** Names of results at their numbers. */
  readonly results: string[] = [''];
  private readonly memory: Memory;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** The program of all steps. Throws Refusal. */
  assemble(steps: readonly NamedStep[]): Int32Array {
    const program = new Int32Array(steps.length * Word.width);
    steps.forEach((step, index) => {
      program.set(this.encode(step, ['steps', index, step.operation]), index * Word.width);
    });
    return canonicalProgram(program);
  }

  /** Tag of `zeroes`, `written 1` or `initial NAME`. */
  tagOf(text: string, path: Path): number {
    if (text === 'zeroes') return TAG_ZERO;
    const [kind, name] = text.split(' ');
    if (kind === 'written') return writtenTag(Number(name));
    const buffer = this.memory.buffers.find((each) => each.name === name);
    if (buffer === undefined) {
      throw new Refusal(path, `no buffer is called ${name}`, 'a misspelt name; see `memory`');
    }
    const region = this.memory.regions.findIndex((each) => {
      const bytes = each.runs.reduce((sum, run) => sum + run.pages, 0) * 4096;
      const within = buffer.address >= each.base && buffer.address < each.base + bytes;
      return each.process === buffer.process && within;
    });
    if (region < 0) {
      throw new Refusal(path, `${name} lies in no region`, 'an address beside all of `regions`');
    }
    return TAG_INITIAL + region;
  }

  private encode(step: NamedStep, path: Path): Int32Array {
    const words = blankOperation(step.operation);
    for (const { key, kind } of FIELDS[step.operation]) {
      const value = step.entry[key];
      if (value === undefined) continue;
      this.fill(words, kind, value, [...path, key]);
    }
    return words;
  }

  private fill(words: Int32Array, kind: FieldKind, value: unknown, path: Path): void {
    switch (kind) {
      case 'thread':
        words[Word.thread] = THREAD_NAMES.indexOf(value as string);
        return;
      case 'actor':
        fillActor(words, value as string);
        return;
      case 'process':
        words[Word.process] = processNumber(value as string);
        return;
      case 'pointer':
      case 'source':
      case 'unmarshalled':
        this.fillPointer(words, POINTERS[kind], value, path);
        return;
      case 'size':
        words[Word.size] = value as number;
        return;
      case 'descriptor':
        words[Word.descriptor] = descriptorOf(value, path);
        return;
      case 'options':
      case 'structure':
        words[Word.descriptor] = typeof value === 'string' ? parseOptions(value) : Number(value);
        return;
      case 'protection':
        words[Word.descriptor] = protectionOf(value);
        return;
      case 'force':
      case 'forwarded':
      case 'constant':
      case 'asynchronous':
        words[Word.flags] |= value === true ? FLAG_BITS[kind] : 0;
        return;
      case 'unforced':
        words[Word.flags] |= value === false ? FLAG_BITS[kind] : 0;
        return;
      case 'object':
      case 'lock':
      case 'event':
      case 'section':
        words[Word.object] = OBJECTS[kind].indexOf(value as string);
        return;
      case 'original':
      case 'origin':
      case 'memory':
      case 'class':
      case 'handle':
      case 'member':
      case 'version':
        words[Word.mode] = modeOf(kind, value);
        return;
      case 'out':
        words[Word.destination] = 0;
        return;
      case 'fails':
        words[Word.allocationFails] = value as number;
        return;
      case 'pause':
        words[Word.pause] = (PAUSE_POINTS as readonly string[]).indexOf(value as string);
        return;
      case 'data':
        words[Word.tag] =
          typeof value === 'number' ? writtenTag(value) : this.tagOf(value as string, path);
        return;
      case 'result':
        words[Word.result] = this.numberOf(value as string, path);
    }
  }

  private fillPointer(words: Int32Array, at: number, value: unknown, path: Path): void {
    if (value === null || value === 'NULL') return;
    if (typeof value === 'number') {
      words[at + 1] = value;
      return;
    }
    const [, name = '', sign = '+', distance = '0'] = POINTER.exec(value as string) ?? [];
    const delta = sign === '-' ? -Number(distance) : Number(distance);
    if (Math.abs(delta) > 0xffff_ffff) {
      throw new Refusal(path, `${distance} is no 32-bit number`, 'a typo');
    }
    const buffer = this.memory.buffers.find((each) => each.name === name);
    if (buffer !== undefined) {
      words[at + 1] = buffer.address + delta;
      return;
    }
    const number = this.results.indexOf(name);
    if (number <= 0) throw this.dangling(name, path);
    words[at] = number;
    words[at + 1] = delta;
  }

  private dangling(name: string, path: Path): Refusal {
    const known = [...this.memory.buffers.map((buffer) => buffer.name), ...this.results.slice(1)];
    const what = `nothing above is called ${name}`;
    const cause = `a misspelt name, or a step that gives it further down; known here: ${
      known.length === 0 ? 'none' : known.join(', ')
    }`;
    return new Refusal(path, what, cause);
  }

  private numberOf(name: string, path: Path): number {
    if (name === 'NULL' || this.memory.buffers.some((buffer) => buffer.name === name)) {
      const cause = 'results and buffers share one set of names; choose another';
      throw new Refusal(path, `${name} is taken`, cause);
    }
    const known = this.results.indexOf(name);
    if (known > 0) return known;
    if (this.results.length >= NAMES) {
      throw new Refusal(path, `more than ${NAMES - 1} results`, 'use a name a second time');
    }
    this.results.push(name);
    return this.results.length - 1;
  }
}

function fillActor(words: Int32Array, name: string): void {
  const thread = THREAD_NAMES.indexOf(name);
  words[Word.thread] = thread < 0 ? APPLICATION_THREAD : thread;
  if (thread < 0) words[Word.process] = processNumber(name);
}

const POINTERS = {
  pointer: Word.pointerName,
  source: Word.sourceName,
  unmarshalled: Word.unmarshalledName,
} as const;

const OBJECTS = {
  object: OBJECT_NAMES,
  lock: LOCK_NAMES,
  event: EVENT_NAMES,
  section: SECTION_NAMES,
} as const;

/** Kinds of keys that fill `Word.mode`. */
type ModeKind = 'original' | 'origin' | 'memory' | 'class' | 'handle' | 'member' | 'version';

function modeOf(kind: ModeKind, value: unknown): number {
  if (typeof value === 'number') return value;
  const name = value as string;
  if (kind === 'original') return OBJECT_NAMES.indexOf(name);
  if (kind === 'origin' || kind === 'handle') return processNumber(name);
  if (kind === 'member') return LOCK_MEMBERS.indexOf(name);
  return kind === 'class' ? CLASS_NAMES.indexOf(name) : MEMORY_TYPES[name];
}

function protectionOf(value: unknown): number {
  return typeof value === 'number' ? value : (parseProtection(value as string) ?? 0);
}

function descriptorOf(value: unknown, path: Path): number {
  if (typeof value === 'number') return value;
  const descriptor = parseDescriptor(value as string);
  if (descriptor === undefined) {
    throw new Refusal(path, `no descriptor is called ${String(value)}`, 'a misspelt name');
  }
  return descriptor;
}
