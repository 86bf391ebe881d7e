/**
 * Who may change what: every word that a step changes needs somebody who may. INV-FAILSAFE,
 * INV-ISOLATE, INV-COHERENT, FREE-3, FREE-4.
 */

import { isOutput } from '../../../model/descriptors.js';
import type { OperationName } from '../../../model/step.js';
import { TAG_UNKNOWN, TAG_ZERO } from '../../../model/world/domain.js';
import { Kind, Slot, type World } from '../../../model/world/world.js';
import { isEstate } from './estates.js';
import type { Law } from './invariants.js';
import {
  EMPTIES,
  FILLS,
  isMappedElsewhere,
  isMixed,
  mayChangeClient,
  mayChangeEstate,
  mayChangeLock,
  mayChangeObject,
  mayClear,
  mayForget,
  mayMap,
  mayStoreThrough,
} from './system-frames.js';
import { CHANGES_NOTHING_FAILED, ENDS, MAKES, type Transition } from './transition.js';
import { Part, type Watch, type WordMap } from './watch.js';

const OF_APPLICATIONS = new Set<OperationName>([
  'exit',
  'start',
  'VirtualAlloc',
  'VirtualFree',
  'VirtualProtect',
]);

/** Looks at what a step wrote; one object is reused. */
export class Frames {
  private readonly map: WordMap;
  private readonly watch: Watch;
  private transition!: Transition;

  constructor(map: WordMap, watch: Watch) {
    this.map = map;
    this.watch = watch;
  }

  /** The law that a changed word breaks; undefined where none does. */
  broken(transition: Transition): Law | undefined {
    this.transition = transition;
    const { watch, map } = this;
    const { world } = transition;
    for (const word of watch.written) {
      const after = world.read(word);
      const law = this.brokenBy(word, after);
      if (law === undefined) continue;
      // Looked at last: most words may change, so what they were does not matter.
      const isRecord = map.part[word] === Part.record || map.part[word] === Part.content;
      if (isRecord || after !== watch.before(word)) return law;
    }
    return undefined;
  }

  private brokenBy(word: number, after: number): Law | undefined {
    const part = this.map.part[word];
    const item = this.map.item[word];
    const generation = (word - this.transition.world.at.tags) % 2;
    const { operation } = this.transition.operation;
    if (CHANGES_NOTHING_FAILED.has(operation) && this.transition.isFailed) {
      const may = this.isLeftover(part, item) || this.isOpenClose();
      return may ? undefined : 'failure-changes-nothing';
    }
    switch (part) {
      case Part.object:
        return mayChangeObject(this.transition, item, after) ? undefined : 'bystanders-untouched';
      case Part.lock:
        return mayChangeLock(this.transition) ? undefined : 'bystanders-untouched';
      case Part.client:
        return mayChangeClient(this.transition, item) ? undefined : 'bystanders-untouched';
      case Part.generation:
        if (OF_APPLICATIONS.has(operation) || mayMap(this.transition, item)) return undefined;
        return 'memory-changes-by-its-owner';
      case Part.process:
      case Part.rights:
        return OF_APPLICATIONS.has(operation) ? undefined : 'memory-changes-by-its-owner';
      case Part.call:
        return ['call', 'return', 'exit'].includes(operation) ? undefined : 'bystanders-untouched';
      case Part.tag:
        return this.mayStore(item, generation, after) ? undefined : 'memory-changes-by-its-owner';
      case Part.record:
        return this.mayChange(item, word, after) ? undefined : 'bystanders-untouched';
      case Part.content:
        return this.mayFill(item, after) ? undefined : 'duplicates-change-by-their-owner';
      default:
        return undefined;
    }
  }

  /** Words of a record that was made and released within the call that failed. */
  private isLeftover(part: number, slot: number): boolean {
    const { world, taken, act } = this.transition;
    if (!act.ground.hasEstates || (part !== Part.record && part !== Part.content)) return false;
    return (taken & (1 << slot)) === 0 && !world.isLive(slot);
  }

  /** Marshal that fails closes what it opened: after a double free that does anything (QUIET-2). */
  private isOpenClose(): boolean {
    const { world, operation } = this.transition;
    return world.heapOpen && FILLS.has(operation.operation);
  }

