/**
 * WinDriver: applications as its clients, who open, lock, ask, unlock and close as they like, and
 * the plug-in, which uses the kernel-mode address; a lawful one while the lock lives (WD-5).
 */

import { DmaMember } from '../../../model/operations/windriver.js';
import type { WinDriverOperation } from '../../../model/step.js';
import { TAG_FIRST_WRITTEN } from '../../../model/world/domain.js';
import { Kind } from '../../../model/world/world.js';
import type { Client, Template } from './act.js';
import { estateOf, KERNEL_VIEW, LOCKED_BYTES, USER_VIEW } from './estates.js';
import type { Ground } from './ground.js';

/** Versions of clients: the last that maps by WD_CardRegister, and one that maps at once. */
export const VERSIONS: readonly number[] = [522, 600];
const KERNEL_BUFFER_ALLOC = 1;
const KERNEL_ONLY_MAP = 0x10;
const LOCK = 1;

/** Members of an operation that a call sets. */
interface Values {
  readonly mode?: number;
  readonly size?: number;
  readonly descriptor?: number;
  readonly allocationFails?: number;
}

function calls(process: number, name: WinDriverOperation, way: string, values: Values): Template {
  const group = way === '' ? name : `${name} (${way})`;
  return {
    group,
    name: `${group} by application ${process}`,
    fill: (act) => {
      const operation = act.begin(name, -1);
      operation.process = process;
      operation.object = LOCK;
      Object.assign(operation, values);
      return act.world.isAlive(process);
    },
  };
}

function client(process: number, ground: Ground): Template[] {
  const foreign = { mode: ground.scope.applications + 1 };
  const locks = { size: LOCKED_BYTES, descriptor: KERNEL_BUFFER_ALLOC };
  return [
    ...VERSIONS.map((mode) => calls(process, 'WD_Open', `version ${mode}`, { mode })),
    calls(process, 'WD_Open', 'without memory', { mode: VERSIONS[0] ?? 0, allocationFails: 1 }),
    calls(process, 'WD_DMALock', '', locks),
    calls(process, 'WD_DMALock', 'for the kernel alone', {
      ...locks,
      descriptor: KERNEL_BUFFER_ALLOC | KERNEL_ONLY_MAP,
    }),
    calls(process, 'WD_DMALock', 'size: 0', { ...locks, size: 0 }),
    calls(process, 'WD_DMALock', 'without memory', { ...locks, allocationFails: 1 }),
    calls(process, 'WD_DMALock', 'handle: of another', { ...locks, ...foreign }),
    calls(process, 'WD_DMA', 'hDma', { mode: DmaMember.hDma }),
    calls(process, 'WD_DMA', 'pUserAddr', { mode: DmaMember.pUserAddr }),
    calls(process, 'WD_DMA', 'pKernelAddr', { mode: DmaMember.pKernelAddr }),
    calls(process, 'WD_CardRegister', '', {}),
    calls(process, 'WD_DMASyncCpu', '', {}),
    calls(process, 'WD_DMASyncIo', '', {}),
    calls(process, 'WD_DMAUnlock', '', {}),
    calls(process, 'WD_DMAUnlock', 'handle: of another', foreign),
    calls(process, 'WD_Close', '', {}),
  ];
}

interface Actor {
  readonly thread: number;
  readonly process: number;
}

function access(actor: Actor, name: 'read' | 'write', pointer: number): Template {
  const { thread, process } = actor;
  const who = thread < 0 ? 'an application' : 'the plug-in';
  const where = pointer === USER_VIEW ? 'user-mode' : 'kernel-mode';
  const group = `${who} ${name}s a buffer by its ${where} address`;
  return {
    group,
    name: `${group}, ${thread < 0 ? `application ${process}` : `thread ${thread}`}`,
    fill: (act) => {
      if (thread < 0 ? !act.world.isAlive(process) : !act.canRun(thread)) return false;
      if (thread >= 0 && act.isLawful) {
        const view = estateOf(act.world, Kind.dma, 0);
        // The address is known only once WinDriver has told it (WD-5).
        if (view < 0 || act.world.pointer(view) === 0) return false;
      }
      const operation = act.begin(name, thread);
      operation.process = Math.max(process, 0);
      operation.pointer = pointer;
      operation.size = LOCKED_BYTES;
      act.tag = TAG_FIRST_WRITTEN;
      return true;
    },
  };
}

/** Everything that clients and plug-in do. */
export function windriverTemplates(ground: Ground, driver: Client): Template[] {
  const { applications, calls: carried } = ground.scope;
  const templates: Template[] = [];
  for (let process = 1; process <= applications; process += 1) {
    templates.push(...client(process, ground));
    for (const name of ['read', 'write'] as const) {
      for (const pointer of [USER_VIEW, KERNEL_VIEW]) {
        templates.push(access({ thread: -1, process }, name, pointer));
      }
    }
  }
  if (driver === 'application-only') return templates;
  for (let thread = 0; thread <= carried; thread += 1) {
    for (const name of ['read', 'write'] as const) {
      templates.push(access({ thread, process: 0 }, name, KERNEL_VIEW));
    }
  }
  return templates;
}

/** Groups that only give back. */
export const WINDRIVER_RELEASES: readonly string[] = ['WD_DMAUnlock', 'WD_Close'];
