/** The program of a case in the words of a file, one line an operation. */

import { type Case, Flag, lengthOf, NAMES, PAUSE_POINTS, Word } from '../../model/case.js';
import { descriptorText } from '../../model/descriptors.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import type { OperationName } from '../../model/step.js';
import { TAG_FIRST_WRITTEN, TAG_INITIAL, TAG_ZERO } from '../../model/world/domain.js';
import { APPLICATION_THREAD, CALL_THREADS } from '../../targets/interface.js';
import { type Emittable, flowText, Verbatim } from './emit.js';
import {
  CLASS_NAMES,
  EVENT_NAMES,
  LOCK_MEMBERS,
  LOCK_NAMES,
  MEMORY_TYPES,
  OBJECT_NAMES,
  optionsText,
  SECTION_NAMES,
} from './family-words.js';
import { hexadecimal } from './memory.js';
import { protectionText } from './protections.js';
import type { GivesEntry } from './schema-expected.js';
import {
  actorName,
  FIELDS,
  type Field,
  type FieldKind,
  PROCESS_NAMES,
  THREAD_NAMES,
} from './vocabulary.js';

/** How what an operation gives is called, before a number. */
const STEMS: Readonly<Partial<Record<OperationName, string>>> = {
  CeOpenCallerBuffer: 'opened',
  CeAllocAsynchronousBuffer: 'async',
  CeAllocDuplicateBuffer: 'duplicate',
  call: 'parameter',
  construct: 'held',
  Allocate: 'held',
  Marshal: 'held',
  ptr: 'held',
  VirtualAllocEx: 'reserved',
  WD_DMALock: 'user',
  WD_DMA: 'address',
  WD_CardRegister: 'kernel',
};
/** A pointer this many bytes outside a buffer is still written by the buffer's name. */
const NEARBY_BYTES = 64;

/** Words of a call that passes nothing. */
const PARAMETER_WORDS = [Word.sourceName, Word.source, Word.size, Word.descriptor];

/** Names for the results of a canonical program, at their numbers. */
export function resultNames(given: Pick<Case, 'program' | 'buffers'>): string[] {
  const { program, buffers } = given;
  const names = Array<string>(NAMES).fill('');
  const taken = new Set(buffers.map((buffer) => buffer.name));
  for (let at = 0; at < program.length; at += Word.width) {
    const number = program[at + Word.result];
    if (number === 0 || names[number] !== '') continue;
    const stem = STEMS[OPERATION_NAMES[program[at + Word.operation]]] ?? 'result';
    let name = stem;
    for (let count = 2; taken.has(name); count += 1) name = `${stem}${count}`;
    taken.add(name);
    names[number] = name;
  }
  return names;
}

/** `data` of a write, or the bytes that a read gives; undefined for bytes without a name. */
export function dataText(
  given: Pick<Case, 'regions' | 'buffers'>,
  tag: number,
): string | number | undefined {
  if (tag === TAG_ZERO) return 'zeroes';
  if (tag >= TAG_FIRST_WRITTEN) return tag - TAG_FIRST_WRITTEN + 1;
  const region = given.regions[tag - TAG_INITIAL];
  if (region === undefined) return undefined;
  const end = region.base + region.runs.reduce((sum, run) => sum + run.pages, 0) * 4096;
  const buffer = given.buffers.find(
    ({ process, address }) => process === region.process && address >= region.base && address < end,
  );
  return buffer === undefined ? undefined : `initial ${buffer.name}`;
}

/** Writes one program. */
class Writer {
  private readonly given: Case;
  private readonly names: readonly string[];
  /** Process that each thread of a call was called by. */
  private readonly callers = new Int32Array(CALL_THREADS + 1);

  constructor(given: Case) {
    this.given = given;
    this.names = resultNames(given);
  }

  step(index: number, gives: GivesEntry | undefined): string {
    const { program } = this.given;
    const words = program.subarray(index * Word.width, (index + 1) * Word.width);
    const operation: OperationName = OPERATION_NAMES[words[Word.operation]];
    if (operation === 'call') this.callers[words[Word.thread]] = words[Word.process];
    const values: Record<string, Emittable> = {};
    for (const field of FIELDS[operation]) {
      const value = this.value(words, field, this.acting(operation, words));
      if (value === undefined) continue;
      values[field.key] = value;
    }
    const mayBeIdle = operation === 'call' || operation === 'construct';
    const isIdle = mayBeIdle && PARAMETER_WORDS.every((word) => words[word] === 0);
    if (isIdle) for (const key of ['source', 'size', 'descriptor']) values[key] = undefined;
    values['gives'] = givesText(gives);
    return `  - ${operation}: ${flowText(values)}\n`;
  }

  /** Process whose addresses a plain number most likely is one of. */
  private acting(operation: OperationName, words: Int32Array): number {
    const thread = words[Word.thread];
    if (FIELDS[operation].some((field) => field.kind === 'process')) return words[Word.process];
    return thread === APPLICATION_THREAD ? words[Word.process] : this.callers[Math.max(thread, 0)];
  }

