/** What VirtualAllocEx committed, looked into: QUIET-20, VM-5. */

import { CITE } from '../model/clauses/index.js';
import type { Outcome } from '../model/outcome.js';
import { absentCite, backingOf, committedRights, isCommitted } from '../model/world/committed.js';
import { overlapping } from '../model/world/shares.js';
import { Kind, Slot, type World } from '../model/world/world.js';
import {
  type Inspection,
  PAGE_BYTES,
  PAGE_NOACCESS,
  PAGE_READONLY,
  PAGE_READWRITE,
} from '../targets/interface.js';
import { type Looks, MISSING, SAME } from './looks.js';
import type { Mismatch } from './mismatch.js';
import { offers } from './offers.js';

const PROTECTIONS = [PAGE_NOACCESS, PAGE_READONLY, PAGE_READWRITE];

/** Committed pages show their bytes and rights; what is not committed has no pages. */
export function agreesOnReservations(
  world: World,
  outcome: Outcome,
  target: Inspection,
  m: Mismatch,
  looks: Looks,
): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.reservation) continue;
    const region = backingOf(world, s);
    if (region < 0) continue;
    m.slot = s;
    const { regionRun, runOffset } = world.domain;
    const end = world.field(s, Slot.length);
    for (let run = regionRun[region]; run < regionRun[region + 1]; run += 1) {
      if (runOffset[run] >= end) break;
      if (!agreesOnRun(world, s, run, outcome, target, m, looks)) return false;
    }
  }
  return true;
}

function agreesOnRun(
  world: World,
  slot: number,
  run: number,
  outcome: Outcome,
  target: Inspection,
  m: Mismatch,
  looks: Looks,
): boolean {
  const { state } = looks;
  const process = world.field(slot, Slot.process);
  const address = world.pointer(slot) + world.domain.runOffset[run];
  const cite = CITE['QUIET-20.committed'];
  if (!isCommitted(world, run)) return hasNoPage(world, process, run, address, target, m, looks);
  const bad = looks.run(world, run, process, address, target);
  if (bad === MISSING) return m.is('page', cite, outcome.accountCite, address, 0);
  if (bad !== SAME) {
    m.interval = bad;
    return m.is('buffer-contents', world.tagCite(bad, 0), cite, world.tag(bad, 0), 0);
  }
  if (!offers(target, 'pages')) return true;
  target.page(process, address, state);
  const protection = PROTECTIONS[committedRights(world, run)];
  if (state.protection !== protection) return m.is('page', cite, cite, protection, address);
  if (!offers(target, 'cache') || state.cached !== world.isNocache(run)) return true;
  m.what = state.cached ? 'uncached' : 'cached';
  return m.is('cache', cite, cite, state.cached ? 0 : 1, address);
}

/** The first page of a run is neither committed nor mapped. */
function hasNoPage(
  world: World,
  process: number,
  run: number,
  address: number,
  target: Inspection,
  m: Mismatch,
  looks: Looks,
): boolean {
  if (!offers(target, 'pages')) return true;
  if (overlapping(world, Kind.shared, process, address, address + PAGE_BYTES) >= 0) return true;
  target.page(process, address, looks.state);
  return !looks.state.present || m.is('page', absentCite(world, run), 0, 0, address);
}
