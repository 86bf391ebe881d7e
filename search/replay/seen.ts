/** What came of one operation, compared with what a scenario says and put into words. */

import { isFailed, RESULTS, resultText } from '../../model/results.js';
import type { OperationName } from '../../model/step.js';
import { TAG_FIRST_WRITTEN, TAG_ZERO } from '../../model/world/domain.js';
import { agrees } from '../../properties/bytes.js';
import type { Runner } from '../../properties/run.js';
import type { Gives } from '../scenario/types.js';

const GIVES_BOOLEAN: readonly OperationName[] = [
  'VirtualProtect',
  'VirtualFree',
  'VirtualAlloc',
  'ptr',
];

/** The operation that an answer belongs to: `resume` goes on with the held one. */
export function operationOf(runner: Runner): OperationName {
  const { request, held } = runner;
  return request.operation === 'resume' ? held.operation : request.operation;
}

/** True for an answer that is TRUE, FALSE or an address. */
export function givesBoolean(operation: OperationName): boolean {
  return GIVES_BOOLEAN.includes(operation);
}

function isOk(runner: Runner): boolean {
  const { response } = runner;
  if (response.status !== 'returned') return false;
  return givesBoolean(operationOf(runner)) ? response.value !== 0 : !isFailed(response.value);
}

/** True when the bytes of a read are those of a tag, at the offsets of its root region. */
export function readsTag(runner: Runner, tag: number): boolean {
  const { request, response, belief } = runner;
  if (request.operation !== 'read' || response.status !== 'returned') return false;
  const offset = belief.rootOffset(request);
  return agrees(tag, offset, request.size, response.bytes as Buffer, 0);
}

/** True when an answer is what a scenario says. */
export function matchesGives(gives: Gives, runner: Runner): boolean {
  const { response } = runner;
  const returned = response.status === 'returned';
  switch (gives.kind) {
    case 'any':
      return true;
    case 'value':
      return returned && response.value === gives.value;
    case 'failed':
      return returned && isFailed(response.value);
    case 'ok':
      return isOk(runner);
    case 'true':
      return returned && response.value !== 0;
    case 'false':
      return returned && response.value === 0;
    case 'fault':
      return response.status === 'faulted';
    case 'paused':
      return response.status === 'paused';
    case 'hangs':
      return response.status === 'hung';
    case 'skipped':
      return false;
    case 'bytes':
      return readsTag(runner, gives.tag);
  }
}

function tagText(tag: number): string {
  if (tag === TAG_ZERO) return 'zero bytes';
  const number = tag - TAG_FIRST_WRITTEN + 1;
  return number > 0 ? `the bytes of data ${number}` : 'the bytes that were there at the start';
}

/** What a scenario says, in words. */
export function givesText(gives: Gives): string {
  switch (gives.kind) {
    case 'value':
      return resultText(gives.value);
    case 'failed':
      return 'a FAILED result';
    case 'ok':
      return 'success';
    case 'true':
      return 'TRUE';
    case 'false':
      return 'FALSE';
    case 'fault':
      return 'an access violation';
    case 'paused':
      return 'a pause';
    case 'hangs':
      return 'a hang';
    case 'skipped':
      return 'nothing, since it cannot be issued';
    case 'any':
      return 'anything';
    case 'bytes':
      return tagText(gives.tag);
  }
}

/** What came, in words. */
export function seenText(runner: Runner): string {
  const { request, response } = runner;
  if (response.status === 'faulted') return 'an access violation';
  if (response.status === 'paused') return 'a pause';
  if (response.status === 'hung') return 'a hang';
  const operation = operationOf(runner);
  if (givesBoolean(operation)) return response.value === 0 ? 'FALSE' : 'TRUE';
  if (operation !== 'read') return resultText(response.value);
  const first = Array.from(response.bytes.subarray(0, Math.min(request.size, 8)));
  const shown = first.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `the bytes ${shown}${request.size > 8 ? ' …' : ''}`;
}

/** Names of results that do not depend on what a target chooses to call a failure. */
const NAMED: readonly (readonly [string, number])[] = Object.entries(RESULTS).filter(
  ([name]) => name !== 'E_FAIL' && name !== 'E_HANDLE' && name !== 'E_NOT_ENOUGH_MEMORY',
);

/** A result as a scenario file writes it. */
export function resultWord(value: number): string {
  const named = NAMED.find(([, each]) => each === value);
  if (named !== undefined) return named[0];
  if (isFailed(value)) return 'FAILED';
  return value > 1 ? `0x${value.toString(16)}` : 'ok';
}
