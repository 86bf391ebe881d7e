/** Defects of the systems beside the seven functions. */

import { Answer } from '../../../../model/outcome.js';
import { KERNEL_BASE } from '../../../../model/readings.js';
import { TAG_INITIAL } from '../../../../model/world/domain.js';
import { Member } from '../../../../model/world/objects.js';
import { Kind, Slot, State, type World } from '../../../../model/world/world.js';
import { isOk, type ModelFault, restore, type Spoiled, unwrite } from './spoiled.js';

/** Brings back the records of a kind that the step has released. */
function revive(step: Spoiled, kind: Kind): void {
  const { world } = step;
  for (let s = 0; s < world.slots; s += 1) {
    const state = world.at.slots + s * Slot.words + Slot.state;
    const wasLive = step.watch.before(state) === State.live;
    if (wasLive && world.has(s, Slot.kind, kind)) world.setField(s, Slot.state, State.live);
  }
}

function lives(world: World, kind: Kind): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (world.isLive(s) && world.has(s, Slot.kind, kind)) return true;
  }
  return false;
}

/** A user-mode address at which nothing is mapped can be read. */
function readsNothing({ world, operation, outcome }: Spoiled, kind: Kind): void {
  if (operation !== 'read' || outcome.answer !== Answer.faulted) return;
  if (!lives(world, kind)) outcome.answer = Answer.returned;
}

/** A store of an application by an address below the kernel's is lost, where `kind` is mapped. */
function losesStore(step: Spoiled, kind: Kind): void {
  const { world, operation, process, pointer } = step;
  if (operation !== 'write' || process === 0 || pointer >= KERNEL_BASE) return;
  if (lives(world, kind)) unwrite(step, Number.MAX_SAFE_INTEGER);
}

const SHARING: readonly ModelFault[] = [
  {
    id: 'mapping-outlives-reservation',
    sentence: 'VirtualFreeEx releases a reservation and leaves what is mapped in it',
    breaks: 'mappings-in-reservations',
    system: 'shared-memory',
    spoil: (step: Spoiled): void => {
      if (step.operation === 'VirtualFreeEx' && isOk(step)) revive(step, Kind.shared);
    },
  },
  {
    id: 'reservation-outlives-exit',
    sentence: 'the exit of a process leaves what was reserved in it',
    breaks: 'reservations-of-the-living',
    system: 'shared-memory',
    spoil: (step: Spoiled): void => {
      if (step.operation === 'exit') revive(step, Kind.reservation);
    },
  },
  {
    id: 'reserved-twice',
    sentence: 'addresses that are reserved are reserved again',
    breaks: 'reservations-apart',
    system: 'shared-memory',
    spoil: ({ world, operation, made }: Spoiled): void => {
      if (operation !== 'VirtualAllocEx' || made < 0) return;
      const other = world.freeSlot();
      if (other < 0) return;
      for (let field = 0; field < Slot.words; field += 1) {
        world.setField(other, field, world.field(made, field));
      }
    },
  },
  {
    id: 'reservation-kept',
    sentence: 'VirtualFreeEx says S_OK and releases nothing',
    breaks: 'reservations-released',
    system: 'shared-memory',
    spoil: (step: Spoiled): void => {
      if (step.operation === 'VirtualFreeEx' && isOk(step)) revive(step, Kind.reservation);
    },
  },
  {
    id: 'mapping-is-a-copy',
    sentence: 'what an application stores in a mapping does not reach the shared block',
    breaks: 'stores-arrive-in-every-view',
    system: 'shared-memory',
    spoil: (step: Spoiled): void => {
      losesStore(step, Kind.shared);
    },
  },
  {
    id: 'reserved-is-readable',
    sentence: 'what is reserved and not mapped can be read',
    breaks: 'no-access-without-a-view',
    system: 'shared-memory',
    spoil: (step: Spoiled): void => {
      readsNothing(step, Kind.shared);
    },
  },
];

