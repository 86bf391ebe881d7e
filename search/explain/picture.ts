/** The picture of a world: processes, pages, aliases and records, beside what a target shows. */

import type { Case, NamedBuffer } from '../../model/case.js';
import { descriptorText } from '../../model/descriptors.js';
import { Form } from '../../model/readings.js';
import { PAGE_BYTES, Rights } from '../../model/world/domain.js';
import { Kind, Slot, State, type World } from '../../model/world/world.js';
import {
  HOST_PROCESS,
  type Inspection,
  KERNEL_PROCESS,
  PAGE_READONLY,
  PAGE_READWRITE,
  type PageState,
} from '../../targets/interface.js';
import type {
  PageLook,
  Picture,
  PicturePages,
  PictureProcess,
  PictureRecord,
} from '../explanation.js';
import { type Names, processName } from './names.js';

const FORMS: Readonly<Record<number, PictureRecord['form']>> = {
  [Form.direct]: 'direct',
  [Form.alias]: 'alias',
  [Form.copy]: 'copy',
  [Form.same]: 'same pointer',
};
const MAKERS: Readonly<Record<number, string>> = {
  [Kind.opened]: 'Open',
  [Kind.asynchronous]: 'Alloc',
  [Kind.duplicate]: 'CeAllocDuplicateBuffer',
  [Kind.parameter]: 'parameter of the call',
};

/** What a picture is drawn from. `named` says the name of each slot, '' where it has none. */
export interface Scene {
  readonly given: Case;
  readonly world: World;
  readonly inspection: Inspection | null;
  readonly names: Names;
  readonly named: readonly string[];
  readonly step: number;
}

/** Draws the state of a world. */
export function pictureOf(scene: Scene): Picture {
  const { world, step } = scene;
  const processes: PictureProcess[] = [];
  for (let process = 1; process <= world.domain.applications; process += 1) {
    processes.push(processOf(scene, process));
  }
  const kernel = processOf(scene, KERNEL_PROCESS);
  if (kernel.pages.length > 0) processes.push(kernel);
  return {
    step,
    server: processName(world.domain.userServer ? HOST_PROCESS : KERNEL_PROCESS),
    heapBlocks: world.heapBlocks,
    heapBytes: world.heapBytes,
    aliases: world.aliases,
    cacheMatters: world.domain.reading.virtuallyTagged,
    processes,
    records: recordsOf(scene),
  };
}

function processOf(scene: Scene, process: number): PictureProcess {
  const { world } = scene;
  const pages: PicturePages[] = [];
  for (let region = 0; region < world.domain.regions; region += 1) {
    if (world.domain.regionProcess[region] === process) pages.push(...pagesOf(scene, region));
  }
  return { name: processName(process), state: stateOf(world, process), pages };
}

function stateOf(world: World, process: number): string {
  if (process === KERNEL_PROCESS) return 'memory of its own';
  if (!world.isAlive(process)) return 'exited';
  for (let thread = 1; thread <= 4; thread += 1) {
    if (world.callerOf(thread) === process) return `running, in call${thread}`;
  }
  return 'running';
}

/** Ranges of pages of a region, neighbours that look the same joined. */
function pagesOf(scene: Scene, region: number): PicturePages[] {
  const { world, given } = scene;
  const { domain } = world;
  const buffers = given.buffers.filter((each) => each.process === domain.regionProcess[region]);
  const all: PicturePages[] = [];
  for (let run = domain.regionRun[region]; run < domain.regionRun[region + 1]; run += 1) {
    const next = rangeOf(scene, region, run, buffers);
    const last = all.at(-1);
    if (last !== undefined && next.buffers.length === 0 && looksAs(last, next)) {
      all[all.length - 1] = { ...last, size: last.size + next.size };
    } else all.push(next);
  }
  return all;
}

function looksAs(a: PicturePages, b: PicturePages): boolean {
  const key = (pages: PicturePages): string =>
    JSON.stringify([pages.rules, pages.seen, pages.aliases]);
  return key(a) === key(b);
}

