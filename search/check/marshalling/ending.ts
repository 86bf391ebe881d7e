/**
 * Close, both Frees and Flush, on every pointer that the driver holds. A lawful driver passes what
 * it passed when it made the buffer, once, and closes after what was made from it.
 */

import { isOutput } from '../../../model/descriptors.js';
import { Form } from '../../../model/readings.js';
import type { OperationName } from '../../../model/step.js';
import { TAG_FIRST_WRITTEN } from '../../../model/world/domain.js';
import { Kind, Slot } from '../../../model/world/world.js';
import type { Act, Client, Template } from './act.js';
import {
  applyAll,
  combinations,
  type Difference,
  inWords,
  WHEN_ENDING,
  WHEN_FLUSHING,
} from './arguments.js';
import type { Ground } from './ground.js';
import { OBJECT_RELEASES } from './objects.js';
import { has } from './scope.js';
import { SHARING_RELEASES } from './sharing.js';
import { WINDRIVER_RELEASES } from './windriver.js';

interface Ending {
  readonly operation: OperationName;
  readonly kind: Kind;
  readonly differences: readonly Difference[];
}

const ENDINGS: readonly Ending[] = [
  { operation: 'CeCloseCallerBuffer', kind: Kind.opened, differences: WHEN_ENDING },
  { operation: 'CeFreeAsynchronousBuffer', kind: Kind.asynchronous, differences: WHEN_ENDING },
];
const FREE_DUPLICATE: Ending = {
  operation: 'CeFreeDuplicateBuffer',
  kind: Kind.duplicate,
  differences: WHEN_ENDING,
};
const FLUSH: Ending = {
  operation: 'CeFlushAsynchronousBuffer',
  kind: Kind.asynchronous,
  differences: WHEN_FLUSHING,
};

/** What pSrcUnmarshalled has to be (QUIET-11): Open's source, or NULL for a secure copy. */
function unmarshalledOf(act: Act, slot: number): number {
  const { world } = act;
  const parent = world.parent(slot);
  if (parent < 0 || !act.isKind(parent, Kind.opened)) return 0;
  const part = world.field(slot, Slot.offset) - world.field(parent, Slot.offset);
  return act.passed(parent, Slot.source) + part;
}

/** True for a record of the right kind that a lawful driver may end or flush now. */
function isDue(act: Act, ending: Ending, slot: number, thread: number): boolean {
  const { world } = act;
  if (!world.isLive(slot) || !act.isKind(slot, ending.kind)) return false;
  if (ending === FLUSH) {
    return isOutput(world.field(slot, Slot.descriptor));
  }
  if (ending.kind === Kind.asynchronous) return true;
  if (world.hasChild(slot)) return false;
  // Before the call returns on its own thread; afterwards, under an asynchronous buffer, on any.
  return world.field(slot, Slot.callOver) !== 0 || world.field(slot, Slot.thread) === thread;
}

/** Wrong arguments that the choice of the pointer alone amounts to. */
function wrongPointer(act: Act, ending: Ending, slot: number): number {
  return act.world.isLive(slot) && act.isKind(slot, ending.kind) ? 0 : 1;
}

function endTemplate(
  ground: Ground,
  ending: Ending,
  slot: number,
  thread: number,
  differences: readonly Difference[],
): Template {
  const wrong = inWords(differences);
  const group = `${ending.operation}${wrong === '' ? '' : ` (${wrong})`}`;
  return {
    group,
    name: `${group} of record ${slot} on thread ${thread}`,
    fill: (act) => {
      if (!act.canRun(thread) || !act.isHeldPointer(slot)) return false;
      // What an object holds it releases and flushes itself.
      if (!act.knowsSource(slot) || act.isHeldByObject(slot)) return false;
      if (act.isLawful) {
        if (differences.length > 0 || !isDue(act, ending, slot, thread)) return false;
      } else if (wrongPointer(act, ending, slot) + differences.length > ground.scope.wrong) {
        return false;
      }
      const operation = act.begin(ending.operation, thread);
      act.slot = slot;
      operation.pointer = act.passed(slot, Slot.pointer);
      operation.source = act.passed(slot, Slot.source);
      operation.size = act.passed(slot, Slot.size);
      operation.descriptor = act.passed(slot, Slot.descriptor);
      operation.unmarshalled = ending === FLUSH ? unmarshalledOf(act, slot) : 0;
      return applyAll(differences, operation, ground);
    },
  };
}