const WINDRIVER: readonly ModelFault[] = [
  {
    id: 'lock-outlives-exit',
    sentence: 'the exit of a client leaves its buffer locked',
    breaks: 'locks-of-clients',
    system: 'windriver',
    spoil: (step: Spoiled): void => {
      const { world } = step;
      if (step.operation !== 'exit') return;
      restore(step, world.at.locks, world.at.clients);
      restore(step, world.at.regionGeneration, world.at.runRights);
      revive(step, Kind.dma);
    },
  },
  {
    id: 'kernel-view-left',
    sentence: 'WD_DMAUnlock leaves a view of the buffer',
    breaks: 'views-of-locks',
    system: 'windriver',
    spoil: (step: Spoiled): void => {
      if (step.operation === 'WD_DMAUnlock') revive(step, Kind.dma);
    },
  },
  {
    id: 'buffer-with-kernel-bytes',
    sentence: 'a locked buffer shows what the kernel had there',
    breaks: 'no-foreign-bytes',
    system: 'windriver',
    spoil: ({ world, operation, made }: Spoiled): void => {
      if (operation !== 'WD_DMALock' || made < 0) return;
      world.setTag(world.field(made, Slot.first), 0, TAG_INITIAL, 0);
    },
  },
  {
    id: 'user-view-is-a-copy',
    sentence: 'what a client stores does not reach the buffer of the plug-in',
    breaks: 'stores-arrive-in-every-view',
    system: 'windriver',
    spoil: (step: Spoiled): void => {
      losesStore(step, Kind.dma);
    },
  },
  {
    id: 'unlocked-is-readable',
    sentence: 'a buffer that is not locked can be read',
    breaks: 'no-access-without-a-view',
    system: 'windriver',
    spoil: (step: Spoiled): void => {
      readsNothing(step, Kind.dma);
    },
  },
];

const CLASSES: readonly ModelFault[] = [
  {
    id: 'object-forgets-size',
    sentence: 'an object that was filled does not keep the size',
    breaks: 'objects-hold-what-they-made',
    system: 'wrapper-classes',
    spoil: ({ world, operation, object, made }: Spoiled): void => {
      const fills =
        operation === 'construct' || operation === 'Allocate' || operation === 'Marshal';
      if (fills && made >= 0) world.setMember(object, Member.size, 0);
    },
  },
  {
    id: 'failed-object-keeps-source',
    sentence: 'a constructor that finds no memory keeps the source',
    breaks: 'objects-whole',
    system: 'wrapper-classes',
    spoil: ({ world, operation, object, source }: Spoiled): void => {
      if (operation !== 'construct' || world.member(object, Member.pointer) !== 0) return;
      world.setMember(object, Member.source, source);
    },
  },
  {
    id: 'emptied-object-keeps-address',
    sentence: 'an object that was emptied still gives the address of its buffer',
    breaks: 'objects-release-what-they-hold',
    system: 'wrapper-classes',
    spoil: (step: Spoiled): void => {
      const { world, operation, object, watch } = step;
      if (operation !== 'Free' && operation !== 'Unmarshal') return;
      const at = world.at.objects + (object - 1) * Member.words + Member.pointer;
      world.write(at, watch.before(at));
    },
  },
  {
    id: 'destructor-leaks',
    sentence: 'the destructor of a full object releases nothing',
    breaks: 'objects-release-what-they-hold',
    system: 'wrapper-classes',
    spoil: (step: Spoiled): void => {
      const { world, operation } = step;
      if (operation !== 'destroy') return;
      restore(step, 0, world.at.alive);
      restore(step, world.at.runAliases, world.at.tags);
      restore(step, world.at.slots, world.at.objects);
    },
  },
  {
    id: 'unmarshal-leaves-open',
    sentence: 'Unmarshal of an asynchronous object leaves what it had opened',
    breaks: 'objects-release-what-they-hold',
    system: 'wrapper-classes',
    spoil: (step: Spoiled): void => {
      if (step.operation === 'Unmarshal') revive(step, Kind.opened);
    },
  },
];

/** Defects of sharing, of WinDriver, and of the wrapper classes. */
export const SYSTEM_FAULTS: readonly ModelFault[] = [...SHARING, ...WINDRIVER, ...CLASSES];
