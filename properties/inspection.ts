/**
 * Everything that a target lets us look at, against one world: bytes of every process, bytes of
 * every buffer, pages, cache attributes, counts. Run after each operation.
 */

import { CITE } from '../model/clauses/index.js';
import type { Outcome } from '../model/outcome.js';
import { Form } from '../model/readings.js';
import { DMA_PROCESS } from '../model/world/domain.js';
import { isStandIn } from '../model/world/objects.js';
import { sharesOf } from '../model/world/shares.js';
import { Kind, Slot, type World } from '../model/world/world.js';
import {
  HOST_PROCESS,
  type Inspection,
  KERNEL_PROCESS,
  PAGE_BYTES,
  PAGE_NOACCESS,
  PAGE_READONLY,
  PAGE_READWRITE,
} from '../targets/interface.js';
import { aliasCite, behindCachedPage } from './alias-checks.js';
import { agreesOnReservations } from './committed-pages.js';
import { agreesOnCounts, isEmpty } from './counts.js';
import { agreesOnViews } from './dma-views.js';
import { Looks, MISSING, SAME } from './looks.js';
import { agreesOnMapping } from './mappings.js';
import type { Mismatch } from './mismatch.js';
import { offers } from './offers.js';

const PROTECTIONS = [PAGE_NOACCESS, PAGE_READONLY, PAGE_READWRITE];

/** Compares worlds with what a target shows; owns its scratch memory. */
export class Inspector {
  private readonly looks = new Looks();
  private readonly state = this.looks.state;

  /** True when all that can be seen agrees. `outcome` says which obligations are at stake. */
  agrees(world: World, outcome: Outcome, target: Inspection, mismatch: Mismatch): boolean {
    mismatch.clear();
    for (let r = 0; r < world.domain.regions; r += 1) {
      if (!this.agreesOnRegion(world, r, outcome, target, mismatch)) return false;
    }
    for (let s = 0; s < world.slots && offers(target, 'memory'); s += 1) {
      if (!world.isLive(s) || isStandIn(world, world.pointer(s))) continue;
      const shared = world.field(s, Slot.kind) === Kind.shared;
      if (shared && !agreesOnMapping(world, s, target, mismatch, this.looks)) return false;
      const form = world.field(s, Slot.form);
      if (form === Form.copy && !this.agreesOnCopy(world, s, outcome, target, mismatch)) {
        return false;
      }
      if (form === Form.alias && !this.agreesOnAlias(world, s, outcome, target, mismatch)) {
        return false;
      }
    }
    if (world.domain.locks > 0 && offers(target, 'memory')) {
      if (!agreesOnViews(world, outcome, target, mismatch, this.looks)) return false;
    }
    if (world.domain.backings > 0 && offers(target, 'memory')) {
      if (!agreesOnReservations(world, outcome, target, mismatch, this.looks)) return false;
    }
    return agreesOnCounts(world, outcome, target, mismatch);
  }

  private agreesOnRegion(
    world: World,
    region: number,
    outcome: Outcome,
    target: Inspection,
    m: Mismatch,
  ): boolean {
    const { domain } = world;
    const process = domain.regionProcess[region];
    const base = domain.regionBase[region];
    const generation = world.generation(region) - 1;
    m.region = region;
    if (process >= DMA_PROCESS) return true;
    if (generation < 0) {
      if (!offers(target, 'pages')) return true;
      target.page(process, base, this.state);
      if (!this.state.present) return true;
      return m.is('page', outcome.valueCite, CITE['SPACE-6.takes-memory'], 0, base);
    }
    if (offers(target, 'memory')) {
      const bad = this.looks.region(world, region, target);
      if (bad === MISSING)
        return m.is('page', outcome.keepCite, CITE['INV-ISOLATE.write'], base, 0);
      if (bad === SAME) return this.agreesOnPages(world, region, generation, outcome, target, m);
      m.interval = bad;
      const cite = world.tagCite(bad, generation);
      const isAround = outcome.aroundCite !== 0 && cite !== outcome.writtenCite;
      if (isAround) m.further = outcome.writtenCite;
      const behind = isAround ? outcome.aroundCite : outcome.keepCite;
      return m.is('caller-memory', cite, behind, world.tag(bad, generation), 0);
    }
    return this.agreesOnPages(world, region, generation, outcome, target, m);
  }

  private agreesOnPages(
    world: World,
    region: number,
    generation: number,
    outcome: Outcome,
    target: Inspection,
    m: Mismatch,
  ): boolean {
    const { domain } = world;
    if (!offers(target, 'pages')) return true;
    const last = domain.regionRun[region + 1];
    for (let run = domain.regionRun[region]; run < last; run += 1) {
      const address = domain.regionBase[region] + domain.runOffset[run];
      if (!this.agreesOnPage(world, run, generation, address, outcome, target, m)) return false;
      const lastPage = address + domain.runBytes[run] - PAGE_BYTES;
      if (lastPage === address) continue;
      if (!this.agreesOnPage(world, run, generation, lastPage, outcome, target, m)) return false;
    }
    return true;
  }

