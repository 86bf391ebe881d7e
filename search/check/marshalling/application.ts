/**
 * Applications: free in every client. They call and return, store, exit, come back, give their
 * memory back and change its protection, also while a call of theirs lasts.
 */

import { DESCRIPTORS } from '../../../model/descriptors.js';
import { PAGE_BYTES, TAG_FIRST_WRITTEN } from '../../../model/world/domain.js';
import { Kind, Slot } from '../../../model/world/world.js';
import type { Act, Template } from './act.js';
import { APPLICATION_BASE, type Ground, KERNEL_MEMORY } from './ground.js';
import { has } from './scope.js';

const PROTECTIONS = [
  ['PAGE_NOACCESS', 1],
  ['PAGE_READONLY', 2],
  ['PAGE_READWRITE', 4],
  ['PAGE_READWRITE|PAGE_NOCACHE', 0x204],
] as const;

function stores(ground: Ground, process: number): Template[] {
  const templates: Template[] = [];
  for (const address of ground.buffers) {
    const size = Math.max(...ground.sizes);
    for (let content = 0; content < ground.scope.contents; content += 1) {
      templates.push({
        group: 'an application stores',
        name: `application ${process} stores content ${content} at 0x${address.toString(16)}`,
        fill: (act) => {
          if (!act.world.isAlive(process)) return false;
          const operation = act.begin('write', -1);
          operation.process = process;
          operation.pointer = address;
          operation.size = size;
          act.tag = TAG_FIRST_WRITTEN + content;
          return true;
        },
      });
    }
  }
  return templates;
}

/** An application reaches for the kernel's memory: a violation, always (SPACE-2). */
function reaches(process: number): Template {
  return {
    group: 'an application reads kernel memory',
    name: `application ${process} reads kernel memory`,
    fill: (act) => {
      const operation = act.begin('read', -1);
      operation.process = process;
      operation.pointer = KERNEL_MEMORY;
      operation.size = 1;
      return act.world.isAlive(process);
    },
  };
}

function calls(ground: Ground, process: number, thread: number): Template[] {
  const plain = (viaKernel: boolean): Template => ({
    group: viaKernel ? 'a call through the kernel' : 'a call',
    name: `application ${process} calls on thread ${thread}${viaKernel ? ' (kernel)' : ''}`,
    fill: (act) => {
      const operation = act.begin('call', thread);
      operation.process = process;
      operation.viaKernel = viaKernel;
      return !act.world.isInCall(thread) && act.world.isAlive(process);
    },
  });
  const templates = [plain(false)];
  if (has(ground.scope, 'kernel-caller')) templates.push(plain(true));
  if (!has(ground.scope, 'parameter')) return templates;
  for (const size of ground.sizes) {
    templates.push({
      group: 'a call with a parameter',
      name: `application ${process} calls on thread ${thread} with ${size} bytes`,
      fill: (act) => {
        const operation = act.begin('call', thread);
        operation.process = process;
        operation.source = ground.buffers[0];
        operation.size = size;
        operation.descriptor = DESCRIPTORS.ARG_IO_PTR;
        if (!act.hasRoomFor(1)) return false;
        return !act.world.isInCall(thread) && act.world.isAlive(process);
      },
    });
  }
  return templates;
}

/** A lawful driver returns only when it owes nothing: CLOSE-4, DUP-2. */
function owesNothing(act: Act, thread: number): boolean {
  const { world } = act;
  for (let slot = 0; slot < act.ground.domain.slots; slot += 1) {
    if (!world.isLive(slot) || world.field(slot, Slot.thread) !== thread) continue;
    if (world.field(slot, Slot.callOver) !== 0) continue;
    const kind = world.field(slot, Slot.kind);
    if (kind !== Kind.opened && kind !== Kind.duplicate) continue;
    if (!world.hasChild(slot)) return false;
  }
  return true;
}

function returns(thread: number): Template {
  return {
    group: 'a call returns',
    name: `the call on thread ${thread} returns`,
    fill: (act) => {
      if (!act.world.isInCall(thread)) return false;
      act.begin('return', thread);
      return !act.isLawful || owesNothing(act, thread);
    },
  };
}

function lives(process: number): Template[] {
  const exit: Template = {
    group: 'an application exits',
    name: `application ${process} exits`,
    fill: (act) => {
      act.begin('exit', -1).process = process;
      return act.world.isAlive(process);
    },
  };
  const start: Template = {
    group: 'an application starts',
    name: `application ${process} starts`,
    fill: (act) => {
      act.begin('start', -1).process = process;
      return !act.world.isAlive(process);
    },
  };
  return [exit, start];
}

function memory(process: number, operation: 'VirtualFree' | 'VirtualAlloc'): Template {
  return {
    group: operation,
    name: `${operation} by application ${process}`,
    fill: (act) => {
      const filled = act.begin(operation, -1);
      filled.process = process;
      filled.pointer = APPLICATION_BASE;
      return act.world.isAlive(process);
    },
  };
}

function protect(ground: Ground, process: number, name: string, value: number): Template {
  const region = ground.domain.regionProcess.indexOf(process);
  const size = ground.domain.regionBytes[region] ?? PAGE_BYTES;
  return {
    group: 'VirtualProtect',
    name: `VirtualProtect(${name}) by application ${process}`,
    fill: (act) => {
      const filled = act.begin('VirtualProtect', -1);
      filled.process = process;
      filled.pointer = APPLICATION_BASE;
      filled.size = size;
      filled.descriptor = value;
      return act.world.isAlive(process);
    },
  };
}

/** An application looks at a buffer of its own: what went back to it shows. */
export function readTemplates(ground: Ground): Template[] {
  const templates: Template[] = [];
  for (let process = 1; process <= ground.scope.applications; process += 1) {
    for (const address of ground.buffers) {
      templates.push({
        group: 'an application reads',
        name: `application ${process} reads at 0x${address.toString(16)}`,
        fill: (act) => {
          const operation = act.begin('read', -1);
          operation.process = process;
          operation.pointer = address;
          operation.size = Math.max(...ground.sizes);
          return act.world.isAlive(process);
        },
      });
    }
  }
  return templates;
}

/** What applications, and the calls that they make, may do. */
export function applicationTemplates(ground: Ground): Template[] {
  const { scope } = ground;
  const templates: Template[] = [];
  for (let thread = 1; thread <= scope.calls; thread += 1) {
    for (let process = 1; process <= scope.applications; process += 1) {
      templates.push(...calls(ground, process, thread));
    }
    templates.push(returns(thread));
  }
  for (let process = 1; process <= scope.applications; process += 1) {
    templates.push(...stores(ground, process), reaches(process));
    if (has(scope, 'exit')) templates.push(...lives(process));
    if (has(scope, 'release')) {
      templates.push(memory(process, 'VirtualFree'), memory(process, 'VirtualAlloc'));
    }
    if (!has(scope, 'protect')) continue;
    for (const [name, value] of PROTECTIONS) {
      templates.push(protect(ground, process, name, value));
    }
  }
  return templates;
}
