// What both sides of a comparison start from: platforms and memories drawn once by the product's
// own generator, so that neither side works on smaller regions than the other.

import { READINGS } from '#dist/model/readings.js';
import { CaseArbitrary } from '#dist/properties/generation/case-arbitrary.js';
import { randomOf } from '#dist/search/seeds.js';

/** @typedef {import('#dist/properties/generation/case-arbitrary.js').DrawnCase} DrawnCase */

/** Operations drawn for a case, as in a campaign. */
const OPERATIONS = 30;
const SEED = 'bench';

/** The generator as campaigns use it. */
export function caseArbitrary() {
  const servers = /** @type {const} */ (['kernel', 'user']);
  return new CaseArbitrary({ readings: READINGS, servers, operations: OPERATIONS });
}

/** The first `count` cases of the seed, with the domain that each was drawn in.
 * @param {number} count */
export function drawnCases(count) {
  const arbitrary = caseArbitrary();
  return Array.from({ length: count }, (_, number) => arbitrary.drawCase(randomOf(SEED, number)));
}

/** @param {import('#dist/properties/generation/case-arbitrary.js').CaseArbitrary} arbitrary
 * @param {number} number */
export function drawCase(arbitrary, number) {
  return arbitrary.drawCase(randomOf(SEED, number));
}