  private agreesOnPage(
    world: World,
    run: number,
    generation: number,
    address: number,
    outcome: Outcome,
    target: Inspection,
    m: Mismatch,
  ): boolean {
    const { state } = this;
    target.page(world.domain.regionProcess[world.domain.runRegion[run]], address, state);
    const protection = PROTECTIONS[world.rights(run)];
    if (!state.present || state.protection !== protection) {
      return m.is('page', outcome.keepCite, CITE['INV-ISOLATE.write'], protection, address);
    }
    if (
      offers(target, 'cache') &&
      !this.agreesOnCache(world, run, generation, outcome, target, m, address)
    ) {
      return false;
    }
    if (!offers(target, 'references')) return true;
    const references = 1 + world.aliasesOf(run, generation) + sharesOf(world, run, generation);
    if (state.references === references) return true;
    m.what = 'references';
    const behind = CITE[isEmpty(world) ? 'INV-LEAK.mappings' : 'INV-COUNT.equal'];
    return m.is('count', outcome.accountCite, behind, references, state.references);
  }

  private agreesOnCache(
    world: World,
    run: number,
    generation: number,
    outcome: Outcome,
    target: Inspection,
    m: Mismatch,
    address: number,
  ): boolean {
    if (!world.domain.reading.virtuallyTagged) return true;
    const uncached = world.isUncached(run, generation);
    if (this.state.cached !== uncached) return true;
    let cite = outcome.cacheCite;
    if (uncached && world.isNocache(run)) cite = CITE['ALIAS-3.never-initially-uncached'];
    else if (uncached && cite === CITE['ALIAS-3.recaches-at-last']) {
      cite = CITE['ALIAS-3.not-before-last'];
    }
    m.what = uncached ? 'uncached' : 'cached';
    let behind = CITE[isEmpty(world) ? 'INV-LEAK.uncached-pages' : 'INV-CACHE.recached'];
    if (uncached) {
      const server = serverOf(world);
      behind = behindCachedPage(world, run, generation, server, target, this.state);
    }
    return m.is('cache', cite, behind, uncached ? 0 : 1, address);
  }

  private agreesOnCopy(
    world: World,
    slot: number,
    outcome: Outcome,
    target: Inspection,
    m: Mismatch,
  ): boolean {
    if (world.heapOpen || world.field(slot, Slot.region) === 0) return true;
    m.slot = slot;
    const bad = this.looks.slot(world, slot, serverOf(world), target);
    if (bad === MISSING) {
      const isNew = outcome.pointerSlot === slot;
      const cite = isNew ? outcome.accountCite : CITE['ASYNC-4.after-return'];
      return m.is('buffer-contents', cite, CITE['INV-COUNT.equal'], 0, 0);
    }
    if (bad === SAME) return true;
    m.interval = bad;
    const cite = world.contentCite(slot, bad);
    const tag = world.content(slot, bad);
    return m.is('buffer-contents', cite, CITE['INV-COHERENT.duplicate'], tag, 0);
  }

  private agreesOnAlias(
    world: World,
    slot: number,
    outcome: Outcome,
    target: Inspection,
    m: Mismatch,
  ): boolean {
    const { domain } = world;
    if (world.field(slot, Slot.region) === 0) return true;
    const pointer = world.pointer(slot);
    const generation = world.field(slot, Slot.generation);
    const server = serverOf(world);
    m.slot = slot;
    const bad = this.looks.slot(world, slot, server, target);
    if (bad === MISSING) {
      return m.is('buffer-contents', aliasCite(world, slot), CITE['SPACE-6.keeps-aliases'], 0, 0);
    }
    if (bad !== SAME) {
      m.interval = bad;
      const cite = world.tagCite(bad, generation);
      const tag = world.tag(bad, generation);
      return m.is('buffer-contents', cite, CITE['ALIAS-1.one-memory'], tag, 0);
    }
    if (!domain.reading.virtuallyTagged || !offers(target, 'cache')) return true;
    target.page(server, pointer, this.state);
    const uncached = world.isUncached(
      domain.intervalRun[world.field(slot, Slot.first)],
      generation,
    );
    if (this.state.present && this.state.cached !== uncached) return true;
    m.what = uncached ? 'uncached' : 'cached';
    const cite = uncached ? CITE['ALIAS-2.alias'] : outcome.cacheCite;
    return m.is('cache', cite, CITE['INV-CACHE.one-cached'], uncached ? 0 : 1, pointer);
  }
}

/** Process whose address space the server's pointers belong to. */
export function serverOf(world: World): number {
  return world.domain.userServer ? HOST_PROCESS : KERNEL_PROCESS;
}
