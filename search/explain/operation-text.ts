/** One operation of a case as a line of text. */

import { type Case, Flag, PAUSE_POINTS, Word } from '../../model/case.js';
import { descriptorText } from '../../model/descriptors.js';
import { isOrdering, isSharingCall, isWinDriverCall } from '../../model/families.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import type { OrderingOperation } from '../../model/step.js';
import { protectionText } from '../scenario/protections.js';
import type { Names } from './names.js';
import { actorName, processName } from './names.js';

/** Operands of one operation by name, the process of its addresses in mind. */
interface Operands {
  readonly pointer: string;
  readonly source: string;
  readonly unmarshalled: string;
  readonly size: string;
  readonly descriptor: string;
}

function operandsOf(program: Int32Array, at: number, names: Names, process: number): Operands {
  const operand = (field: number): string =>
    names.operand(program[at + field], program[at + field + 1], process);
  return {
    pointer: operand(Word.pointerName),
    source: operand(Word.sourceName),
    unmarshalled: operand(Word.unmarshalledName),
    size: String(program[at + Word.size] >>> 0),
    descriptor: descriptorText(program[at + Word.descriptor] >>> 0),
  };
}

/** Who acts in operation `index`. */
export function actorOf(given: Case, index: number): string {
  const at = index * Word.width;
  const { program } = given;
  const process = program[at + Word.process];
  const operation = OPERATION_NAMES[program[at + Word.operation]];
  const byItself = ['call', 'start', 'exit', 'VirtualProtect', 'VirtualFree', 'VirtualAlloc'];
  if (byItself.includes(operation) || operation.startsWith('WD_')) return processName(process);
  return actorName(program[at + Word.thread], process);
}

/** Operation `index` with its arguments by name; `process`: whose addresses they are. */
export function operationText(given: Case, index: number, names: Names, process: number): string {
  const at = index * Word.width;
  const { program } = given;
  const operands = operandsOf(program, at, names, process);
  const operation = OPERATION_NAMES[program[at + Word.operation]];
  const { pointer, size, descriptor } = operands;
  const bytes = size === '1' ? '1 byte' : `${size} bytes`;
  if (isSharingCall(operation)) return sharingText(program, at, operation, operands);
  if (isWinDriverCall(operation)) return winDriverText(program, at, operation, operands);
  if (isOrdering(operation)) return orderingText(operation, program[at + Word.object]);
  switch (operation) {
    case 'read':
      return `reads ${bytes} at ${pointer}`;
    case 'write':
      return `writes ${bytes} at ${pointer}`;
    case 'call':
      return callText(program, at, operands, names);
    case 'return':
      return 'returns to its caller';
    case 'resume':
      return 'goes on with the call that was held';
    case 'start':
      return 'starts again, as a new process';
    case 'exit':
      return 'exits';
    case 'VirtualProtect': {
      const value = program[at + Word.descriptor];
      return `VirtualProtect(${pointer}, ${size}, ${protectionText(value) ?? descriptor})`;
    }
    case 'VirtualFree':
      return `VirtualFree(${pointer}, 0, MEM_RELEASE)`;
    case 'VirtualAlloc':
      return `VirtualAlloc(${pointer}): the same reservation once more`;
    case 'CeOpenCallerBuffer':
    case 'CeCloseCallerBuffer':
    case 'CeAllocAsynchronousBuffer':
    case 'CeFreeAsynchronousBuffer':
    case 'CeFlushAsynchronousBuffer':
    case 'CeAllocDuplicateBuffer':
    case 'CeFreeDuplicateBuffer':
      return functionText(program, at, operation, operands, names);
    case 'construct':
    case 'Allocate':
    case 'Free':
    case 'Marshal':
    case 'Unmarshal':
    case 'Flush':
    case 'ptr':
    case 'size':
    case 'copy':
    case 'destroy':
      return methodText(program, at, operation, operands, names);
    default: {
      const unknown: never = operation;
      throw new TypeError(`unknown operation ${String(unknown)}`);
    }
  }
}

function callText(program: Int32Array, at: number, operands: Operands, names: Names): string {
  const thread = program[at + Word.thread];
  const through = (program[at + Word.flags] & 2) !== 0 ? ' through the kernel' : '';
  const call = `calls the driver${through}, as call${thread}`;
  if (program[at + Word.descriptor] === 0) return call;
  const { source, size, descriptor } = operands;
  const name = names.result(program[at + Word.result]);
  const given = `(${source}, ${size}, ${descriptor})`;
  return name === '' ? `${call}, with ${given}` : `${call}, with ${name} = ${given}`;
}

const CLASSES = ['', 'AsynchronousBuffer_t', 'DuplicatedBuffer_t', 'MarshalledBuffer_t'];

