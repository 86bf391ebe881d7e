// The product's side of the comparisons: executed operations of a list of cases.

import { decode, emptyOperation, lengthOf, NAMES, Word } from '#dist/model/case.js';
import { isEnabled, perform } from '#dist/model/model.js';
import { Answer, Pointer } from '#dist/model/outcome.js';
import { READINGS } from '#dist/model/readings.js';
import { Step } from '#dist/model/step.js';
import { MissingCut } from '#dist/model/world/domain.js';
import { Slot, World } from '#dist/model/world/world.js';
import { brokenInvariant } from '#dist/properties/invariants.js';
import { Runner } from '#dist/properties/run.js';
import { createTarget } from '#dist/targets/index.js';
import { caseArbitrary, drawCase } from './fixtures.mjs';

/** @typedef {import('./fixtures.mjs').DrawnCase} DrawnCase */
/** @typedef {import('#dist/model/world/world.js').World} AnyWorld */

/**
 * A predicted address for a new record: where a target would put it is its own affair.
 *
 * @param {AnyWorld} world
 * @param {import('#dist/model/outcome.js').Outcome} outcome
 * @param {number} number how many were made before
 */
export function addressFor(world, outcome, number) {
  const slot = outcome.pointerSlot;
  let pointer = outcome.pointerValue;
  if (outcome.pointerKind === Pointer.fresh) {
    const base = world.domain.userServer ? 0x2000_0000 : 0xa000_0000;
    const region = world.field(slot, Slot.region) - 1;
    const root = world.domain.regionBase[region] + world.field(slot, Slot.offset);
    pointer = base + (number + 1) * 0x0010_0000 + (root % 0x1_0000);
  }
  world.setField(slot, Slot.pointer, pointer | 0);
  return pointer;
}

/** Throws when a world breaks an invariant. @param {AnyWorld} world */
export function checkInvariants(world) {
  const broken = brokenInvariant(world);
  if (broken !== '') throw new Error(`the model broke ${broken}`);
}

/** Walks the model along programs; every invariant is checked after every operation. */
class ModelWalk {
  step = new Step();
  request = emptyOperation();
  held = emptyOperation();
  heldResult = 0;
  pointers = new Float64Array(NAMES);

  /** Operations of one case that were carried out. @param {DrawnCase} given
   * @param {AnyWorld} world a fresh one */
  run(given, world) {
    const { step, request, pointers } = this;
    const count = lengthOf(given.program);
    step.world = world;
    step.request = request;
    step.held = this.held;
    pointers.fill(-1);
    let operations = 0;
    for (let index = 0; index < count; index += 1) {
      if (!decode(given.program, index, pointers, request) || !isEnabled(world, request)) continue;
      step.tag = given.program[index * Word.width + Word.tag];
      step.choices.reset();
      step.choices.begin();
      if (!performed(step)) return operations;
      checkInvariants(world);
      operations += 1;
      this.remember(given.program[index * Word.width + Word.result]);
    }
    return operations;
  }

  /** @param {number} result */
  remember(result) {
    const { outcome } = this.step;
    if (outcome.answer === Answer.paused) {
      Object.assign(this.held, this.request);
      this.heldResult = result;
      return;
    }
    if (outcome.pointerSlot < 0 || outcome.pointerKind < Pointer.exact) return;
    const name = this.request.operation === 'resume' ? this.heldResult : result;
    this.pointers[name] = addressFor(this.step.world, outcome, name);
  }
}

/** False when the case ends: no rule speaks of what follows, or the branch contradicts another.
 * @param {Step} step */
export function performed(step) {
  try {
    perform(step);
  } catch (error) {
    if (error instanceof MissingCut) return false;
    throw error;
  }
  const { answer } = step.outcome;
  return answer !== Answer.open && answer !== Answer.impossible && answer !== Answer.hung;
}

/** Executed operations of a walk over cases that are there already, with their worlds, as the
 * sessions of fc.commands have theirs.
 * @param {readonly DrawnCase[]} cases @param {number} turns */
export function walkModel(cases, turns) {
  const walk = new ModelWalk();
  const worlds = cases.map((given) => new World(given.domain));
  return () => {
    let operations = 0;
    for (let turn = 0; turn < turns; turn += 1) {
      cases.forEach((given, index) => {
        worlds[index].reset();
        operations += walk.run(given, worlds[index]);
      });
    }
    return operations;
  };
}

/** As {@link walkModel}, cases drawn on the way. @param {number} count */
export function drawAndWalkModel(count) {
  const walk = new ModelWalk();
  const arbitrary = caseArbitrary();
  return () => {
    let operations = 0;
    for (let i = 0; i < count; i += 1) {
      const given = drawCase(arbitrary, i);
      operations += walk.run(given, new World(given.domain));
    }
    return operations;
  };
}

function runners() {
  return new Map(
    READINGS.map(({ id }) => [id, new Runner(createTarget('simulator', id, ''), true)]),
  );
}

/** @param {Map<string, Runner>} byReading @param {DrawnCase} given */
function runOn(byReading, given) {
  const runner = /** @type {Runner} */ (byReading.get(given.platform.reading));
  return runner.run(given, given.domain).operations;
}

/** Executed board operations, all checks and inspection on, cases there already.
 * @param {readonly DrawnCase[]} cases @param {number} turns */
export function runBoard(cases, turns) {
  const byReading = runners();
  return () => {
    let operations = 0;
    for (let turn = 0; turn < turns; turn += 1) {
      for (const given of cases) operations += runOn(byReading, given);
    }
    return operations;
  };
}

/** As {@link runBoard}, cases drawn on the way. @param {number} count */
export function drawAndRunBoard(count) {
  const byReading = runners();
  const arbitrary = caseArbitrary();
  return () => {
    let operations = 0;
    for (let i = 0; i < count; i += 1) operations += runOn(byReading, drawCase(arbitrary, i));
    return operations;
  };
}
