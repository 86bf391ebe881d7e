// What the commands of fast-check-commands.mjs work on: a model alone, or a belief beside a board.

import { Buffer } from 'node:buffer';
import { emptyOperation } from '#dist/model/case.js';
import { isEnabled } from '#dist/model/model.js';
import { Pointer } from '#dist/model/outcome.js';
import { Step } from '#dist/model/step.js';
import { MissingCut } from '#dist/model/world/domain.js';
import { Slot, World } from '#dist/model/world/world.js';
import { Belief } from '#dist/properties/belief.js';
import { bytesOf } from '#dist/properties/bytes.js';
import { setupOf } from '#dist/properties/run.js';
import { createTarget } from '#dist/targets/index.js';
import { addressFor, checkInvariants, performed } from './walk.mjs';

/** @typedef {import('./fixtures.mjs').DrawnCase} DrawnCase */
/** @typedef {import('#dist/targets/interface.js').Target} Target */

/**
 * @typedef {object} HeldPointer
 * @property {number} pointer
 * @property {number} source
 * @property {number} size
 * @property {number} length
 * @property {number} descriptor
 */

const FIRST_TAG = 16;

/** What both have in common: the request at hand and the pointers that came back. */
export class Session {
  /** @type {HeldPointer[]} */
  held = [];
  operations = 0;
  ended = false;
  tag = FIRST_TAG;
  /** @type {import('#dist/targets/interface.js').Request} */
  request = { ...emptyOperation(), bytes: new Uint8Array(0) };

  /** @param {DrawnCase} given */
  constructor(given) {
    this.given = given;
    this.buffers = given.buffers;
    this.regions = given.regions.filter(({ process }) => process > 0);
  }

  begin() {
    this.held.length = 0;
    this.operations = 0;
    this.ended = false;
    this.tag = FIRST_TAG;
  }

  /** @returns {boolean} */
  allows() {
    return false;
  }

  execute() {}

  /** Remembers a pointer. @param {number} pointer @param {number} length */
  hold(pointer, length) {
    const { source, size, descriptor } = this.request;
    this.held.push({ pointer, source, size, length, descriptor });
  }
}

/** The model alone, every invariant checked after every operation. */
export class ModelSession extends Session {
  step = new Step();

  /** @param {DrawnCase} given */
  constructor(given) {
    super(given);
    this.step.world = new World(given.domain);
    this.step.request = this.request;
  }

  /** @override */
  begin() {
    super.begin();
    this.step.world.reset();
  }

  /** @override */
  allows() {
    return isEnabled(this.step.world, this.request);
  }

  /** @override */
  execute() {
    const { step } = this;
    const { world, outcome } = step;
    step.tag = this.tag++;
    step.choices.reset();
    step.choices.begin();
    if (!performed(step)) {
      this.ended = true;
      return;
    }
    checkInvariants(world);
    this.operations += 1;
    if (outcome.pointerSlot < 0 || outcome.pointerKind < Pointer.exact) return;
    const pointer = addressFor(world, outcome, this.held.length);
    this.hold(pointer, world.field(outcome.pointerSlot, Slot.length));
  }
}

/** @type {Map<string, Target>} */
const boards = new Map();

/** One board for each reading, as a test suite would share them. @param {string} reading */
function boardOf(reading) {
  const known = boards.get(reading);
  if (known !== undefined) return known;
  const board = createTarget('simulator', reading, '');
  boards.set(reading, board);
  return board;
}

/** A belief beside a board, inspected after every operation. */
export class BoardSession extends Session {
  belief = new Belief();
  unheld = emptyOperation();
  /** @type {import('#dist/targets/interface.js').Response} */
  response = { status: 'returned', value: 0, pointer: 0, bytes: responseBytes };

  /** @param {DrawnCase} given */
  constructor(given) {
    super(given);
    this.target = boardOf(given.platform.reading);
    this.setup = setupOf(given);
  }

  /** @override */
  begin() {
    super.begin();
    this.target.reset(this.setup);
    this.belief.begin(this.given.domain);
  }

  /** @override */
  allows() {
    return this.belief.allows(this.request);
  }

  /** @override */
  execute() {
    const { request, response, belief, target } = this;
    const tag = this.tag++;
    try {
      if (request.operation === 'write') {
        request.bytes = bytesOf(tag, belief.rootOffset(request), request.size);
      }
      target.perform(request, response);
      if (response.status === 'refused') return;
      const verdict = belief.observe(request, this.unheld, tag, response, target.inspection);
      if (verdict === 'departure') throw new Error('the board departs from the model');
      this.ended = verdict !== 'explained';
    } catch (error) {
      if (!(error instanceof MissingCut)) throw error;
      this.ended = true;
    }
    this.operations += 1;
    const { pointerSlot } = belief.step.outcome;
    if (this.ended || response.status !== 'returned' || pointerSlot < 0) return;
    if (response.value >= 0x8000_0000 || response.pointer === 0) return;
    this.hold(response.pointer, belief.first.field(pointerSlot, Slot.length));
  }
}

const responseBytes = Buffer.alloc(1 << 20);
