// Writes docs/rules.md from the clause catalogue. Usage: npm run docs:rules.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLAUSES, OBLIGATIONS } from '#dist/model/clauses/index.js';

/** @typedef {import('#dist/model/clauses/index.js').CatalogueClause} Clause */
/** @typedef {import('#dist/model/clauses/index.js').CatalogueObligation} Obligation */

const file = path.resolve(import.meta.dirname, '..', 'docs', 'rules.md');
const width = 100;

/** @type {Readonly<Record<Clause['family'], string>>} */
const headings = {
  spaces: 'Address spaces and calls',
  synchronous: 'Synchronous marshalling',
  asynchronous: 'Asynchronous marshalling',
  alias: 'MARSHAL_FORCE_ALIAS and the cache',
  duplicate: 'Duplicates',
  'wrapper-classes': 'Wrapper classes',
  'shared-memory': 'Sharing a block by VirtualAllocEx, VirtualCopyEx and VirtualFreeEx',
  windriver: 'Sharing a DMA buffer with a Kernel PlugIn',
  drivers: 'Drivers in general',
  quiet: 'Decided where the sources are silent',
  invariants: 'Always',
};

const bound = {
  system: 'binds the system',
  driver: 'binds the driver',
  both: 'binds system and driver',
  none: 'binds nobody',
};

const introduction = [
  `Generated from \`model/clauses/\` by \`npm run docs:rules\`; do not edit. ${CLAUSES.length}
  clauses with ${OBLIGATIONS.length} obligations. Code, tests, scenarios and reports cite the IDs.`,
  `A clause binds the **system** (whoever implements the API: kernel, emulator, host shim) or the
  **driver** (whoever calls it). Its force is **must** (documented), **advice** (a documented
  recommendation; a warning when broken), **hazard** (a documented danger whose effect is left open)
  or **safe** (not documented: the least that robust software owes, so that a wrong call changes
  nothing that others hold). S0 to S4 are the five source texts by their leading numbers, "facts" is
  what the vendor's other pages, headers and shipped releases show. Where no source is named, the
  project decided.`,
  `**Open** and **Close** are short for CeOpenCallerBuffer and CeCloseCallerBuffer; **Alloc**,
  **Flush** and **Free** for CeAllocAsynchronousBuffer, CeFlushAsynchronousBuffer and
  CeFreeAsynchronousBuffer. The **flag** is MARSHAL_FORCE_ALIAS. The **O bit** is ARG_O_BIT of a
  descriptor; "I alone" is a descriptor without it. A **direct** pointer is the caller's own,
  unchanged; an **alias** is a second mapping of the same memory; a **copy** or **duplicate** is
  memory of its own. The **copy size** is the largest size that a reading copies before it turns to
  aliases.`,
];

/**
 * Breaks running text into lines that fit a page; later lines are indented.
 *
 * @param {string} text
 * @param {string} [indent]
 */
function wrap(text, indent = '') {
  const lines = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width && line !== '') {
      lines.push(line);
      line = indent + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join('\n');
}

/**
 * Says whom it binds, with what force, from which sources.
 *
 * @param {Clause} clause
 */
function standing(clause) {
  const force = typeof clause.force === 'string' ? clause.force : clause.force.join(' and ');
  const sources = clause.sources.length === 0 ? 'no source' : clause.sources.join(', ');
  return `*${bound[clause.binds]} · ${force} · ${sources}*`;
}

/**
 * One list item for an obligation, with what sets it apart from its clause.
 *
 * @param {Clause} clause
 * @param {Obligation} obligation
 */
function item(clause, obligation) {
  const apart = [
    obligation.binds === clause.binds ? '' : obligation.binds,
    obligation.force === clause.force ? '' : obligation.force,
    obligation.readings === undefined ? '' : `${obligation.readings} readings`,
  ].filter((each) => each !== '');
  const limits = apart.length === 0 ? '' : ` (${apart.join(', ')})`;
  const never = obligation.never === undefined ? '' : ` Never: ${obligation.never}.`;
  return wrap(
    `- \`${obligation.id}\`${limits}. When ${obligation.when}: ${obligation.then}.${never}`,
    '  ',
  );
}

/**
 * Turns the IDs of other clauses in a text into links.
 *
 * @param {string} text
 * @param {string} own
 */
function linked(text, own) {
  return text.replace(/\b[A-Z]+-(\d+|[A-Z]+)\b/g, (id) =>
    id !== own && CLAUSES.some((clause) => clause.id === id) ? `[${id}](#${id.toLowerCase()})` : id,
  );
}

/** @param {Clause} clause */
function section(clause) {
  const proxy = clause.proxy === undefined ? [] : [wrap(`Shown by proxy: ${clause.proxy}.`)];
  return [
    `### ${clause.id}`,
    wrap(linked(clause.text, clause.id)),
    standing(clause),
    clause.obligations.map((each) => item(clause, each)).join('\n'),
    ...proxy,
  ].join('\n\n');
}

/**
 * The whole page, from the catalogue that was built.
 *
 * @returns {string}
 */
export function rulesPage() {
  const families = Object.entries(headings).map(([family, heading]) => {
    const clauses = CLAUSES.filter((clause) => clause.family === family);
    return [`## ${heading}`, ...clauses.map(section)].join('\n\n');
  });
  const paragraphs = introduction.map((each) => wrap(each));
  return `${['# The rules', ...paragraphs, ...families].join('\n\n')}\n`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(file, rulesPage());
  console.log(`wrote ${path.relative(process.cwd(), file)}`);
}
