// Interchangeable processes, each with a friend among them, interchangeable records held by a
// process, and names of data that records carry and one global field remembers.

/** @typedef {import('#dist/search/check/model.js').Branch} Branch */

const upTo = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => i);

/** @param {{ processes: number, records: number, names: number }} options
 * @returns {import('#dist/search/check/model.js').CheckModel} */
export function createModel({ processes, records, names }) {
  // A process: mode, friend (0 none, 1 + p). A record: holder (0 none, 1 + 2p held by
  // p, 2 + 2p lent by p), datum (-1 none).
  const mode = upTo(processes).map((p) => 2 * p);
  const friend = mode.map((field) => field + 1);
  const holder = upTo(records).map((r) => 2 * processes + 2 * r);
  const datum = holder.map((field) => field + 1);
  const last = 2 * processes + 2 * records;
  const data = [-1, ...upTo(names).map((name) => 10 + name)];
  const count = last + 1;
  const rules = [
    ...upTo(processes).flatMap((p) => [
      {
        name: `wake(${p})`,
        run(/** @type {Int32Array} */ s, /** @type {Branch} */ branch) {
          if (s[mode[p]] === 1) return branch.disabled();
          s[mode[p]] = 1;
        },
      },
      {
        name: `befriend(${p})`,
        run(/** @type {Int32Array} */ s, /** @type {Branch} */ branch) {
          if (s[mode[p]] !== 1) return branch.disabled();
          s[friend[p]] = 1 + branch.choose(processes);
          branch.note(0);
        },
      },
      {
        name: `sleep(${p})`,
        run(/** @type {Int32Array} */ s, /** @type {Branch} */ branch) {
          if (s[mode[p]] !== 1 || holder.some((field) => (s[field] - 1) >> 1 === p))
            return branch.disabled();
          s[mode[p]] = 0;
          s[friend[p]] = 0;
        },
      },
    ]),
    ...upTo(records).flatMap((r) => [
      {
        name: `take(${r})`,
        run(/** @type {Int32Array} */ s, /** @type {Branch} */ branch) {
          const p = branch.choose(processes);
          if (s[holder[r]] !== 0 || s[mode[p]] !== 1) return branch.disabled();
          s[holder[r]] = 1 + 2 * p;
          s[datum[r]] = data[1 + branch.choose(names)];
        },
      },
      {
        name: `pass(${r})`,
        run(/** @type {Int32Array} */ s, /** @type {Branch} */ branch) {
          const p = (s[holder[r]] - 1) >> 1;
          if (p < 0 || s[friend[p]] === 0) return branch.disabled();
          s[holder[r]] = 2 * s[friend[p]] - 1 + branch.choose(2);
        },
      },
      {
        name: `drop(${r})`,
        run(/** @type {Int32Array} */ s, /** @type {Branch} */ branch) {
          if (s[holder[r]] === 0) return branch.disabled();
          s[last] = s[datum[r]];
          s[holder[r]] = 0;
          s[datum[r]] = -1;
        },
      },
    ]),
  ];
  return {
    name: 'shared',
    fields: upTo(count).map((field) => {
      if (mode.includes(field)) return { name: `mode${field}`, values: [0, 1] };
      if (friend.includes(field)) return { name: `friend${field}`, values: upTo(processes + 1) };
      if (holder.includes(field))
        return { name: `holder${field}`, values: upTo(2 * processes + 1) };
      return { name: `datum${field}`, values: data };
    }),
    initial: [
      Int32Array.from(upTo(count), (field) => (datum.includes(field) || field === last ? -1 : 0)),
    ],
    rules,
    invariants: [
      {
        name: 'not all records of one process with one datum',
        judge(s) {
          const holds = holder.some(
            (field, r) => s[field] !== s[holder[0]] || s[datum[r]] !== s[datum[0]],
          );
          if (s[holder[0]] === 0) return 0;
          return holds || records === 1 ? 1 : 2;
        },
      },
    ],
    notes: ['befriended'],
    symmetry: {
      scalarsets: [
        {
          name: 'processes',
          size: processes,
          owned: upTo(processes).map((p) => [mode[p], friend[p]]),
          references: [
            ...friend.map((field) => ({ field, base: 1 })),
            ...holder.flatMap((field) => [1, 2].map((base) => ({ field, base, step: 2 }))),
          ],
        },
        {
          name: 'records',
          size: records,
          owned: upTo(records).map((r) => [holder[r], datum[r]]),
          references: [],
        },
      ],
      renamed: { first: 10, fields: [...datum, last] },
    },
  };
}
