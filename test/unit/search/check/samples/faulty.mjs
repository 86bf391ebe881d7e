// Models with a mistake, which the search has to name.

/** @typedef {import('#dist/search/check/model.js').CheckModel} CheckModel */

let runs = 0;

/** @type {Record<string, (state: Int32Array) => void>} */
const MISTAKES = {
  overflow: (s) => {
    s[0] += 1;
  },
  erratic: (s) => {
    runs += 1;
    s[1] = runs % 2 === 0 ? s[0] : 1 - s[2];
  },
  outside: (s) => {
    s[1] = s[7];
  },
};

/** @param {{ mistake: string }} options @returns {CheckModel} */
export function createModel({ mistake }) {
  const field = (/** @type {string} */ name) => ({ name, values: [0, 1] });
  const judge = (/** @type {Int32Array} */ s) => {
    if (mistake === 'storing') s[1] = 1;
    return /** @type {const} */ (1);
  };
  return {
    name: mistake,
    fields: [field('level'), field('valve'), field('door')],
    initial: [Int32Array.of(0, 0, 0)],
    rules: [
      { name: 'mistaken', run: (s) => MISTAKES[mistake]?.(s) },
      {
        name: 'open',
        run(s) {
          s[2] = 1;
        },
      },
    ],
    invariants: [{ name: 'judging', judge }],
    notes: [],
    ...(mistake === 'unequal'
      ? {
          symmetry: {
            scalarsets: [{ name: 'twins', size: 2, owned: [[0], [1, 2]], references: [] }],
          },
        }
      : {}),
  };
}
