/**
 * Statements about worlds with the systems beside the seven functions. Each is there where its
 * system is, and can arise: a server in user mode maps nothing and has no plug-in.
 */

import { Client as ClientWord, clientWord, Lock, lockWord } from '../../../model/world/dma.js';
import { Member, WrapperClass } from '../../../model/world/objects.js';
import { Kind, Slot, type World } from '../../../model/world/world.js';
import type { Client } from './act.js';
import type { Ground } from './ground.js';
import type { Statement } from './statement.js';

/** Live records of a kind. */
function ofKind(world: World, kind: Kind): number[] {
  const found: number[] = [];
  for (let s = 0; s < world.slots; s += 1) {
    if (world.isLive(s) && world.has(s, Slot.kind, kind)) found.push(s);
  }
  return found;
}

function endOf(world: World, slot: number): number {
  return world.pointer(slot) + world.field(slot, Slot.length);
}

/** Each mapping lies in a reservation of its process, beside the others. */
const MAPPINGS: Statement = {
  name: 'mappings-in-reservations (VM-2)',
  holds: (world) => {
    const mappings = ofKind(world, Kind.shared);
    const reservations = ofKind(world, Kind.reservation);
    for (const slot of mappings) {
      const process = world.field(slot, Slot.process);
      const under = reservations.filter(
        (each) =>
          world.field(each, Slot.process) === process &&
          world.pointer(slot) >= world.pointer(each) &&
          endOf(world, slot) <= endOf(world, each),
      );
      if (under.length !== 1) return false;
    }
    return mappings.length > 0 ? true : undefined;
  },
};

/** What is reserved in a process overlaps nothing else there (QUIET-20). */
const APART: Statement = {
  name: 'reservations-apart (QUIET-20)',
  holds: (world) => {
    const { domain } = world;
    const reservations = ofKind(world, Kind.reservation);
    for (const slot of reservations) {
      const process = world.field(slot, Slot.process);
      const [from, to] = [world.pointer(slot), endOf(world, slot)];
      for (const other of reservations) {
        if (other === slot || world.field(other, Slot.process) !== process) continue;
        if (from < endOf(world, other) && world.pointer(other) < to) return false;
      }
      for (let r = 0; r < domain.regions; r += 1) {
        const base = domain.regionBase[r];
        if (domain.regionProcess[r] !== process) continue;
        if (from < base + domain.regionBytes[r] && base < to) return false;
      }
    }
    return reservations.length > 0 ? true : undefined;
  },
};

/** What a process had reserved goes with it (SPACE-6). */
const OF_THE_LIVING: Statement = {
  name: 'reservations-of-the-living (SPACE-6)',
  holds: (world) => {
    const reservations = ofKind(world, Kind.reservation);
    if (reservations.some((slot) => !world.isAlive(world.field(slot, Slot.process)))) return false;
    return reservations.length > 0 ? true : undefined;
  },
};

/** A live lock has its views of one buffer, an unlocked one has none; no other view is there. */
const VIEWS: Statement = {
  name: 'views-of-locks (WD-1)',
  holds: (world) => {
    const { domain } = world;
    const views = new Set(ofKind(world, Kind.dma));
    for (let lock = 1; lock <= domain.locks; lock += 1) {
      const live = lockWord(world, lock, Lock.live) !== 0;
      const region = domain.regions - domain.locks + lock - 1;
      if ((world.generation(region) !== 0) !== live) return false;
      for (const word of [Lock.user, Lock.kernel]) {
        const slot = lockWord(world, lock, word) - 1;
        if (slot < 0 && (!live || word === Lock.user)) continue;
        const owner = word === Lock.user ? lockWord(world, lock, Lock.process) : 0;
        if (!live || !views.delete(slot) || world.field(slot, Slot.process) !== owner) return false;
        if (world.field(slot, Slot.region) - 1 !== region) return false;
      }
    }
    if (views.size > 0) return false;
    return domain.locks > 0 && lockWord(world, 1, Lock.live) !== 0 ? true : undefined;
  },
};

/** A lock lives while its client has its handle: exit and WD_Close unlock (QUIET-26). */
const LOCKS: Statement = {
  name: 'locks-of-clients (QUIET-26)',
  holds: (world) => {
    let live = 0;
    for (let lock = 1; lock <= world.domain.locks; lock += 1) {
      if (lockWord(world, lock, Lock.live) === 0) continue;
      live += 1;
      const process = lockWord(world, lock, Lock.process);
      if (!world.isAlive(process)) return false;
      if (clientWord(world, process, ClientWord.version) === 0) return false;
    }
    return live > 0 ? true : undefined;
  },
};

/** An empty object keeps nothing, and none is of no class (CLASS-3). */
const WHOLE: Statement = {
  name: 'objects-whole (CLASS-3)',
  holds: (world) => {
    let full = 0;
    for (let object = 1; object <= world.domain.objects; object += 1) {
      const at = (member: number): number => world.member(object, member);
      if (at(Member.pointer) !== 0) {
        full += 1;
        const opened = at(Member.opened) !== 0;
        if (at(Member.class) === 0 || at(Member.source) === 0) return false;
        if (opened !== (at(Member.class) === WrapperClass.marshalled)) return false;
      } else if (LEFT.some((member) => at(member) !== 0)) return false;
    }
    return full > 0 ? true : undefined;
  },
};
const LEFT = [Member.source, Member.size, Member.descriptor, Member.opened, Member.asynchronous];

const KINDS = new Map<number, Kind>([
  [WrapperClass.asynchronous, Kind.asynchronous],
  [WrapperClass.duplicated, Kind.duplicate],
]);

/** A full object of a driver that keeps the rules names the live record that it made. */
const HOLDS: Statement = {
  name: 'objects-hold-what-they-made (CLASS-2, CLASS-3)',
  holds: (world) => {
    let full = 0;
    for (let object = 1; object <= world.domain.objects; object += 1) {
      const at = (member: number): number => world.member(object, member);
      if (at(Member.pointer) === 0) continue;
      full += 1;
      const asynchronous = at(Member.asynchronous) !== 0;
      const plain = KINDS.get(at(Member.class));
      const kind = plain ?? (asynchronous ? Kind.asynchronous : Kind.opened);
      const source = plain === undefined && asynchronous ? Member.opened : Member.source;
      const isIt = (slot: number): boolean =>
        world.pointer(slot) === at(Member.pointer) &&
        world.field(slot, Slot.source) >>> 0 === at(source) &&
        world.field(slot, Slot.size) === at(Member.size) &&
        world.field(slot, Slot.descriptor) >>> 0 === at(Member.descriptor);
      if (!ofKind(world, kind).some(isIt)) return false;
    }
    return full > 0 ? true : undefined;
  },
};

/** The statements of the systems that a ground has. */
export function systemStatements({ domain }: Ground, client: Client): Statement[] {
  const all: Statement[] = [];
  if (domain.shares && !domain.userServer && client !== 'application-only') {
    all.push(MAPPINGS, APART, OF_THE_LIVING);
  }
  if (domain.locks > 0 && !domain.userServer) all.push(VIEWS, LOCKS);
  if (domain.objects > 0 && client !== 'application-only') {
    all.push(WHOLE);
    if (client === 'lawful') all.push(HOLDS);
  }
  return all;
}
