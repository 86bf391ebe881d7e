/** A target's response against what one branch permits: status, result, out-pointer, bytes. */

import { CITE } from '../model/clauses/index.js';
import { Answer, type Outcome, Pointer, Value } from '../model/outcome.js';
import { Form, KERNEL_BASE, LOWEST_USER_ADDRESS } from '../model/readings.js';
import { isFailed, isWin32, RESULTS } from '../model/results.js';
import { PAGE_BYTES } from '../model/world/domain.js';
import { hasAddress } from '../model/world/memory.js';
import { learn } from '../model/world/objects.js';
import { overlapping, overlapsRegion } from '../model/world/shares.js';
import { Kind, Slot, State, type World } from '../model/world/world.js';
import { POINTER_SENTINEL, type Request, type Response } from '../targets/interface.js';
import { agrees } from './bytes.js';
import { agreesOnView } from './dma-views.js';
import type { Check, Mismatch } from './mismatch.js';

const STATUS = ['returned', 'faulted', 'paused', 'hung'] as const;

/** Status names in the order of {@link Answer}. */
export function statusName(answer: number): string {
  return STATUS[answer] ?? 'anything';
}

/** The check that a broken target fails; others fail 'answer'. */
const BROKEN: Readonly<Partial<Record<Response['status'], Check>>> = {
  garbled: 'garbled',
  crashed: 'crash',
  hung: 'hang',
};

function agreesOnStatus(outcome: Outcome, response: Response): boolean {
  if (outcome.answer === Answer.open) {
    return response.status !== 'refused' && response.status !== 'garbled';
  }
  if (outcome.answer === Answer.any) {
    return response.status === 'returned' || response.status === 'faulted';
  }
  return response.status === STATUS[outcome.answer];
}

function agreesOnValue(outcome: Outcome, value: number): boolean {
  switch (outcome.valueKind) {
    case Value.exact:
      return value === outcome.value;
    case Value.failed:
      return isFailed(value);
    case Value.failedAccess:
      return value === RESULTS.E_ACCESSDENIED || isWin32(value);
    case Value.status:
      return value !== 0;
    case Value.argumentOrAccess:
      return value === RESULTS.E_INVALIDARG || value === RESULTS.E_ACCESSDENIED;
    default:
      return true;
  }
}

function agreesOnPointer(outcome: Outcome, response: Response, mismatch: Mismatch): boolean {
  const { pointerKind, pointerCite, valueCite } = outcome;
  let expected = response.pointer;
  if (pointerKind === Pointer.isNull) expected = 0;
  else if (pointerKind === Pointer.untouched) expected = POINTER_SENTINEL;
  else if (pointerKind === Pointer.exact) expected = outcome.pointerValue;
  if (expected === response.pointer) return true;
  return mismatch.is('out-pointer', pointerCite, valueCite, expected, response.pointer);
}

/** A new address: in the server's space, aligned with its source, nobody else's (QUIET-18). */
function agreesOnAddress(world: World, outcome: Outcome, pointer: number, m: Mismatch): boolean {
  const { domain } = world;
  const slot = outcome.pointerSlot;
  const form = world.field(slot, Slot.form);
  const length = world.field(slot, Slot.length);
  const inServer = domain.userServer ? pointer < KERNEL_BASE : pointer >= KERNEL_BASE;
  m.slot = slot;
  if (pointer === 0 || pointer === POINTER_SENTINEL || !inServer) {
    return m.is('address', outcome.pointerCite, CITE['INV-SECRET.kernel'], 0, pointer);
  }
  const region = world.field(slot, Slot.region) - 1;
  if (form === Form.alias && region >= 0) {
    const root = domain.regionBase[region] + world.field(slot, Slot.offset);
    const shipped = domain.reading.style === 'shipped';
    const unit = shipped ? 0x10000 : PAGE_BYTES;
    const cite = CITE[shipped ? 'QUIET-18.low-16-bits' : 'QUIET-18.page-offset'];
    if (pointer % unit !== root % unit) {
      return m.is('address', cite, CITE['ALIAS-1.alias'], root % unit, pointer % unit);
    }
  }
  for (let s = 0; s < world.slots; s += 1) {
    if (s === slot || !world.isLive(s) || !hasAddress(world, s) || world.heapOpen) continue;
    const other = world.pointer(s);
    if (pointer < other + world.field(s, Slot.length) && other < pointer + length) {
      return m.is('address', CITE['INV-ISOLATE.write'], CITE['INV-COUNT.equal'], other, pointer);
    }
  }
  return true;
}

