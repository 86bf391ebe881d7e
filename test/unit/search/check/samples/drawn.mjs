// Models drawn from a seed: rules with guards, choices, notes, and stores that depend on what was
// read, some of it only on the way. With symmetry: processes that point at each other and hold
// records, which hold names of data.

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { accessesOf } from '#dist/search/check/accesses.js';

/** @typedef {import('#dist/search/check/model.js').Branch} Branch */
/** @typedef {import('#dist/search/check/accesses.js').Accesses} Accesses */

/** @param {number} seed */
function drawer(seed) {
  const random = xoroshiro128plus(seed);
  return (/** @type {number} */ count) => uniformInt(random, 0, count - 1);
}

const upTo = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => i);

/** @param {{ seed: number }} options
 * @returns {import('#dist/search/check/model.js').CheckModel} */
export function createModel({ seed }) {
  const draw = drawer(seed);
  const fields = upTo(4 + draw(4)).map((i) => ({
    name: `field${i}`,
    values: upTo(2 + draw(4)).map((value) => value * 3 - 1),
  }));
  const pick = () => draw(fields.length);
  const valueOf = (/** @type {number} */ field) =>
    fields[field].values[draw(fields[field].values.length)];
  /** Asks for no more than it needs, some of it again, and of what was stored.
   * @param {Accesses} accesses @param {number} field @param {number} special */
  const advance = (accesses, field, special) => {
    const { values } = fields[field];
    if (accesses.is(field, 7) || accesses.is(field, special)) return;
    const last = values.length - 1;
    const isLast = accesses.is(field, values[last]);
    if (isLast || accesses.is(field, values[0])) {
      accesses.write(field, values[isLast ? 0 : last]);
      if (accesses.is(field, values[0]) !== isLast) throw new Error('not what was stored');
    } else {
      accesses.write(field, accesses.read(field) - 3);
      if (accesses.before(field) !== accesses.read(field) + 3) throw new Error('not what it was');
    }
  };
  const rules = upTo(6 + draw(6)).map((i) => {
    const [guard, detour, target, other] = [pick(), pick(), pick(), pick()];
    const [wanted, special, choices] = [valueOf(guard), valueOf(detour), 1 + draw(3)];
    const stores = upTo(choices).map(() => valueOf(target));
    return {
      name: `rule${i}`,
      /** @param {Int32Array} s @param {Branch} branch */
      run(s, branch) {
        const accesses = accessesOf(s);
        if (s[guard] === wanted && i % 3 !== 0) return branch.disabled();
        const choice = branch.choose(choices);
        if (s[detour] === special) {
          branch.note(choice % 2);
          s[target] = stores[choice];
          if (s[target] === s[other]) return;
          if (i === 1 && s[other] === fields[other].values[0]) branch.violates(1);
        }
        const { values } = fields[other];
        if (i % 2 === 1) return advance(accesses, other, special);
        s[other] = values[(values.indexOf(s[other]) + 1) % values.length];
      },
    };
  });
  const [a, b] = [pick(), pick()];
  return {
    name: `drawn ${seed}`,
    fields,
    initial: [Int32Array.from(fields, ({ values }) => values[0])],
    rules,
    invariants: [
      {
        name: 'of states',
        judge: (s) => (s[a] === 2 && s[b] === fields[b].values[1] ? 2 : s[a] === 2 ? 1 : 0),
      },
      { name: 'of transitions', judge: () => 0, ofTransitions: true },
    ],
    notes: ['even', 'odd'],
  };
}
