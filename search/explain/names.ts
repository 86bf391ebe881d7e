/** Names for what a case refers to by number: processes, threads, results, buffers. */

import { type Case, Word } from '../../model/case.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import { Kind } from '../../model/world/world.js';
import { PROCESS_NAMES, THREAD_NAMES } from '../scenario/vocabulary.js';
import { resultNames } from '../scenario/write-steps.js';

const KINDS: Readonly<Record<string, Kind>> = {
  CeOpenCallerBuffer: Kind.opened,
  CeAllocAsynchronousBuffer: Kind.asynchronous,
  CeAllocDuplicateBuffer: Kind.duplicate,
  call: Kind.parameter,
};

/** An address or a size: `0x00010000`. */
export function hexadecimal(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** `app1`, `kernel`, `host`: as in a scenario file. */
export function processName(process: number): string {
  return PROCESS_NAMES[process] ?? `process ${process}`;
}

/** Who acts: a thread of the server (`call1`, `service`), or an application by itself. */
export function actorName(thread: number, process: number): string {
  return THREAD_NAMES[thread] ?? processName(process);
}

/** The names of one case. */
export class Names {
  private readonly given: Case;
  private readonly results: readonly string[];
  private readonly kinds = new Map<number, Kind>();

  constructor(given: Case, results?: readonly string[]) {
    this.given = given;
    this.results = results ?? resultNames(given);
    const { program } = given;
    for (let at = 0; at < program.length; at += Word.width) {
      const kind = KINDS[OPERATION_NAMES[program[at + Word.operation]]] ?? Kind.none;
      const result = program[at + Word.result];
      if (result !== 0 && !this.kinds.has(result)) this.kinds.set(result, kind);
    }
  }

  /** Name of a result; '' for result 0. */
  result(name: number): string {
    return this.results[name] ?? '';
  }

  /** Kind of record that a result names. */
  kind(name: number): Kind {
    return this.kinds.get(name) ?? Kind.none;
  }

  /** An operand: a result, a buffer or an address, with an offset where there is one. */
  operand(name: number, value: number, process: number): string {
    if (name !== 0) return withOffset(this.result(name), value | 0);
    return this.address(value >>> 0, process);
  }

  /** A plain address: by the buffer that holds it, if there is one. */
  address(address: number, process: number): string {
    if (address === 0) return 'NULL';
    let found = '';
    for (const buffer of this.given.buffers) {
      const offset = address - buffer.address;
      if (offset < 0 || offset >= Math.max(buffer.size, 1)) continue;
      if (found === '' || buffer.process === process) found = withOffset(buffer.name, offset);
    }
    return found === '' ? hexadecimal(address) : found;
  }
}

function withOffset(name: string, offset: number): string {
  if (offset === 0) return name;
  return offset > 0 ? `${name}+${offset}` : `${name}-${-offset}`;
}