function rangeOf(
  scene: Scene,
  region: number,
  run: number,
  buffers: readonly NamedBuffer[],
): PicturePages {
  const { world, inspection } = scene;
  const { domain } = world;
  const address = domain.regionBase[region] + domain.runOffset[run];
  const size = domain.runBytes[run];
  const rules = ruledLook(world, region, run);
  const process = domain.regionProcess[region];
  const seen = inspection === null ? null : differing(inspection, process, address, size, rules);
  const matters = domain.reading.virtuallyTagged;
  return {
    address,
    size,
    rules,
    seen: seen !== null && !matters && seen.cached !== rules.cached ? null : seen,
    aliases: aliasesOf(scene, region, run),
    buffers: buffers
      .filter((each) => each.address >= address && each.address < address + size)
      .map((each) => ({ name: each.name, offset: each.address - address, size: each.size })),
  };
}

function ruledLook(world: World, region: number, run: number): PageLook {
  const generation = world.generation(region) - 1;
  if (generation < 0) return { mapped: false, rights: 'none', cached: true, references: 0 };
  const rights = world.rights(run);
  return {
    mapped: true,
    rights: rights === Rights.none ? 'none' : rights === Rights.read ? 'read' : 'read-write',
    cached: !world.isUncached(run, generation),
    references: 1 + world.aliasesOf(run, generation),
  };
}

/** What the target shows of the range, where its first or last page is not as the rules have it. */
function differing(
  inspection: Inspection,
  process: number,
  address: number,
  size: number,
  rules: PageLook,
): PageLook | null {
  const state: PageState = {
    present: false,
    protection: 0,
    cached: true,
    frame: 0,
    references: 0,
  };
  for (const at of [address, address + size - PAGE_BYTES]) {
    inspection.page(process, at, state);
    const { protection } = state;
    const rights =
      protection === PAGE_READWRITE ? 'read-write' : protection === PAGE_READONLY ? 'read' : 'none';
    const seen: PageLook = state.present
      ? { mapped: true, rights, cached: state.cached, references: state.references }
      : { mapped: false, rights: 'none', cached: true, references: 0 };
    if (JSON.stringify(seen) !== JSON.stringify(rules)) return seen;
  }
  return null;
}

function isHeld(world: World, slot: number): boolean {
  const state = world.field(slot, Slot.state);
  return state === State.live || state === State.leaked;
}

function aliasesOf(scene: Scene, region: number, run: number): string[] {
  const { world, named } = scene;
  const { domain } = world;
  const list: string[] = [];
  for (let slot = 0; slot < world.slots; slot += 1) {
    if (!isHeld(world, slot) || world.field(slot, Slot.form) !== Form.alias) continue;
    if (world.field(slot, Slot.region) - 1 !== region) continue;
    if (world.field(slot, Slot.generation) !== world.generation(region) - 1) continue;
    const offset = world.field(slot, Slot.offset);
    const first = offset - (offset % PAGE_BYTES);
    const start = domain.runOffset[run];
    if (start < first || start >= offset + world.field(slot, Slot.length)) continue;
    list.push(named[slot] === '' ? 'an alias' : named[slot]);
  }
  return list;
}

function recordsOf(scene: Scene): PictureRecord[] {
  const { world, named } = scene;
  const list: PictureRecord[] = [];
  for (let slot = 0; slot < world.slots; slot += 1) {
    if (!isHeld(world, slot)) continue;
    list.push({
      name: named[slot] === '' ? 'unnamed' : named[slot],
      madeBy: MAKERS[world.field(slot, Slot.kind)] ?? 'nobody',
      form: FORMS[world.field(slot, Slot.form)] ?? 'unknown',
      state: world.isLive(slot) ? 'live' : 'leaked',
      address: world.pointer(slot),
      size: world.field(slot, Slot.length),
      descriptor: descriptorText(world.field(slot, Slot.descriptor) >>> 0),
      source: sourceOf(scene, slot),
    });
  }
  return list;
}

function sourceOf(scene: Scene, slot: number): string {
  const { world, named, names } = scene;
  const parent = world.parent(slot);
  if (parent >= 0 && named[parent] !== '') return `of ${named[parent]}`;
  const region = world.field(slot, Slot.region) - 1;
  if (region < 0) return 'of nothing known';
  const process = world.field(slot, Slot.process);
  const address = world.domain.regionBase[region] + world.field(slot, Slot.offset);
  const gone = world.field(slot, Slot.processGone) !== 0 ? ', which has exited' : '';
  return `of ${names.address(address, process)} in ${processName(process)}${gone}`;
}
