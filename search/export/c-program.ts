/**
 * A scenario as a C program for a board: the real API, step by step, on top of
 * examples/board/marshalcheck_board.h. What it prints is a log for `trace`.
 */

import { type Case, Flag, lengthOf, PAUSE_POINTS, Word } from '../../model/case.js';
import { descriptorText, isMarshallable } from '../../model/descriptors.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import type { OperationName } from '../../model/step.js';
import { PAGE_BYTES, TAG_FIRST_WRITTEN, TAG_ZERO } from '../../model/world/domain.js';
import { APPLICATION_THREAD, PAGE_NOCACHE } from '../../targets/interface.js';
import { Names } from '../explain/names.js';
import { actorOf, operationText } from '../explain/operation-text.js';
import { NOWHERE, ScenarioError } from '../scenario/error.js';
import { Places } from './places.js';
import { commentText, quoted } from './text.js';

/** What a program is made of. */
export interface ExportInput {
  readonly title: string;
  readonly about: string;
  /** File of the scenario, for error messages. */
  readonly file: string;
  /** The case on the platform that the board has. */
  readonly given: Case;
  /** Names of results, at their numbers. */
  readonly results: readonly string[];
}

/** Limits of marshalcheck_board.h. */
const MOST_REGIONS = 16;
const LAUNCHER = -100;
const PROTECTIONS = [1, 2, 4];

const GIVES = ['CeOpenCallerBuffer', 'CeAllocAsynchronousBuffer', 'CeAllocDuplicateBuffer'];
const BY_APPLICATIONS = ['call', 'exit', 'VirtualProtect', 'VirtualFree', 'VirtualAlloc'];
const OFFERED = [...GIVES, ...BY_APPLICATIONS].concat([
  ...['CeCloseCallerBuffer', 'CeFreeAsynchronousBuffer', 'CeFreeDuplicateBuffer'],
  ...['CeFlushAsynchronousBuffer', 'read', 'write', 'return', 'start'],
]);

/** Writes the operations of one case. */
class Program {
  private readonly input: ExportInput;
  private readonly names: Names;
  private readonly places: Places;

  constructor(input: ExportInput) {
    this.input = input;
    this.names = new Names(input.given, input.results);
    this.places = new Places(input.given);
  }

  text(): string {
    const { given, title, about } = this.input;
    const { reading, server, copyLimit } = given.platform;
    const steps = Array.from({ length: lengthOf(given.program) }, (_, index) => index);
    for (const index of steps) this.check(index);
    const cases = steps.map((index) => this.step(index));
    const actors = steps.map((index) => this.actor(index));
    return [
      '/*',
      ...commentText([title, about, `${reading}, ${server}-mode driver.`].join('\n\n')),
      ' *',
      ' * Written by marshalcheck export; docs/export.md says how to build and run it. What it',
      ' * prints is a log for marshalcheck trace.',
      ' */',
      '#include "marshalcheck_board.h"',
      '',
      '/* Largest buffer that this system copies where it may alias: what its OEM chose. */',
      '#ifndef BOARD_COPY_LIMIT',
      `#define BOARD_COPY_LIMIT ${copyLimit}`,
      '#endif',
      '',
      `const char board_reading[] = ${quoted(reading)};`,
      `const char board_server[] = ${quoted(server)};`,
      'const DWORD board_copy_limit = BOARD_COPY_LIMIT;',
      `const int board_applications = ${given.applications};`,
      '',
      ...this.regions(),
      '',
      '/* Who carries out each step. */',
      `const signed char board_actors[] = {${[...actors, 0].join(', ')}};`,
      `const int board_step_count = ${steps.length};`,
      '',
      'void board_step(int step)',
      '{',
      '    switch (step) {',
      ...cases.flat(),
      '    default:',
      '        break;',
      '    }',
      '}',
      '',
    ].join('\n');
  }

  private regions(): string[] {
    const { regions } = this.input.given;
    const rows = regions.map(({ process, base, runs, zeroes }) => {
      const pages = runs.reduce((sum, run) => sum + run.pages, 0);
      const pairs = runs.map((run) => {
        const uncached = run.cached || run.rights === 0 ? 0 : PAGE_NOCACHE;
        return `${run.pages}:0x${((PROTECTIONS[run.rights] ?? 1) | uncached).toString(16)}`;
      });
      const clear = zeroes.map(({ offset, size }) => `${offset}:${size}`);
      const address = `0x${(base >>> 0).toString(16)}`;
      const words = [quoted(pairs.join(',')), quoted(clear.join(','))];
      return `    {${[process, address, pages * PAGE_BYTES, ...words].join(', ')}},`;
    });
    return [
      '/* Process, address where it can be had, bytes, pages with protections, zero bytes. */',
      'const board_region board_regions[] = {',
      ...(rows.length > 0 ? rows : ['    {0, 0, 0, "", ""},']),
      '};',
      `const int board_region_count = ${regions.length};`,
    ];
  }

  private word(index: number, word: number): number {
    return this.input.given.program[index * Word.width + word];
  }

  private operation(index: number): OperationName {
    return OPERATION_NAMES[this.word(index, Word.operation)];
  }

