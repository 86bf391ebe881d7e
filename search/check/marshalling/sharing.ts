/**
 * VirtualAllocEx, VirtualCopyEx and VirtualFreeEx, with loads and stores through what they map. A
 * lawful driver shares the block that it has for that, uncached; a misusing one the memory of the
 * application too, and gives that back. Wrong values that the three must refuse are lawful.
 */

import { MEM_DECOMMIT, MEM_RELEASE, MEM_RESERVE } from '../../../model/memory-types.js';
import { PAGE_BYTES, TAG_FIRST_WRITTEN } from '../../../model/world/domain.js';
import { PAGE_PHYSICAL } from '../../../model/world/shares.js';
import { Kind, Slot } from '../../../model/world/world.js';
import type { Act, Client, Template } from './act.js';
import { estateOf, PHYSICAL_BLOCK, RESERVED, RESERVED_BYTES, SHARED_BLOCK } from './estates.js';
import { APPLICATION_BASE, type Ground } from './ground.js';

const PAGE_NOACCESS = 1;
const PAGE_READONLY = 2;
const PAGE_READWRITE = 4;
const PAGE_NOCACHE = 0x200;

/** Members of an operation that a wrong one sets. */
type Values = Partial<
  Pick<Act['operation'], 'process' | 'pointer' | 'source' | 'size' | 'mode'>
> & {
  readonly descriptor?: number;
};

/** One wrong value, by name. */
interface Wrong {
  readonly name: string;
  readonly values: Values;
}

function threads(ground: Ground): number[] {
  return Array.from({ length: ground.scope.calls + 1 }, (_, thread) => thread);
}

function processes(ground: Ground): number[] {
  return Array.from({ length: ground.scope.applications }, (_, index) => index + 1);
}

/** Bytes of a block, which is as large as an application's memory. */
function blockBytes({ domain }: Ground): number {
  return domain.regionBytes[1];
}

function sharing(
  operation: 'VirtualAllocEx' | 'VirtualCopyEx' | 'VirtualFreeEx',
  way: string,
  thread: number,
  process: number,
  values: Values,
): Template {
  const group = way === '' ? operation : `${operation} (${way})`;
  return {
    group,
    name: `${group} for application ${process} on thread ${thread}`,
    fill: (act) => {
      if (!act.canRun(thread)) return false;
      const filled = act.begin(operation, thread);
      filled.process = process;
      Object.assign(filled, values);
      return true;
    },
  };
}

function reserves(ground: Ground, thread: number, process: number): Template[] {
  const right = {
    pointer: RESERVED,
    size: RESERVED_BYTES,
    mode: MEM_RESERVE,
    descriptor: PAGE_NOACCESS,
  };
  const wrong: Wrong[] = [
    { name: 'size: 0', values: { size: 0 } },
    { name: 'type: 0', values: { mode: 0 } },
    { name: 'protection: 0', values: { descriptor: 0 } },
    { name: 'pointer: of the application', values: { pointer: APPLICATION_BASE } },
    { name: 'pointer: past the limit', values: { pointer: 0x4000_0000 } },
    { name: 'process: unknown', values: { process: ground.scope.applications + 1 } },
  ];
  return [{ name: '', values: {} }, ...wrong].map(({ name, values }) =>
    sharing('VirtualAllocEx', name, thread, process, { ...right, ...values }),
  );
}

function maps(ground: Ground, thread: number, process: number, client: Client): Template[] {
  const uncached = PAGE_READWRITE | PAGE_NOCACHE;
  const right = {
    pointer: RESERVED,
    source: SHARED_BLOCK,
    size: blockBytes(ground),
    mode: 0,
    descriptor: uncached,
  };
  const physical = { source: PHYSICAL_BLOCK / 0x100, descriptor: uncached | PAGE_PHYSICAL };
  const ways: Wrong[] = [
    { name: '', values: {} },
    { name: 'to read', values: { descriptor: PAGE_READONLY | PAGE_NOCACHE } },
    { name: 'physical source', values: physical },
    { name: 'size: 0', values: { size: 0 } },
    { name: 'pointer: elsewhere in its page', values: { pointer: RESERVED + 0x10 } },
    { name: 'pointer: behind', values: { pointer: RESERVED + RESERVED_BYTES } },
    { name: 'source: unmapped', values: { source: 0xb000_0000 } },
    { name: 'protection: PAGE_NOACCESS', values: { descriptor: PAGE_NOACCESS } },
    { name: 'process: unknown', values: { process: ground.scope.applications + 1 } },
  ];
  if (client === 'misusing') {
    ways.push({ name: 'cached', values: { descriptor: PAGE_READWRITE } });
  }
  if (client === 'misusing' && ground.scope.lessMisuse !== true) {
    const own = { source: APPLICATION_BASE, mode: process };
    ways.push(
      { name: 'of the application', values: { ...own, descriptor: PAGE_READWRITE } },
      { name: 'of the application, uncached', values: own },
    );
  }
  return ways.map(({ name, values }) =>
    sharing('VirtualCopyEx', name, thread, process, { ...right, ...values }),
  );
}

