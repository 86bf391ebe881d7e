// CEBUF, a small protocol of processes and shared buffers that other model checkers were measured
// on, as a model for `checkModel`. A buffer that is free holds zeros only and is owned by nobody.

import { VERDICT } from '#dist/search/check/model.js';

/** @typedef {import('#dist/search/check/model.js').Branch} Branch */
/** @typedef {import('#dist/search/check/model.js').CheckRule} CheckRule */
/** @typedef {{ processes: number, buffers: number, versions: number, sizes: number }} Scope */

/** The scopes with published counts. @satisfies {Record<string, Scope>} */
export const SCOPES = {
  small: { processes: 2, buffers: 2, versions: 2, sizes: 2 },
  mid: { processes: 2, buffers: 2, versions: 3, sizes: 3 },
  big: { processes: 2, buffers: 3, versions: 2, sizes: 2 },
};

const FREE = 0;
const ALLOCATED = 1;
const OPENED = 2;
const DUPLICATE = 3;
const ALIAS = 4;

// The fields of a buffer, from its first one on. Owner 0 is nobody, 1 + p is process p.
const PHASE = 0;
const OWNER = 1;
const SIZE = 2;
const UNCACHED = 3;
const IN_CALL = 4;
const FLAG = 5;
const SOURCE = 6;
const DESTINATION = 7;
const BUFFER_FIELDS = 8;

/** @param {number} count */
const upTo = (count) => Array.from({ length: count }, (_, value) => value);

/** Where things are in a state. @param {Scope} scope */
function layout({ processes, buffers }) {
  return {
    alive: upTo(processes),
    buffers: upTo(buffers).map((buffer) => processes + buffer * BUFFER_FIELDS),
    leak: processes + buffers * BUFFER_FIELDS,
  };
}

/** @param {Int32Array} state @param {number} b the buffer's first field */
function clear(state, b) {
  for (let field = b; field < b + BUFFER_FIELDS; field += 1) state[field] = 0;
}

/** @param {Int32Array} state @param {number} b */
function isSharedUncached(state, b) {
  return state[b + PHASE] === ALIAS && state[b + UNCACHED] === 1;
}

/** A rule with its guard. @param {string} name @param {(state: Int32Array) => boolean} guard
 * @param {(state: Int32Array) => void} effect @returns {CheckRule} */
function when(name, guard, effect) {
  return {
    name,
    run(state, branch) {
      if (guard(state)) effect(state);
      else branch.disabled();
    },
  };
}

/** How a buffer comes to be and is opened. @param {Scope} scope @param {number} b
 * @param {string} id */
function beginnings(scope, b, id) {
  const rules = upTo(scope.processes).flatMap((process) =>
    upTo(scope.sizes).flatMap((size) =>
      [0, 1].map((uncached) =>
        when(
          `alloc(${process},${id},${size},${uncached})`,
          (s) => s[process] === 1 && s[b + PHASE] === FREE,
          (s) => {
            s[b + PHASE] = ALLOCATED;
            s[b + OWNER] = 1 + process;
            s[b + SIZE] = size;
            s[b + UNCACHED] = uncached;
          },
        ),
      ),
    ),
  );
  const call = when(
    `call(${id})`,
    (s) => s[b + PHASE] === ALLOCATED && s[b + IN_CALL] === 0,
    (s) => {
      s[b + IN_CALL] = 1;
    },
  );
  const open = when(
    `open(${id})`,
    (s) => s[b + PHASE] === ALLOCATED && s[b + IN_CALL] === 1,
    (s) => {
      s[b + PHASE] = OPENED;
      s[b + DESTINATION] = s[b + SOURCE];
    },
  );
  const makeAsync = [0, 1].map((flag) =>
    when(
      `async(${id},${flag})`,
      (s) => s[b + PHASE] === OPENED,
      (s) => {
        const isAlias = flag === 1 || s[b + SIZE] === scope.sizes - 1;
        s[b + FLAG] = flag;
        s[b + PHASE] = isAlias ? ALIAS : DUPLICATE;
        if (isAlias) s[b + DESTINATION] = s[b + SOURCE];
      },
    ),
  );
  return [...rules, call, open, ...makeAsync];
}

/** What either side stores. @param {Scope} scope @param {number} b @param {string} id */
function writes({ versions, processes }, b, id) {
  const appWrite = when(
    `appWrite(${id})`,
    (s) => s[b + PHASE] >= ALLOCATED && isAlive(s, s[b + OWNER], processes),
    (s) => {
      s[b + SOURCE] = (s[b + SOURCE] + 1) % versions;
      if (isSharedUncached(s, b)) s[b + DESTINATION] = s[b + SOURCE];
    },
  );
  const devWrite = when(
    `devWrite(${id})`,
    (s) => s[b + PHASE] >= OPENED,
    (s) => {
      s[b + DESTINATION] = (s[b + DESTINATION] + 1) % versions;
      if (isSharedUncached(s, b)) s[b + SOURCE] = s[b + DESTINATION];
    },
  );
  return [appWrite, devWrite];
}

/** @param {Int32Array} state @param {number} owner @param {number} processes */
function isAlive(state, owner, processes) {
  return owner >= 1 && owner <= processes && state[owner - 1] === 1;
}

/** Releases that match the flag or not. @param {Scope} scope @param {number} b
 * @param {string} id @param {number} leak */
