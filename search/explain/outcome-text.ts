/** What a branch of the model permits, and what a target answered, in words. */

import { Answer, type Outcome, Pointer, Value } from '../../model/outcome.js';
import { Form } from '../../model/readings.js';
import { resultText } from '../../model/results.js';
import { TAG_INITIAL, TAG_UNKNOWN, TAG_ZERO } from '../../model/world/domain.js';
import { Slot, type World } from '../../model/world/world.js';
import { POINTER_SENTINEL, type Request, type Response } from '../../targets/interface.js';
import { hexadecimal, processName } from './names.js';

/** Number of the step that stored each tag. */
export type Writers = ReadonlyMap<number, number>;

const BOOLEANS = new Set(['VirtualProtect', 'VirtualFree', 'ptr']);
const EVENTS = new Set(['return', 'start', 'exit', 'write', 'construct', 'copy', 'destroy']);
const FORMS: Readonly<Record<number, string>> = {
  [Form.direct]: "the caller's own pointer",
  [Form.alias]: 'a new alias',
  [Form.copy]: 'a new copy',
  [Form.same]: 'the pointer that it was made from',
  [Form.opaque]: 'a pointer of which nothing is said',
};

/** Whose bytes a tag stands for. */
export function contentText(tag: number, world: World, writers: Writers): string {
  if (tag === TAG_UNKNOWN) return 'anything';
  if (tag === TAG_ZERO) return 'zeroes';
  const writer = writers.get(tag);
  if (writer !== undefined) return `what step ${writer} wrote`;
  const region = tag - TAG_INITIAL;
  if (region < 0 || region >= world.domain.regions) return 'bytes of nobody known';
  return `what ${processName(world.domain.regionProcess[region])} had there at first`;
}

function bytesText(outcome: Outcome, world: World, writers: Writers): string {
  const parts: string[] = [];
  let text = '';
  let size = 0;
  const close = (): void => {
    if (size > 0) parts.push(`${size} byte${size === 1 ? '' : 's'}: ${text}`);
  };
  for (let i = 0; i < outcome.segments; i += 1) {
    const next = contentText(outcome.segmentTag[i], world, writers);
    if (next !== text) {
      close();
      text = next;
      size = 0;
    }
    size += outcome.segmentBytes[i];
  }
  close();
  return parts.length === 0 ? 'no bytes' : parts.join(', then ');
}

function valueText(operation: string, value: number): string {
  if (BOOLEANS.has(operation)) return value === 0 ? 'FALSE' : 'TRUE';
  if (operation === 'VirtualAlloc') return value === 0 ? 'NULL' : hexadecimal(value);
  if (EVENTS.has(operation)) return 'done';
  if (operation === 'size') return `${value} bytes`;
  return resultText(value);
}

function permittedValue(operation: string, outcome: Outcome): string {
  switch (outcome.valueKind) {
    case Value.failed:
      return 'any FAILED code';
    case Value.failedAccess:
      return 'E_ACCESSDENIED or an HRESULT_FROM_WIN32 code';
    case Value.argumentOrAccess:
      return 'E_INVALIDARG or E_ACCESSDENIED';
    case Value.any:
      return 'any result';
    default:
      return valueText(operation, outcome.value);
  }
}

function permittedPointer(outcome: Outcome, world: World): string {
  const { pointerKind, pointerSlot } = outcome;
  if (pointerKind === Pointer.isNull) return ', out-pointer NULL';
  if (pointerKind === Pointer.untouched) return ', out-pointer untouched';
  if (pointerSlot < 0) return '';
  return ` and ${FORMS[world.field(pointerSlot, Slot.form)] ?? 'a pointer'}`;
}

/** What one branch permits; `world` is the one that the branch leads to. '' when impossible. */
export function permittedText(
  outcome: Outcome,
  world: World,
  request: Request,
  operation: string,
  writers: Writers,
): string {
  switch (outcome.answer) {
    case Answer.impossible:
      return '';
    case Answer.faulted:
      return 'an access violation';
    case Answer.paused:
      return `held once ${request.pause}`;
    case Answer.hung:
      return 'it may never come back';
    case Answer.any:
      return 'anything: the access is a mistake of the client';
    case Answer.open:
      return 'anything: no rule speaks of what follows';
    default:
      break;
  }
  if (operation === 'read') return bytesText(outcome, world, writers);
  return permittedValue(operation, outcome) + permittedPointer(outcome, world);
}

/** What a target answered. */
export function answerText(request: Request, operation: string, response: Response): string {
  if (response.status === 'faulted') return 'an access violation';
  if (response.status === 'hung') return 'it never came back';
  if (response.status === 'refused') return 'the target does not offer it';
  if (response.status === 'paused') return `held once ${request.pause}`;
  if (operation === 'read') return dumpText(response.bytes, request.size);
  return valueText(operation, response.value) + pointerText(operation, request, response);
}

const SHOWN_BYTES = 8;

function dumpText(bytes: Uint8Array, size: number): string {
  const shown = [...bytes.subarray(0, Math.min(size, SHOWN_BYTES))];
  const text = shown.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
  return size > SHOWN_BYTES ? `${text} … (${size} bytes)` : text;
}

const GIVES_POINTER = new Set([
  'CeOpenCallerBuffer',
  'CeAllocAsynchronousBuffer',
  'CeAllocDuplicateBuffer',
  'construct',
  'Allocate',
  'Marshal',
  'ptr',
]);

function pointerText(operation: string, request: Request, response: Response): string {
  const isParameter = operation === 'call' && request.descriptor !== 0;
  if (!GIVES_POINTER.has(operation) && !isParameter) return '';
  if (response.pointer === POINTER_SENTINEL) return ', out-pointer untouched';
  if (response.pointer === 0) return ', out-pointer NULL';
  return `, ${hexadecimal(response.pointer)}`;
}