  /** Throws ScenarioError for what no program can do, or no log can tell. */
  private check(index: number): void {
    const operation = this.operation(index);
    const tag = this.word(index, Word.tag);
    const { file, given } = this.input;
    const refuse = (why: string): never => {
      throw new ScenarioError(file, NOWHERE, {
        what: `step ${index + 1} cannot be run on a board: ${why}`,
        cause: 'it needs a simulator, or an operation that exports do not have',
        next: `marshalcheck replay ${file}`,
      });
    };
    if (!OFFERED.includes(operation)) refuse(`${operation} is not exported`);
    if (PAUSE_POINTS[this.word(index, Word.pause)] !== '') refuse('a call is held within');
    if (this.word(index, Word.allocationFails) > 0) refuse('an allocation is made to fail');
    const isTold = tag === TAG_ZERO || tag >= TAG_FIRST_WRITTEN;
    if (operation === 'write' && !isTold) refuse('a log has no word for what it writes');
    if (given.regions.length > MOST_REGIONS) refuse(`more than ${MOST_REGIONS} reservations`);
  }

  private actor(index: number): number {
    const operation = this.operation(index);
    if (operation === 'start') return LAUNCHER;
    const thread = this.word(index, Word.thread);
    const isApplication = BY_APPLICATIONS.includes(operation) || thread === APPLICATION_THREAD;
    return isApplication ? -this.word(index, Word.process) : thread;
  }

  private step(index: number): string[] {
    const { given } = this.input;
    const actor = this.actor(index);
    this.places.enter(given.program, index);
    const process = this.places.processOf(actor);
    const said = operationText(given, index, this.names, process);
    const told = commentText(`${actorOf(given, index)}: ${said}`).map((line) => line.slice(3));
    const needed = [Word.pointerName, Word.sourceName, Word.unmarshalledName]
      .map((field) => this.word(index, field))
      .filter((name, at, all) => name !== 0 && all.indexOf(name) === at)
      .map((name) => `        if (!HAS(${name})) break;`);
    const lines = [`    case ${index + 1}: /* ${told.join(' ')} */`, ...needed];
    return [...lines, `        ${this.statement(index, process)};`, '        break;'];
  }

  private statement(index: number, process: number): string {
    const operand = (field: number): string =>
      this.places.operand(this.word(index, field), this.word(index, field + 1), process);
    const pointer = operand(Word.pointerName);
    const source = operand(Word.sourceName);
    const size = this.word(index, Word.size) >>> 0;
    const descriptor = cDescriptor(this.word(index, Word.descriptor) >>> 0);
    const flags = this.word(index, Word.flags);
    const operation: string = this.operation(index);
    const out = this.word(index, Word.destination) === 0 ? 'NULL' : '&board_out';
    const result = this.word(index, Word.result);
    switch (operation) {
      case 'CeOpenCallerBuffer': {
        const force = (flags & Flag.forceDuplicate) === 0 ? 'FALSE' : 'TRUE';
        const words = [out, source, size, descriptor, force];
        return `GIVES(${result}, ${operation}(${words.join(', ')}))`;
      }
      case 'CeAllocAsynchronousBuffer':
      case 'CeAllocDuplicateBuffer':
        return `GIVES(${result}, ${operation}(${[out, source, size, descriptor].join(', ')}))`;
      case 'CeFlushAsynchronousBuffer': {
        const words = [pointer, source, operand(Word.unmarshalledName), size, descriptor];
        return `${operation}(${words.join(', ')})`;
      }
      case 'read':
        return `board_read(${pointer}, ${size})`;
      case 'write': {
        const tag = this.word(index, Word.tag);
        const data = tag === TAG_ZERO ? 0 : tag - TAG_FIRST_WRITTEN + 1;
        return `board_write(${[pointer, size, data, this.places.root(index)].join(', ')})`;
      }
      case 'call': {
        const forwarded = (flags & Flag.viaKernel) === 0 ? 'FALSE' : 'TRUE';
        const words = [this.word(index, Word.thread), forwarded, result, source, size];
        return `board_call(${[...words, descriptor].join(', ')})`;
      }
      case 'return':
        return `board_return(${this.word(index, Word.thread)})`;
      case 'exit':
        return 'board_exit()';
      case 'start':
        return `board_start(${this.word(index, Word.process)})`;
      case 'VirtualProtect': {
        const protection = `0x${this.word(index, Word.descriptor).toString(16)}`;
        return `board_protect(${pointer}, ${size}, ${protection})`;
      }
      case 'VirtualFree':
        return `board_free(${this.places.regionAt(this.word(index, Word.pointer), process)})`;
      case 'VirtualAlloc':
        return `board_allocate(${this.places.regionAt(this.word(index, Word.pointer), process)})`;
      default:
        return `${operation}(${[pointer, source, size, descriptor].join(', ')})`;
    }
  }
}

/** Names that the headers of Windows CE have; ARG_I_PDW is not among those of every version. */
function cDescriptor(descriptor: number): string {
  if (!isMarshallable(descriptor)) return `0x${descriptor.toString(16)}`;
  return descriptorText(descriptor).replace('|', ' | ');
}

/** The program's text. Throws ScenarioError where a step cannot be run on a board. */
export function cProgram(input: ExportInput): string {
  return new Program(input).text();
}