function flagged({ processes }, b, id, leak) {
  return [0, 1].flatMap((flag) => [
    when(
      `flush(${id},${flag})`,
      (s) => s[b + PHASE] >= DUPLICATE,
      (s) => {
        if (s[b + FLAG] === flag) s[b + SOURCE] = s[b + DESTINATION];
      },
    ),
    when(
      `free(${id},${flag})`,
      (s) => s[b + PHASE] >= DUPLICATE,
      (s) => {
        if (s[b + FLAG] === flag) s[b + SOURCE] = s[b + DESTINATION];
        else s[leak] = 1;
        if (!isAlive(s, s[b + OWNER], processes)) {
          clear(s, b);
          return;
        }
        s[b + FLAG] = 0;
        if (s[b + IN_CALL] === 1) {
          s[b + PHASE] = OPENED;
        } else {
          s[b + PHASE] = ALLOCATED;
          s[b + DESTINATION] = 0;
        }
      },
    ),
  ]);
}

/** How a buffer ends. @param {number} b @param {string} id @param {number} leak */
function endings(b, id, leak) {
  return [
    when(
      `ret(${id})`,
      (s) => s[b + IN_CALL] === 1,
      (s) => {
        s[b + IN_CALL] = 0;
        if (s[b + PHASE] !== OPENED) return;
        s[b + PHASE] = ALLOCATED;
        s[b + DESTINATION] = 0;
        s[leak] = 1;
      },
    ),
    when(
      `close(${id})`,
      (s) => s[b + PHASE] === OPENED,
      (s) => {
        s[b + SOURCE] = s[b + DESTINATION];
        s[b + DESTINATION] = 0;
        s[b + PHASE] = ALLOCATED;
      },
    ),
    when(
      `appFree(${id})`,
      (s) => s[b + PHASE] === ALLOCATED && s[b + IN_CALL] === 0,
      (s) => clear(s, b),
    ),
    when(
      `badFree(${id})`,
      (s) => s[b + PHASE] === FREE,
      () => undefined,
    ),
  ];
}

/** A process ends, and comes back once nothing is left of it. @param {number} process
 * @param {readonly number[]} buffers first fields */
function lives(process, buffers) {
  const owner = 1 + process;
  return [
    when(
      `exit(${process})`,
      (s) => s[process] === 1,
      (s) => {
        s[process] = 0;
        for (const b of buffers) {
          if (s[b + OWNER] !== owner) continue;
          if (s[b + PHASE] >= DUPLICATE) s[b + IN_CALL] = 0;
          else clear(s, b);
        }
      },
    ),
    when(
      `respawn(${process})`,
      (s) => s[process] === 0 && buffers.every((b) => s[b + OWNER] !== owner),
      (s) => {
        s[process] = 1;
      },
    ),
  ];
}

/** Broken by one buffer, or kept by all that `condition` holds of, or of no concern to any.
 * @param {string} name @param {readonly number[]} buffers
 * @param {(state: Int32Array, b: number) => boolean} condition
 * @param {(state: Int32Array, b: number) => boolean} holds
 * @returns {import('#dist/search/check/model.js').CheckInvariant} */
function ofBuffers(name, buffers, condition, holds) {
  return {
    name,
    judge(state) {
      const concerned = buffers.filter((b) => condition(state, b));
      if (concerned.length === 0) return VERDICT.VACUOUS;
      return concerned.every((b) => holds(state, b)) ? VERDICT.HOLDS : VERDICT.VIOLATED;
    },
  };
}

/** @param {readonly number[]} buffers @param {number} processes */
function invariants(buffers, processes) {
  return [
    ofBuffers(
      'shared bytes agree',
      buffers,
      isSharedUncached,
      (s, b) => s[b + SOURCE] === s[b + DESTINATION],
    ),
    ofBuffers(
      'the dead are in no call',
      buffers,
      (s, b) => s[b + IN_CALL] === 1,
      (s, b) => isAlive(s, s[b + OWNER], processes),
    ),
  ];
}

/** The fields of a buffer. @param {Scope} scope @param {number} id */
function bufferFields({ processes, sizes, versions }, id) {
  return [
    { name: `phase${id}`, values: upTo(ALIAS + 1) },
    { name: `owner${id}`, values: upTo(processes + 1) },
    { name: `size${id}`, values: upTo(sizes) },
    { name: `uncached${id}`, values: upTo(2) },
    { name: `inCall${id}`, values: upTo(2) },
    { name: `flag${id}`, values: upTo(2) },
    { name: `source${id}`, values: upTo(versions) },
    { name: `destination${id}`, values: upTo(versions) },
  ];
}

/** CEBUF within a scope.
 * @param {Scope} scope
 * @returns {import('#dist/search/check/model.js').CheckModel} */
export function createModel(scope) {
  const { alive, buffers, leak } = layout(scope);
  const initial = new Int32Array(leak + 1);
  for (const field of alive) initial[field] = 1;
  return {
    name: `CEBUF ${scope.processes}/${scope.buffers}/${scope.versions}/${scope.sizes}`,
    fields: [
      ...alive.map((process) => ({ name: `alive${process}`, values: [0, 1] })),
      ...buffers.flatMap((_, id) => bufferFields(scope, id)),
      { name: 'leak', values: [0, 1] },
    ],
    initial: [initial],
    rules: [
      ...buffers.flatMap((b, id) => [
        ...beginnings(scope, b, String(id)),
        ...writes(scope, b, String(id)),
        ...flagged(scope, b, String(id), leak),
        ...endings(b, String(id), leak),
      ]),
      ...alive.flatMap((process) => lives(process, buffers)),
    ],
    invariants: invariants(buffers, scope.processes),
    notes: [],
    symmetry: {
      scalarsets: [
        {
          name: 'buffers',
          size: scope.buffers,
          owned: buffers.map((b) => upTo(BUFFER_FIELDS).map((field) => b + field)),
          references: [],
        },
        {
          name: 'processes',
          size: scope.processes,
          owned: alive.map((process) => [process]),
          references: buffers.map((b) => ({ field: b + OWNER, base: 1 })),
        },
      ],
    },
  };
}
