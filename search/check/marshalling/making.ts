/**
 * CeOpenCallerBuffer, CeAllocAsynchronousBuffer and CeAllocDuplicateBuffer with every argument of
 * the scope. A lawful driver makes them on the caller's thread, before the call returns, on what
 * is marshalled; arguments that the API must refuse are lawful.
 */

import { characterBytes, descriptorText, MARSHAL_FORCE_ALIAS } from '../../../model/descriptors.js';
import { Form } from '../../../model/readings.js';
import type { Operation } from '../../../model/step.js';
import { Kind, Slot } from '../../../model/world/world.js';
import type { Act, Client, Template } from './act.js';
import { applyAll, combinations, type Difference, inWords, WHEN_MAKING } from './arguments.js';
import { type Ground, TEXT_BYTES } from './ground.js';
import { has } from './scope.js';

/** A size and a descriptor that are right together. */
export interface Right {
  readonly size: number;
  readonly descriptor: number;
}

/** Sizes and descriptors that are right together; strings have sizes of their own. */
export function rights(ground: Ground): Right[] {
  return ground.scope.descriptors.flatMap((descriptor) => {
    const sizes = characterBytes(descriptor) === 0 ? ground.sizes : [0, TEXT_BYTES];
    return sizes.map((size) => ({ size, descriptor }));
  });
}

/** Threads that carry a call, and where the scope has it the service thread. */
export function threads(ground: Ground): number[] {
  const all = Array.from({ length: ground.scope.calls }, (_, index) => index + 1);
  return has(ground.scope, 'service-thread') ? [0, ...all] : all;
}

/** The wrong ways of making, tried once: with the first right arguments. */
function wrongWays(ground: Ground, first: boolean): Difference[][] {
  return first ? combinations(WHEN_MAKING, ground.scope.wrong) : [[]];
}

/** Operation, what is wrong with it, and whether memory runs out. */
function groupOf(operation: string, wrong: string, fails: number): string {
  const differs = wrong === '' ? '' : ` (${wrong})`;
  return `${operation}${differs}${fails > 0 ? ' without memory' : ''}`;
}

function openTemplate(
  ground: Ground,
  thread: number,
  address: number,
  right: Right,
  force: boolean,
  differences: readonly Difference[],
  fails: number,
): Template {
  const wrong = inWords(differences);
  const group = groupOf('CeOpenCallerBuffer', wrong, fails);
  const forced = force ? ', ForceDuplicate' : '';
  const given = `${right.size} bytes, ${descriptorText(right.descriptor)}${forced}`;
  const hexadecimal = `0x${address.toString(16)}`;
  return {
    group,
    name: `${group} of ${hexadecimal} on thread ${thread}: ${given}`,
    fill: (act) => {
      if (!act.world.isInCall(thread) || !act.hasRoomFor(1)) return false;
      const operation = act.begin('CeOpenCallerBuffer', thread);
      operation.source = address;
      operation.size = right.size;
      operation.descriptor = right.descriptor;
      operation.forceDuplicate = force;
      operation.allocationFails = fails;
      return applyAll(differences, operation, ground);
    },
  };
}

function opens(ground: Ground): Template[] {
  const templates: Template[] = [];
  for (const thread of threads(ground)) {
    if (thread === 0) continue;
    ground.buffers.forEach((address, buffer) => {
      rights(ground).forEach((right, index) => {
        for (const force of [false, true]) {
          const first = buffer === 0 && index === 0 && !force;
          for (const differences of wrongWays(ground, first)) {
            templates.push(openTemplate(ground, thread, address, right, force, differences, 0));
          }
          if (!has(ground.scope, 'no-memory') || index > 0) continue;
          templates.push(openTemplate(ground, thread, address, right, force, [], 1));
        }
      });
    });
  }
  return templates;
}

/** Fills in the source of an Alloc from a record: its pointer, and whether it is long enough. */
export function fromRecord(act: Act, slot: number, operation: Operation): boolean {
  if (!act.isHeldPointer(slot)) return false;
  operation.source = act.passed(slot, Slot.pointer);
  const covers = operation.size <= act.world.field(slot, Slot.length);
  if (!act.isLawful) return covers;
  return covers && act.isSource(slot) && isOnItsThread(act, slot, operation.thread);
}

