/**
 * Wrapper objects (AsynchronousBuffer_t and its kin): what each keeps between two of its methods.
 * An address that a target has chosen and not shown is known by a stand-in until ptr() gives it;
 * one that ptr() never gives, of an Open under a new asynchronous copy, keeps its stand-in.
 */

import { Form } from '../readings.js';
import { Kind, Slot, type World } from './world.js';

/** Wrapper classes, as `mode` of a construct numbers them. */
export const WrapperClass = { none: 0, asynchronous: 1, duplicated: 2, marshalled: 3 } as const;

/** Stand-ins begin here: above every address that a kernel hands out … */
const KERNEL_STAND_INS = 0xffc0_0000;
/** … and in a host, above what VirtualAlloc hands out. */
const USER_STAND_INS = 0x7fc0_0000;
const STRIDE = 0x4_0000;

function firstStandIn(world: World): number {
  return world.domain.userServer ? USER_STAND_INS : KERNEL_STAND_INS;
}

/** The stand-in for the address of a record. */
export function standIn(world: World, slot: number): number {
  return firstStandIn(world) + slot * STRIDE;
}

/** Stands for every address that was never shown and is released. */
function forgotten(world: World): number {
  return standIn(world, world.domain.slots);
}

/** True for an address that stands for one that no ptr() has given. */
export function isStandIn(world: World, pointer: number): boolean {
  if (world.domain.objects === 0) return false;
  return pointer >= firstStandIn(world) && pointer <= forgotten(world);
}

/**
 * The address of a new record is not known yet. What still held the stand-in of the record that was
 * in its slot before names another buffer, which nobody can tell from any other.
 */
export function hide(world: World, slot: number): void {
  const pointer = standIn(world, slot);
  if (world.pointer(slot) === pointer) return;
  exchange(world, pointer, forgotten(world));
  world.setField(slot, Slot.pointer, pointer | 0);
}

/** True when a live record lies at an address that was never shown: it may be any. */
export function hidesRecord(world: World): boolean {
  if (world.domain.objects === 0) return false;
  for (let s = 0; s < world.slots; s += 1) {
    if (world.isLive(s) && isStandIn(world, world.pointer(s))) return true;
  }
  return false;
}

/** True when Open's copy or alias lives at some other address than this one. */
export function opensElsewhere(world: World, pointer: number): boolean {
  for (let s = 0; s < world.slots; s += 1) {
    if (!world.isLive(s) || world.field(s, Slot.kind) !== Kind.opened) continue;
    if (world.field(s, Slot.form) !== Form.direct && world.pointer(s) !== pointer) return true;
  }
  return false;
}

/** The address of a record becomes known: everything that held its stand-in holds it now. */
export function learn(world: World, slot: number, pointer: number): void {
  const before = world.pointer(slot);
  world.setField(slot, Slot.pointer, pointer | 0);
  if (!isStandIn(world, before)) return;
  exchange(world, before, pointer);
}

/** Whatever holds one address holds another from now on. */
function exchange(world: World, before: number, after: number): void {
  for (let s = 0; s < world.slots; s += 1) {
    for (const field of [Slot.pointer, Slot.source]) {
      if (world.field(s, field) >>> 0 === before) world.setField(s, field, after | 0);
    }
  }
  for (let object = 1; object <= world.domain.objects; object += 1) {
    for (const field of [Member.pointer, Member.source, Member.opened]) {
      if (world.member(object, field) === before) world.setMember(object, field, after);
    }
  }
}

/** Words of an object. */
export const Member = {
  /** One of {@link WrapperClass}; 0 while there is no such object. */
  class: 0,
  /** What ptr() gives; 0 while it is empty. */
  pointer: 1,
  /** Source, size and descriptor as passed. */
  source: 2,
  size: 3,
  descriptor: 4,
  /** MarshalledBuffer_t: what Open gave. */
  opened: 5,
  /** MarshalledBuffer_t: 1 when an asynchronous buffer stands on that. */
  asynchronous: 6,
  words: 7,
} as const;
