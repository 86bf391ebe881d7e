/** Views of WinDriver's buffers, looked into: WD-1, WD-3, QUIET-31. */

import { CITE } from '../model/clauses/index.js';
import type { Outcome } from '../model/outcome.js';
import { KERNEL_BASE, LOWEST_USER_ADDRESS } from '../model/readings.js';
import { PAGE_BYTES } from '../model/world/domain.js';
import { overlapsRegion } from '../model/world/shares.js';
import { Kind, Slot, type World } from '../model/world/world.js';
import type { Inspection } from '../targets/interface.js';
import { type Looks, MISSING, SAME } from './looks.js';
import type { Mismatch } from './mismatch.js';
import { offers } from './offers.js';

/** An address that a lock gave: in the right space, page-aligned, nobody else's (WD-1, WD-2). */
export function agreesOnView(
  world: World,
  outcome: Outcome,
  pointer: number,
  m: Mismatch,
): boolean {
  const slot = outcome.pointerSlot;
  const process = world.field(slot, Slot.process);
  const end = pointer + world.field(slot, Slot.length);
  m.slot = slot;
  const right = process === 0 ? pointer >= KERNEL_BASE : end <= KERNEL_BASE;
  const low = pointer < LOWEST_USER_ADDRESS || pointer % PAGE_BYTES !== 0;
  const free = !overlapsRegion(world, process, pointer, end) && !overlapsView(world, slot);
  if (right && !low && free) return true;
  return m.is('address', outcome.pointerCite, CITE['WD-1.two-addresses'], 0, pointer);
}

/** True where another view of the same space has, or may have, some of the addresses. */
function overlapsView(world: World, slot: number): boolean {
  const first = world.pointer(slot);
  const end = first + world.field(slot, Slot.length);
  for (let s = 0; s < world.slots; s += 1) {
    const isOther = s !== slot && world.isLive(s) && world.field(s, Slot.kind) === Kind.dma;
    if (!isOther || world.field(s, Slot.process) !== world.field(slot, Slot.process)) continue;
    const other = world.pointer(s);
    const isHidden = other === 0 && !world.isLive(slot);
    if (isHidden) return true;
    if (other !== 0 && other < end && first < other + world.field(s, Slot.length)) return true;
  }
  return false;
}

function isView(world: World, slot: number): boolean {
  return world.field(slot, Slot.kind) === Kind.dma && world.pointer(slot) !== 0;
}

/** Both views show the buffer, in contiguous frames; a released one is mapped no more. */
export function agreesOnViews(
  world: World,
  outcome: Outcome,
  target: Inspection,
  m: Mismatch,
  looks: Looks,
): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (!isView(world, s)) continue;
    m.slot = s;
    if (!world.isLive(s)) {
      if (!isGone(world, s, outcome, target, m, looks)) return false;
    } else if (!showsBuffer(world, s, target, m, looks)) return false;
  }
  return true;
}

function isGone(
  world: World,
  slot: number,
  outcome: Outcome,
  target: Inspection,
  m: Mismatch,
  looks: Looks,
): boolean {
  const pointer = world.pointer(slot);
  if (!offers(target, 'pages') || overlapsView(world, slot)) return true;
  if (overlapsRegion(world, world.field(slot, Slot.process), pointer, pointer + 1)) return true;
  target.page(world.field(slot, Slot.process), pointer, looks.state);
  const behind = outcome.citeCount > 0 ? outcome.cites[0] : outcome.valueCite;
  return !looks.state.present || m.is('page', CITE['WD-1.unlock'], behind, 0, pointer);
}

function showsBuffer(
  world: World,
  slot: number,
  target: Inspection,
  m: Mismatch,
  looks: Looks,
): boolean {
  const { state } = looks;
  const pointer = world.pointer(slot);
  const process = world.field(slot, Slot.process);
  const length = world.field(slot, Slot.length);
  const cite = CITE['QUIET-31'];
  const bad = looks.slot(world, slot, process, target);
  if (bad === MISSING) {
    const missing = length === 0x1_0000 ? 'WD-8' : 'WD-1.two-addresses';
    return m.is('page', CITE[missing], cite, pointer, 0);
  }
  if (bad !== SAME) {
    m.interval = bad;
    return m.is('buffer-contents', world.tagCite(bad, 0), cite, world.tag(bad, 0), 0);
  }
  if (!offers(target, 'frames')) return true;
  target.page(process, pointer, state);
  const frame = state.frame;
  for (let page = 1; page * PAGE_BYTES < length; page += 1) {
    target.page(process, pointer + page * PAGE_BYTES, state);
    if (state.frame === frame + page) continue;
    return m.is('page', CITE['WD-1.contiguous'], cite, frame + page, state.frame);
  }
  return true;
}