function isOnItsThread(act: Act, slot: number, thread: number): boolean {
  return act.world.field(slot, Slot.thread) === thread && act.isInCallOf(slot);
}

/** In user mode only what the driver opened may be made asynchronous (ASYNC-16). */
function isLawfulInUserMode(act: Act, slot: number): boolean {
  return !act.ground.domain.userServer || act.isKind(slot, Kind.opened);
}

interface Making {
  readonly operation: 'CeAllocAsynchronousBuffer' | 'CeAllocDuplicateBuffer';
  readonly flag: boolean;
}

function makeTemplate(
  ground: Ground,
  making: Making,
  slot: number,
  thread: number,
  right: Right,
  differences: readonly Difference[],
  fails: number,
): Template {
  const wrong = inWords(differences);
  const flag = making.flag ? MARSHAL_FORCE_ALIAS : 0;
  const descriptor = right.descriptor + flag;
  const group = groupOf(making.operation, wrong, fails);
  const given = `${right.size} bytes, ${descriptorText(descriptor)}`;
  return {
    group,
    name: `${group} on record ${slot}, thread ${thread}: ${given}`,
    fill: (act) => {
      if (!act.canRun(thread) || (act.isLawful && thread === 0)) return false;
      if (!act.hasRoomFor(1)) return false;
      const operation = act.begin(making.operation, thread);
      operation.size = right.size;
      operation.descriptor = descriptor;
      operation.allocationFails = fails;
      if (!fromRecord(act, slot, operation)) return false;
      if (act.isLawful && !mayMake(act, making.operation, slot)) return false;
      return applyAll(differences, operation, ground);
    },
  };
}

/** True where a lawful driver may make an asynchronous buffer, or a secure copy, from a record. */
export function mayMake(act: Act, operation: Making['operation'], slot: number): boolean {
  if (operation === 'CeAllocAsynchronousBuffer') return isLawfulInUserMode(act, slot);
  // DUP-3: a parameter, or what Open gave without copying it.
  if (act.isKind(slot, Kind.parameter)) return true;
  return act.isKind(slot, Kind.opened) && !act.world.has(slot, Slot.form, Form.copy);
}

function makesOf(ground: Ground, making: Making): Template[] {
  const templates: Template[] = [];
  for (const thread of threads(ground)) {
    for (let slot = 0; slot < ground.domain.slots; slot += 1) {
      rights(ground).forEach((right, index) => {
        const first = index === 0 && !making.flag;
        for (const differences of wrongWays(ground, first)) {
          templates.push(makeTemplate(ground, making, slot, thread, right, differences, 0));
        }
        if (!has(ground.scope, 'no-memory') || index > 0) return;
        templates.push(makeTemplate(ground, making, slot, thread, right, [], 1));
      });
    }
  }
  return templates;
}

/** Alloc on an address of the caller that nobody marshalled (ASYNC-23): misuse. */
function unmarshalled(ground: Ground, thread: number, descriptor: number): Template {
  const group = 'CeAllocAsynchronousBuffer on an unmarshalled address';
  return {
    group,
    name: `${group}, thread ${thread}: ${descriptorText(descriptor)}`,
    fill: (act) => {
      if (act.isLawful || !act.canRun(thread) || !act.hasRoomFor(1)) return false;
      const operation = act.begin('CeAllocAsynchronousBuffer', thread);
      operation.source = ground.buffers[0];
      operation.size = ground.sizes[0];
      operation.descriptor = descriptor;
      return true;
    },
  };
}

/** Everything that makes a record. */
export function makingTemplates(ground: Ground, client: Client): Template[] {
  const templates = opens(ground);
  for (const flag of [false, true]) {
    templates.push(...makesOf(ground, { operation: 'CeAllocAsynchronousBuffer', flag }));
  }
  if (ground.scope.wrong > 0 && client !== 'lawful') {
    for (const thread of threads(ground)) {
      for (const descriptor of ground.scope.descriptors) {
        templates.push(unmarshalled(ground, thread, descriptor));
      }
    }
  }
  if (has(ground.scope, 'duplicate')) {
    templates.push(...makesOf(ground, { operation: 'CeAllocDuplicateBuffer', flag: false }));
  }
  return templates;
}