function threads(ground: Ground): number[] {
  const calls = Array.from({ length: ground.scope.calls }, (_, index) => index + 1);
  return has(ground.scope, 'service-thread') ? [0, ...calls] : calls;
}

/** Everything that ends or flushes a record. */
export function endingTemplates(ground: Ground, client: Client): Template[] {
  const { scope } = ground;
  const wrong = client === 'lawful' ? 0 : scope.wrong;
  const endings = [...ENDINGS];
  if (has(scope, 'duplicate')) endings.push(FREE_DUPLICATE);
  if (has(scope, 'flush')) endings.push(FLUSH);
  const templates: Template[] = [];
  // Some thread of its own a server always has to give back what it kept.
  const own = client === 'lawful' ? [0] : [];
  const on = new Set([...own, ...threads(ground)]);
  for (const ending of endings) {
    for (let slot = 0; slot < ground.domain.slots; slot += 1) {
      for (const thread of on) {
        for (const differences of combinations(ending.differences, wrong)) {
          templates.push(endTemplate(ground, ending, slot, thread, differences));
        }
      }
    }
  }
  return templates;
}

const GIVE_BACK = new Set([
  'a call returns',
  ...SHARING_RELEASES,
  ...WINDRIVER_RELEASES,
  ...OBJECT_RELEASES,
]);

/** True for operations that give something back: the rules of INV-RECOVER. */
export function isRelease(template: Template): boolean {
  const ends = [...ENDINGS, FREE_DUPLICATE].some(({ operation }) => template.group === operation);
  return ends || GIVE_BACK.has(template.group);
}

/** Loads and stores of the driver through pointers that it was given. */
export function accessTemplates(ground: Ground): Template[] {
  const templates: Template[] = [];
  for (let slot = 0; slot < ground.domain.slots; slot += 1) {
    for (const thread of threads(ground)) {
      templates.push(access(slot, thread, 'read', 0));
      for (let content = 0; content < ground.scope.contents; content += 1) {
        templates.push(access(slot, thread, 'write', content));
      }
    }
  }
  return templates;
}

/** SPACE-4, DUP-5, ALIAS-11: what a lawful driver may touch, and from where. */
function mayTouch(act: Act, slot: number, thread: number, writes: boolean): boolean {
  const { world } = act;
  if (!world.isLive(slot)) return false;
  if (writes && !isOutput(world.field(slot, Slot.descriptor))) return false;
  if (act.isKind(slot, Kind.asynchronous)) return true;
  if (!act.isInCallOf(slot)) return false;
  const direct = world.has(slot, Slot.form, Form.direct);
  return !direct || world.field(slot, Slot.thread) === thread;
}

function access(slot: number, thread: number, name: 'read' | 'write', content: number): Template {
  const stored = name === 'write' ? `, content ${content}` : '';
  return {
    group: `the driver ${name}s`,
    name: `the driver ${name}s record ${slot} on thread ${thread}${stored}`,
    fill: (act) => {
      if (!act.canRun(thread) || !act.isHeldPointer(slot)) return false;
      if (act.isLawful && !mayTouch(act, slot, thread, name === 'write')) return false;
      const operation = act.begin(name, thread);
      operation.pointer = act.passed(slot, Slot.pointer);
      operation.size = act.world.field(slot, Slot.length);
      act.slot = slot;
      act.tag = TAG_FIRST_WRITTEN + content;
      return true;
    },
  };
}
