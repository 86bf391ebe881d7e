/** A case as text, for a test runner to print: where it runs, its memory, its operations. */

import { type Case, Flag, lengthOf, PAUSE_POINTS, Word } from '../model/case.js';
import { descriptorText } from '../model/descriptors.js';
import { OPERATION_NAMES } from '../model/operations/index.js';

function hexadecimal(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** A pointer: a number, or the result that it came from and an offset. */
function pointerText(name: number, value: number): string {
  if (name === 0) return hexadecimal(value);
  return value === 0 ? `p${name}` : `p${name} + ${value}`;
}

function actorText(given: Case, at: number): string {
  const thread = given.program[at + Word.thread];
  if (thread < 0) return `process ${given.program[at + Word.process]}`;
  return thread === 0 ? 'service thread' : `call ${thread}`;
}

/** Operation `index` as a line: who does what with which values. */
export function operationLine(given: Case, index: number): string {
  const at = index * Word.width;
  const word = (field: number): number => given.program[at + field];
  const operation = OPERATION_NAMES[word(Word.operation)];
  const parts: string[] = [];
  const pointer = (title: string, field: number): void => {
    if (word(field) === 0 && word(field + 1) === 0) return;
    parts.push(`${title} ${pointerText(word(field), word(field + 1))}`);
  };
  pointer('pointer', Word.pointerName);
  pointer('source', Word.sourceName);
  pointer('unmarshalled', Word.unmarshalledName);
  if (word(Word.size) !== 0) parts.push(`size ${word(Word.size) >>> 0}`);
  if (operation === 'VirtualProtect') parts.push(`protection ${word(Word.descriptor)}`);
  else if (word(Word.descriptor) !== 0) parts.push(descriptorText(word(Word.descriptor) >>> 0));
  if ((word(Word.flags) & 1) !== 0) parts.push('ForceDuplicate');
  if ((word(Word.flags) & 2) !== 0) parts.push('through the kernel');
  if (word(Word.allocationFails) > 0) parts.push(`allocation ${word(Word.allocationFails)} fails`);
  if (word(Word.pause) > 0) parts.push(`held when ${PAUSE_POINTS[word(Word.pause)]}`);
  if (word(Word.object) > 0) parts.unshift(`object ${word(Word.object)}`);
  if (operation === 'construct') parts.push(`class ${word(Word.mode)}`);
  if (operation === 'copy') parts.push(`of object ${word(Word.mode)}`);
  if ((word(Word.flags) & Flag.constant) !== 0) parts.push('PCVOID');
  if ((word(Word.flags) & Flag.unforced) !== 0) parts.push('ForceDuplicate FALSE');
  if ((word(Word.flags) & Flag.asynchronous) !== 0) parts.push('Asynchronous');
  if (word(Word.result) > 0) parts.push(`gives p${word(Word.result)}`);
  if (operation === 'call') parts.unshift(`by process ${word(Word.process)}`);
  return `${actorText(given, at)}: ${operation}${parts.length > 0 ? ` ${parts.join(', ')}` : ''}`;
}

/** The whole case. */
export function caseText(given: Case): string {
  const { platform } = given;
  const count = lengthOf(given.program);
  const lines = [
    `reading ${platform.reading}, ${platform.server} server, copy limit ${platform.copyLimit}, ` +
      `personality ${platform.personality}`,
    ...given.buffers.map(
      ({ name, process, address, size }) =>
        `buffer ${name}: process ${process}, ${hexadecimal(address)}, ${size} bytes`,
    ),
  ];
  for (let index = 0; index < count; index += 1) {
    lines.push(`${index + 1}. ${operationLine(given, index)}`);
  }
  return lines.join('\n');
}