  private value(words: Int32Array, field: Field, process: number): Emittable {
    switch (field.kind) {
      case 'thread':
        return THREAD_NAMES[words[Word.thread]];
      case 'actor':
        return actorName(words[Word.thread], words[Word.process]);
      case 'process':
        return PROCESS_NAMES[words[Word.process]];
      case 'pointer':
        return this.pointer(words, Word.pointerName, process);
      case 'source':
        return this.pointer(words, Word.sourceName, process);
      case 'unmarshalled':
        return this.pointer(words, Word.unmarshalledName, process);
      case 'size':
        return sizeText(words[Word.size] >>> 0);
      case 'descriptor':
        return new Verbatim(descriptorText(words[Word.descriptor] >>> 0));
      case 'protection':
        return protectionText(words[Word.descriptor]) ?? words[Word.descriptor] >>> 0;
      case 'force':
        return flagText(words, Flag.forceDuplicate, true);
      case 'forwarded':
        return flagText(words, Flag.viaKernel, true);
      case 'constant':
        return flagText(words, Flag.constant, true);
      case 'unforced':
        return flagText(words, Flag.unforced, false);
      case 'asynchronous':
        return flagText(words, Flag.asynchronous, true);
      case 'object':
        return OBJECT_NAMES[words[Word.object]];
      case 'original':
        return OBJECT_NAMES[words[Word.mode]];
      case 'origin':
        return PROCESS_NAMES[words[Word.mode]];
      case 'memory':
        return memoryText(words[Word.mode]);
      case 'class':
        return CLASS_NAMES[words[Word.mode]];
      case 'event':
        return EVENT_NAMES[words[Word.object]];
      case 'section':
        return SECTION_NAMES[words[Word.object]];
      case 'lock':
      case 'member':
      case 'version':
      case 'handle':
      case 'options':
      case 'structure':
        return winDriverText(words, field.kind);
      case 'out':
        return words[Word.destination] === 0 ? null : undefined;
      case 'fails':
        return words[Word.allocationFails] === 0 ? undefined : words[Word.allocationFails];
      case 'pause':
        return words[Word.pause] === 0 ? undefined : PAUSE_POINTS[words[Word.pause]];
      case 'data':
        return dataText(this.given, words[Word.tag]);
      case 'result':
        return words[Word.result] === 0 ? undefined : this.names[words[Word.result]];
    }
  }

  private pointer(words: Int32Array, at: number, process: number): Emittable {
    const delta = words[at + 1];
    const name = this.names[words[at]];
    if (words[at] !== 0) return new Verbatim(withOffset(name, delta));
    const address = delta >>> 0;
    if (address === 0) return null;
    const { buffers } = this.given;
    const near = buffers.filter(
      (each) =>
        address >= each.address - NEARBY_BYTES &&
        address <= each.address + each.size + NEARBY_BYTES,
    );
    const inside = near.filter(
      (each) => address >= each.address && address < each.address + Math.max(each.size, 1),
    );
    const best =
      inside.find((each) => each.process === process) ??
      inside[0] ??
      near.find((each) => each.process === process) ??
      near[0];
    if (best === undefined) return new Verbatim(hexadecimal(address));
    return new Verbatim(withOffset(best.name, address - best.address));
  }
}

/** What the calls of WinDriver take. */
function winDriverText(words: Int32Array, kind: FieldKind): Emittable {
  const mode = words[Word.mode];
  const options = words[Word.descriptor];
  if (kind === 'lock') return LOCK_NAMES[words[Word.object]];
  if (kind === 'member') return LOCK_MEMBERS[mode];
  if (kind === 'handle') return mode === 0 ? undefined : PROCESS_NAMES[mode];
  if (kind === 'structure') return options === 0 ? undefined : true;
  return kind === 'version' ? mode : (optionsText(options) ?? options >>> 0);
}

/** MEM_* by its name where it has one. */
function memoryText(mode: number): string | number {
  return Object.keys(MEMORY_TYPES).find((name) => MEMORY_TYPES[name] === mode) ?? mode >>> 0;
}

function flagText(words: Int32Array, bit: number, value: boolean): boolean | undefined {
  return (words[Word.flags] & bit) === 0 ? undefined : value;
}

function withOffset(name: string, offset: number): string {
  if (offset === 0) return name;
  return offset < 0 ? `${name} - ${-offset}` : `${name} + ${offset}`;
}

function sizeText(size: number): Emittable {
  return size < 0x8000_0000 ? size : new Verbatim(hexadecimal(size));
}

function givesText(gives: GivesEntry | undefined): Emittable {
  return typeof gives === 'number' && gives > 9 ? new Verbatim(hexadecimal(gives)) : gives;
}

/** The `steps` of a case whose program is canonical. `gives` by index of the operation. */
export function stepsText(given: Case, gives: readonly (GivesEntry | undefined)[]): string {
  const writer = new Writer(given);
  let text = 'steps:\n';
  for (let index = 0; index < lengthOf(given.program); index += 1) {
    text += writer.step(index, gives[index]);
  }
  return text;
}