/** A method of a wrapper object, as a line of C++. */
function methodText(
  program: Int32Array,
  at: number,
  operation: string,
  operands: Operands,
  names: Names,
): string {
  const object = `object${program[at + Word.object]}`;
  const mode = program[at + Word.mode];
  const flags = program[at + Word.flags];
  const { source, size, descriptor } = operands;
  const list = [(flags & Flag.constant) === 0 ? source : `(PCVOID)${source}`, size, descriptor];
  const tail = (flags & Flag.asynchronous) === 0 ? [] : ['TRUE'];
  if ((flags & Flag.unforced) !== 0) list.push('FALSE', ...tail);
  else if (tail.length > 0) list.push('TRUE', ...tail);
  const isDefault = program[at + Word.size] === 0 && program[at + Word.descriptor] === 0;
  if (operation === 'construct') {
    const given = isDefault ? '' : `(${list.join(', ')})`;
    return `${CLASSES[mode]} ${object}${given}${circumstances(program, at)}`;
  }
  if (operation === 'copy') return `copies object${mode} by value: ${object}`;
  if (operation === 'destroy') return `${object} goes out of scope`;
  const takes = operation === 'Allocate' || operation === 'Marshal';
  const result = names.result(program[at + Word.result]);
  const call = `${object}.${operation}(${takes ? list.join(', ') : ''})`;
  const gives = operation === 'ptr' && result !== '' ? `${result} = ` : '';
  return gives + call + circumstances(program, at);
}

/** VirtualAllocEx and its kin, with the processes by name. */
function sharingText(
  program: Int32Array,
  at: number,
  operation: string,
  operands: Operands,
): string {
  const { pointer, source, size } = operands;
  const mode = program[at + Word.mode];
  const list = [processName(program[at + Word.process]), pointer];
  if (operation === 'VirtualCopyEx') list.push(processName(mode), source);
  list.push(size);
  if (operation !== 'VirtualCopyEx') list.push(`0x${mode.toString(16)}`);
  const page = program[at + Word.descriptor];
  if (operation !== 'VirtualFreeEx') list.push(protectionText(page) ?? `0x${page.toString(16)}`);
  return `${operation}(${list.join(', ')})`;
}

/** An event or a critical section by its name in scenarios. */
function orderingText(operation: OrderingOperation, object: number): string {
  const isEvent = operation === 'SetEvent' || operation === 'WaitForSingleObject';
  return `${operation}(${isEvent ? 'event' : 'section'}${object})`;
}

const MEMBERS = ['', 'hDma', 'pUserAddr', 'pKernelAddr'];

/** A call of WinDriver as a line of C; a WD_DMA structure is `dma` and its number. */
function winDriverText(
  program: Int32Array,
  at: number,
  operation: string,
  operands: Operands,
): string {
  const mode = program[at + Word.mode];
  const dma = `dma${program[at + Word.object]}`;
  const { source, size } = operands;
  const options = `0x${program[at + Word.descriptor].toString(16)}`;
  const hWD = mode === 0 ? 'hWD' : `the hWD of ${processName(mode)}`;
  const tail = circumstances(program, at);
  switch (operation) {
    case 'WD_Open':
      return `WD_Open(), version ${mode}${tail}`;
    case 'WD_DMA':
      return `looks at ${dma}.${MEMBERS[mode]}`;
    case 'WD_DMALock':
      return `WD_DMALock(${hWD}, ${dma}: ${size} bytes, options ${options})${tail}`;
    case 'WD_DMAUnlock':
      return `WD_DMAUnlock(${hWD}, ${dma})`;
    case 'WD_KernelPlugInOpen':
      return `WD_KernelPlugInOpen(${hWD}, pOpenData ${source})${tail}`;
    case 'WD_KernelPlugInCall':
      return `WD_KernelPlugInCall(pData ${source}), as call${program[at + Word.thread]}`;
    case 'WD_Close':
    case 'WD_KernelPlugInClose':
      return `${operation}()`;
    default:
      return `${operation}(${dma})`;
  }
}

function functionText(
  program: Int32Array,
  at: number,
  operation: string,
  operands: Operands,
  names: Names,
): string {
  const { pointer, source, unmarshalled, size, descriptor } = operands;
  const flags = program[at + Word.flags];
  const gives = ['CeOpenCallerBuffer', 'CeAllocAsynchronousBuffer', 'CeAllocDuplicateBuffer'];
  const list: string[] = [];
  if (!gives.includes(operation)) list.push(pointer);
  else if (program[at + Word.destination] === 0) list.push('ppDest = NULL');
  list.push(source);
  if (operation === 'CeFlushAsynchronousBuffer') list.push(unmarshalled);
  list.push(size, descriptor);
  if (operation === 'CeOpenCallerBuffer') list.push((flags & 1) !== 0 ? 'TRUE' : 'FALSE');
  const result = names.result(program[at + Word.result]);
  const call = `${result === '' ? '' : `${result} = `}${operation}(${list.join(', ')})`;
  return call + circumstances(program, at);
}

function circumstances(program: Int32Array, at: number): string {
  const pause = PAUSE_POINTS[program[at + Word.pause]];
  const fails = program[at + Word.allocationFails];
  const held = pause === '' ? '' : `, held once ${pause}`;
  return fails === 0 ? held : `${held}, while allocation ${fails} of the call fails`;
}