  private mayChange(slot: number, word: number, after: number): boolean {
    const { world, operation, outcome, act } = this.transition;
    const name = operation.operation;
    if (act.ground.hasEstates) {
      if (isEstate(world, slot)) return mayChangeEstate(this.transition, slot, word);
      if (FILLS.has(name)) {
        const isNew = (this.transition.taken & (1 << slot)) === 0;
        return isNew || mayForget(this.transition, after);
      }
      if (EMPTIES.has(name)) {
        const named = (this.transition.named & (1 << slot)) !== 0;
        return named || outcome.unsafe !== 0 || world.heapOpen;
      }
    }
    if (name === 'return') {
      if (world.field(slot, Slot.thread) !== operation.thread) return false;
      const parameter = world.has(slot, Slot.kind, Kind.parameter);
      return parameter || (word - world.at.slots) % Slot.words === Slot.callOver;
    }
    if (name === 'exit') return world.field(slot, Slot.process) === operation.process;
    if (name === 'call') return slot === outcome.pointerSlot;
    if (MAKES.has(name))
      return slot === outcome.pointerSlot && (this.transition.taken & (1 << slot)) === 0;
    if (!ENDS.has(name)) return false;
    return (this.transition.named & (1 << slot)) !== 0 || outcome.unsafe !== 0 || world.heapOpen;
  }

  private mayFill(slot: number, after: number): boolean {
    const { world, operation, outcome, act } = this.transition;
    if (after === TAG_UNKNOWN && this.transition.mayOpen) return true;
    if (slot === outcome.pointerSlot) return true;
    if (FILLS.has(operation.operation)) return (this.transition.taken & (1 << slot)) === 0;
    if (operation.operation === 'write') {
      return act.slot >= 0 && world.pointer(slot) === world.pointer(act.slot);
    }
    for (let s = 0; s < world.slots; s += 1) {
      if ((this.transition.named & (1 << s)) === 0 || world.parent(s) !== slot) continue;
      if (this.isOutput(s)) return true;
    }
    return outcome.unsafe !== 0;
  }

  /** By what was recorded, or for a shipped reading by what the call says. */
  private isOutput(slot: number): boolean {
    if (this.transition.outcome.unsafe !== 0) return true;
    return isOutput(this.transition.world.field(slot, Slot.descriptor));
  }

  private mayStore(interval: number, generation: number, after: number): boolean {
    const { world, operation, outcome } = this.transition;
    if (after === TAG_UNKNOWN && this.transition.mayOpen) return true;
    if (outcome.unsafe !== 0 || world.heapOpen) return true;
    const name = operation.operation;
    const { domain } = world;
    if (domain.shares && after === TAG_UNKNOWN && isMixed(this.transition, interval)) return true;
    if (domain.locks > 0 && mayClear(this.transition, interval, after)) return true;
    if (name === 'start' || name === 'VirtualAlloc') {
      if (domain.shares && isMappedElsewhere(world, interval, generation)) return false;
      return after === TAG_ZERO && this.isOf(interval, operation.process);
    }
    if (name === 'write') return this.mayStoreBy(interval, generation);
    for (let s = 0; s < world.slots; s += 1) {
      if (
        (this.transition.named & (1 << s)) !== 0 &&
        this.isOutput(s) &&
        covers(world, s, interval)
      )
        return true;
    }
    return false;
  }

  private isOf(interval: number, process: number): boolean {
    const { domain } = this.transition.world;
    const region = domain.runRegion[domain.intervalRun[interval]];
    return domain.regionProcess[region] === process;
  }

  /** A store: by the application into its own mapping, by the server through the pointer. */
  private mayStoreBy(interval: number, generation: number): boolean {
    const { world, operation, act } = this.transition;
    const { domain } = world;
    const region = domain.runRegion[domain.intervalRun[interval]];
    const start = domain.regionBase[region] + domain.intervalOffset[interval];
    const mapped = world.generation(region) - 1 === generation;
    const inRange = start >= operation.pointer && start < operation.pointer + operation.size;
    if (act.ground.hasEstates && mayStoreThrough(this.transition, interval, generation))
      return true;
    if (operation.thread < 0) return mapped && inRange && this.isOf(interval, operation.process);
    if (act.slot < 0 && !act.ground.hasEstates) return false;
    if (inRange && mapped) {
      const owner = domain.regionProcess[region];
      return owner === world.callerOf(operation.thread) || (owner === 0 && !domain.userServer);
    }
    for (let s = 0; s < world.slots; s += 1) {
      if (world.pointer(s) !== operation.pointer || !covers(world, s, interval)) continue;
      if (world.isLive(s) && world.field(s, Slot.generation) === generation) return true;
    }
    return false;
  }
}

function covers(world: World, slot: number, interval: number): boolean {
  const first = world.field(slot, Slot.first);
  return interval >= first && interval < first + world.field(slot, Slot.count);
}
