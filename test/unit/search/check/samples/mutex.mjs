// Peterson's algorithm for two processes, or with a mistake: the turn is not given away.

import { VERDICT } from '#dist/search/check/model.js';

const IDLE = 0;
const WANTS = 1;
const WAITS = 2;
const INSIDE = 3;
const TURN = 2;

/** @param {{ selfish?: boolean }} options
 * @returns {import('#dist/search/check/model.js').CheckModel} */
export function createModel({ selfish = false }) {
  /** @param {string} name @param {number} p @param {number} from @param {number} to
   * @param {(state: Int32Array) => boolean} [guard] */
  const move = (name, p, from, to, guard = () => true) => ({
    name: `${name}(${p})`,
    /** @param {Int32Array} state @param {import('#dist/search/check/model.js').Branch} branch */
    run(state, branch) {
      if (state[p] !== from || !guard(state)) return branch.disabled();
      state[p] = to;
      if (to === WAITS && !selfish) state[TURN] = 1 - p;
      if (to === INSIDE) branch.note(p);
    },
  });
  return {
    name: 'Peterson',
    fields: [
      { name: 'first', values: [IDLE, WANTS, WAITS, INSIDE] },
      { name: 'second', values: [IDLE, WANTS, WAITS, INSIDE] },
      { name: 'turn', values: [0, 1] },
    ],
    initial: [Int32Array.of(IDLE, IDLE, 0)],
    rules: [0, 1].flatMap((p) => [
      move('want', p, IDLE, WANTS),
      move('offer', p, WANTS, WAITS),
      move('enter', p, WAITS, INSIDE, (s) => s[1 - p] === IDLE || s[TURN] === p),
      move('leave', p, INSIDE, IDLE),
    ]),
    invariants: [
      {
        name: 'one inside',
        judge(s) {
          if (s[0] !== INSIDE && s[1] !== INSIDE) return VERDICT.VACUOUS;
          return s[0] === s[1] ? VERDICT.VIOLATED : VERDICT.HOLDS;
        },
      },
      { name: 'of no concern', judge: () => VERDICT.VACUOUS },
    ],
    notes: ['first enters', 'second enters', 'never'],
    goals: [{ name: 'idle', holds: (s) => s[0] === IDLE && s[1] === IDLE }],
  };
}