/** A base that VirtualAllocEx chose: a free block of the process, below its limit (QUIET-20). */
function agreesOnReservation(world: World, outcome: Outcome, base: number, m: Mismatch): boolean {
  const slot = outcome.pointerSlot;
  const process = world.field(slot, Slot.process);
  const end = base + world.field(slot, Slot.length);
  m.slot = slot;
  world.setField(slot, Slot.state, State.stale);
  const taken =
    overlapsRegion(world, process, base, end) ||
    overlapping(world, Kind.reservation, process, base, end) >= 0;
  world.setField(slot, Slot.state, State.live);
  const free = base % 0x10000 === 0 && base >= LOWEST_USER_ADDRESS && end <= 0x4000_0000 && !taken;
  const cite = taken ? CITE['QUIET-20.overlap'] : CITE['VM-1.below-2-gb'];
  return free || m.is('address', cite, outcome.pointerCite, 0, base);
}

function agreesOnBytes(outcome: Outcome, response: Response, mismatch: Mismatch): boolean {
  const bytes = response.bytes as Buffer;
  let at = 0;
  for (let i = 0; i < outcome.segments; i += 1) {
    const tag = outcome.segmentTag[i];
    const size = outcome.segmentBytes[i];
    if (!agrees(tag, outcome.segmentOffset[i], size, bytes, at)) {
      return mismatch.is('bytes', outcome.segmentCite[i], outcome.valueCite, tag, at);
    }
    at += size;
  }
  return true;
}

/**
 * True when the response is what the outcome permits; the world then knows new addresses.
 * Otherwise `mismatch` says where they part.
 */
export function agreesWith(
  world: World,
  outcome: Outcome,
  request: Request,
  response: Response,
  mismatch: Mismatch,
): boolean {
  mismatch.clear();
  if (!agreesOnStatus(outcome, response)) {
    const observed = STATUS.indexOf(response.status as (typeof STATUS)[number]);
    const because = outcome.citeCount > 0 ? outcome.cites[0] : outcome.keepCite;
    const check = BROKEN[response.status] ?? 'answer';
    return mismatch.is(check, outcome.valueCite, because, outcome.answer, observed);
  }
  if (outcome.answer !== Answer.returned) return true;
  if (request.operation === 'read') return agreesOnBytes(outcome, response, mismatch);
  if (!agreesOnValue(outcome, response.value)) {
    const behind = outcome.citeCount > 0 ? outcome.cites[0] : outcome.keepCite;
    mismatch.kind = outcome.valueKind;
    return mismatch.is('result', outcome.valueCite, behind, outcome.value, response.value);
  }
  if (!agreesOnPointer(outcome, response, mismatch)) return false;
  if (outcome.pointerSlot < 0) return true;
  learn(world, outcome.pointerSlot, response.pointer);
  if (outcome.pointerKind !== Pointer.fresh) return true;
  if (world.field(outcome.pointerSlot, Slot.kind) === Kind.reservation) {
    return agreesOnReservation(world, outcome, response.pointer, mismatch);
  }
  if (world.field(outcome.pointerSlot, Slot.kind) === Kind.dma) {
    return agreesOnView(world, outcome, response.pointer, mismatch);
  }
  return agreesOnAddress(world, outcome, response.pointer, mismatch);
}