function frees(ground: Ground, thread: number, process: number, client: Client): Template[] {
  const right = { pointer: RESERVED, size: 0, mode: MEM_RELEASE };
  const ways: Wrong[] = [
    { name: '', values: {} },
    { name: 'size: not 0', values: { size: PAGE_BYTES } },
    { name: 'type: MEM_DECOMMIT of nothing', values: { mode: MEM_DECOMMIT } },
    { name: 'type: 0', values: { mode: 0 } },
    { name: 'pointer: not the base', values: { pointer: RESERVED + PAGE_BYTES } },
  ];
  if (client === 'misusing' && ground.scope.lessMisuse !== true) {
    ways.push({ name: 'of the application', values: { pointer: APPLICATION_BASE } });
  }
  return ways.map(({ name, values }) =>
    sharing('VirtualFreeEx', name, thread, process, { ...right, ...values }),
  );
}

/** The application gives back what was reserved in it. */
function givesBack(process: number): Template {
  const group = 'VirtualFree of a reservation';
  return {
    group,
    name: `${group} by application ${process}`,
    fill: (act) => {
      const filled = act.begin('VirtualFree', -1);
      filled.process = process;
      filled.pointer = RESERVED;
      return act.world.isAlive(process);
    },
  };
}

/** True for what a lawful driver does on a thread: the caller's mapping, there (VM-11). */
function mayUse(act: Act, thread: number, writes: boolean): boolean {
  const caller = act.world.callerOf(thread);
  const mapping = caller > 0 ? estateOf(act.world, Kind.shared, caller) : -1;
  return mapping >= 0 && (!writes || act.world.field(mapping, Slot.writable) !== 0);
}

function access(
  ground: Ground,
  who: { readonly thread: number; readonly process: number },
  name: 'read' | 'write',
  base: number,
): Template {
  const { thread, process } = who;
  const actor = thread < 0 ? `application ${process}` : 'the driver';
  const what = base === RESERVED ? 'a mapping' : 'the block';
  const group = `${thread < 0 ? 'an application' : 'the driver'} ${name}s ${what}`;
  return {
    group,
    name: `${actor} ${name}s ${what}${thread < 0 ? '' : ` on thread ${thread}`}`,
    fill: (act) => {
      if (thread < 0 ? !act.world.isAlive(process) : !act.canRun(thread)) return false;
      const reaches = thread >= 0 && base === RESERVED;
      if (reaches && act.isLawful && !mayUse(act, thread, name === 'write')) return false;
      const operation = act.begin(name, thread);
      operation.process = Math.max(process, 0);
      operation.pointer = base + ground.scope.buffers[0];
      operation.size = Math.max(...ground.sizes);
      act.tag = TAG_FIRST_WRITTEN;
      return true;
    },
  };
}

function accesses(ground: Ground): Template[] {
  const templates: Template[] = [];
  for (const name of ['read', 'write'] as const) {
    for (const process of processes(ground)) {
      templates.push(access(ground, { thread: -1, process }, name, RESERVED));
    }
    for (const thread of threads(ground)) {
      templates.push(access(ground, { thread, process: 0 }, name, RESERVED));
      templates.push(access(ground, { thread, process: 0 }, name, SHARED_BLOCK));
    }
  }
  return templates;
}

/** Everything that has to do with sharing. */
export function sharingTemplates(ground: Ground, client: Client): Template[] {
  const templates: Template[] = [];
  for (const process of processes(ground)) {
    for (const thread of client === 'application-only' ? [] : threads(ground)) {
      templates.push(...reserves(ground, thread, process));
      templates.push(...maps(ground, thread, process, client));
      templates.push(...frees(ground, thread, process, client));
    }
    templates.push(givesBack(process));
  }
  return client === 'application-only' ? templates : [...templates, ...accesses(ground)];
}

/** Groups that only give back. */
export const SHARING_RELEASES: readonly string[] = ['VirtualFreeEx'];
