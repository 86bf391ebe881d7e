// CEBUF in Promela, for the comparison with Spin: the same rules, one option of the loop for each
// instance. A state is a few bit fields, the smallest vector that Spin makes of it.

/** @typedef {import('./cebuf.mjs').Scope} Scope */

const upTo = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => i);

/** @param {number} count values 0 … count − 1 */
const bitsFor = (count) => Math.max(1, Math.ceil(Math.log2(count)));

/** @param {string} guard @param {string} effect */
const option = (guard, effect) => `:: d_step { ${guard} -> ${effect} }`;

/** Statements that make a buffer free. @param {number} b */
function clear(b) {
  const names = ['phase', 'owner', 'size', 'uncached', 'inCall', 'flag', 'src', 'dst'];
  return names.map((name) => `${name}${b} = 0`).join('; ');
}

/** The options of one buffer. @param {Scope} scope @param {number} b */
function bufferOptions({ processes, sizes, versions }, b) {
  const ownerAlive = upTo(processes)
    .map((p) => `(owner${b} == ${p + 1} && alive${p})`)
    .join(' || ');
  const ifShared = (/** @type {string} */ effect) =>
    `if :: (phase${b} == 4 && uncached${b}) -> ${effect} :: else fi`;
  const allocations = upTo(processes).flatMap((p) =>
    upTo(sizes).flatMap((size) =>
      [0, 1].map((uncached) =>
        option(
          `(alive${p} && phase${b} == 0)`,
          `phase${b} = 1; owner${b} = ${p + 1}; size${b} = ${size}; uncached${b} = ${uncached}`,
        ),
      ),
    ),
  );
  const flagged = [0, 1].flatMap((f) => [
    option(
      `(phase${b} == 2)`,
      `flag${b} = ${f}; if :: (${f} || size${b} == ${sizes - 1}) -> phase${b} = 4; ` +
        `dst${b} = src${b} :: else -> phase${b} = 3 fi`,
    ),
    option(`(phase${b} >= 3)`, `if :: (flag${b} == ${f}) -> src${b} = dst${b} :: else fi`),
    option(
      `(phase${b} >= 3)`,
      `if :: (flag${b} == ${f}) -> src${b} = dst${b} :: else -> leak = 1 fi; ` +
        `if :: !(${ownerAlive}) -> ${clear(b)} :: else -> flag${b} = 0; ` +
        `if :: inCall${b} -> phase${b} = 2 :: else -> phase${b} = 1; dst${b} = 0 fi fi`,
    ),
  ]);
  return [
    ...allocations,
    ...flagged,
    option(`(phase${b} == 1 && !inCall${b})`, `inCall${b} = 1`),
    option(`(phase${b} == 1 && inCall${b})`, `phase${b} = 2; dst${b} = src${b}`),
    option(
      `(inCall${b})`,
      `inCall${b} = 0; if :: (phase${b} == 2) -> phase${b} = 1; dst${b} = 0; leak = 1 :: else fi`,
    ),
    option(
      `(phase${b} >= 1 && (${ownerAlive}))`,
      `src${b} = (src${b} + 1) % ${versions}; ${ifShared(`dst${b} = src${b}`)}`,
    ),
    option(
      `(phase${b} >= 2)`,
      `dst${b} = (dst${b} + 1) % ${versions}; ${ifShared(`src${b} = dst${b}`)}`,
    ),
    option(`(phase${b} == 2)`, `src${b} = dst${b}; dst${b} = 0; phase${b} = 1`),
    option(`(phase${b} == 1 && !inCall${b})`, clear(b)),
    option(`(phase${b} == 0)`, 'skip'),
  ];
}

/** @param {Scope} scope @param {number} p */
function processOptions({ buffers }, p) {
  const owner = p + 1;
  const leave = upTo(buffers).map(
    (b) =>
      `if :: (owner${b} == ${owner}) -> if :: (phase${b} >= 3) -> inCall${b} = 0 ` +
      `:: else -> ${clear(b)} fi :: else fi`,
  );
  const ownsNothing = upTo(buffers).map((b) => `owner${b} != ${owner}`);
  return [
    option(`(alive${p})`, `alive${p} = 0; ${leave.join('; ')}`),
    option(`(!alive${p} && ${ownsNothing.join(' && ')})`, `alive${p} = 1`),
  ];
}

/** The whole model. It asserts nothing: Spin is spared the invariants.
 * @param {Scope} scope */
export function promela(scope) {
  const { processes, buffers, versions, sizes } = scope;
  const declarations = [
    ...upTo(processes).map((p) => `bit alive${p} = 1;`),
    ...upTo(buffers).flatMap((b) => [
      `unsigned phase${b} : 3; unsigned owner${b} : ${bitsFor(processes + 1)};`,
      `unsigned size${b} : ${bitsFor(sizes)}; bit uncached${b}; bit inCall${b}; bit flag${b};`,
      `unsigned src${b} : ${bitsFor(versions)}; unsigned dst${b} : ${bitsFor(versions)};`,
    ]),
    'bit leak;',
  ];
  const options = [
    ...upTo(buffers).flatMap((b) => bufferOptions(scope, b)),
    ...upTo(processes).flatMap((p) => processOptions(scope, p)),
  ];
  return [...declarations, 'active proctype cebuf() {', 'do', ...options, 'od', '}', ''].join('\n');
}
