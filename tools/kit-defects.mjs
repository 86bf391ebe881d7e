// Writes docs/kit-defects.md: what `conform` finds of each defect that the target in C can be built
// with. Takes some minutes; needs a built dist/ and a C compiler.
//
//     node tools/kit-defects.mjs

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { closeTargets } from '#dist/targets/index.js';
import { build, defects, found, PARTS } from './kit-defects-of.mjs';

/** @typedef {keyof typeof PARTS} Part */

/** @param {ReturnType<typeof defects>[number]} defect */
async function rowOf(defect) {
  const target = build(defect.number);
  /** @type {(string | number)[]} */
  const cells = [];
  let isFound = false;
  for (const part of /** @type {Part[]} */ (Object.keys(PARTS))) {
    /** @type {boolean} */
    const isDone = part === 'fuzzing' ? isFound : cells.length === 2 && cells[1] !== '–';
    /** @type {Awaited<ReturnType<typeof found>>} */
    const finding = isDone ? null : await found(target, defect, part);
    isFound ||= finding !== null;
    const text = finding === null ? '–' : `\`${finding.signature}\` (${finding.length})`;
    cells.push(isDone ? '' : text);
  }
  closeTargets();
  if (!isFound) throw new Error(`defect ${defect.number} is not found`);
  const name = `${defect.sentence} (${defect.clauses.join(', ')})`;
  return `| ${[defect.number, name, ...cells].join(' | ')} |`;
}

const rows = [];
for (const defect of defects()) {
  rows.push(await rowOf(defect));
  process.stderr.write(`${rows.at(-1)}\n`);
}
const heads = ['', 'defect', ...Object.keys(PARTS)];
const text = [
  '# The defects of the target in C',
  '',
  'Written by `node tools/kit-defects.mjs`: `examples/target-c` built with each of its defects',
  '(`make FAULT=3`), and what each part of `conform` finds of it under `ce6-armv4i` (the copy',
  'limit: `compact7-x86`) in a kernel server: a signature, and the operations of the reduced',
  'scenario.',
  '`–`: nothing. Empty: not tried, for a part before had found it. A tour ends with its first',
  'departure, or after 20 000 operations.',
  '',
  `| ${heads.join(' | ')} |`,
  `|${'---|'.repeat(heads.length)}`,
  ...rows,
  '',
];
writeFileSync(path.join(import.meta.dirname, '../docs/kit-defects.md'), text.join('\n'));
