// Writes docs/tour-faults.md: which planted defects of the boards tours of tiny and small find, and
// why they do not find the others. Takes some twenty minutes; needs a built dist/.
//
//     node tools/tour-faults.mjs

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';
import { BOARD_FAULTS } from '#dist/targets/index.js';
import { HOW, hunt, reasons, witness } from './tour-faults-of.mjs';

const root = path.resolve(import.meta.dirname, '..');
const scopes = SCOPES.filter(({ name }) => name === 'tiny' || name === 'small');
const why = scopes.map((scope) => reasons(root, scope));

const A = 65;

/** @param {readonly string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/**
 * The row of a defect, and whether a tour found it.
 *
 * @param {typeof BOARD_FAULTS[number]} fault
 */
async function rowOf(fault) {
  const { id } = fault;
  const found = await witness(fault, why, scopes);
  const missing = why.map((each) => each.get(id) ?? found);
  const done = [];
  let isSeen = false;
  for (const scope of scopes) {
    const came = await hunt(fault, scope, HOW);
    if (came.signature !== '') {
      const [clause = ''] = came.signature.split('/');
      const cells = [`\`${id}\``, scope.name, came.reading, clause, `${came.operations}`];
      return { isFound: true, text: line(cells) };
    }
    isSeen ||= came.isSeen;
    done.push(came.tours.map((each) => `${scope.name} ${each}`));
  }
  const effect = isSeen ? 'one that the rules permit' : 'none';
  const cells = [`\`${id}\``, reasonOf(missing), effect, groupOf(done.flat())];
  return { isFound: false, text: line(cells) };
}

/** What a witness of the defect needs, in words. @param {string[][]} missing by scope */
function reasonOf(missing) {
  const said = missing.map((each) => (each.length === 0 ? 'nothing known' : each.join(', ')));
  if (said[0] === said[1]) return said[0];
  return scopes.map(({ name }, index) => `${name}: ${said[index]}`).join('; ');
}

/** Letter for each set of tours, in the order in which they come. @type {Map<string, string>} */
const groups = new Map();

/** @param {string[]} tours */
function groupOf(tours) {
  const text = tours.join(', ');
  if (!groups.has(text)) groups.set(text, String.fromCodePoint(A + groups.size));
  return groups.get(text) ?? '';
}

const rows = [];
for (const fault of BOARD_FAULTS) {
  rows.push(await rowOf(fault));
  process.stderr.write(`${rows.length} of ${BOARD_FAULTS.length} ${rows.at(-1)?.text}\n`);
}
const found = rows.filter(({ isFound }) => isFound);
const others = rows.filter(({ isFound }) => !isFound);
const text = [
  '# Which defects a tour finds',
  '',
  'Written by `node tools/tour-faults.mjs`: each planted defect of the boards under tours of',
  '`tiny` and then `small`, one server mode and reading after another, until one departs.',
  '`operations` counts those of all tours until then.',
  '',
  `${found.length} of ${rows.length} defects are found.`,
  '',
  '| defect | scope | reading | clause | operations |',
  '|---|---|---|---|---|',
  ...found.map((row) => row.text),
  '',
  '## Not found, and why',
  '',
  '`needs`: what the least known witness of the defect needs and the scope lacks. The witness is a',
  'scenario file with the defect, or else what fuzzing with the defect finds, reduced.',
  '',
  '`effect`: what the defect changes in the tours of its group, beside a healthy board,',
  'in answers and in all that can be looked at. Where it is none, no tour of these can find it.',
  '',
  '| defect | needs | effect | tours |',
  '|---|---|---|---|',
  ...others.map((row) => row.text),
  '',
  `The tours of each group; with \`…\` those that were ended after ${HOW.most} operations, the`,
  'others went to their end:',
  '',
  ...[...groups].map(([tours, letter]) => `- ${letter}: ${tours}`),
  '',
];
writeFileSync(path.join(root, 'docs', 'tour-faults.md'), text.join('\n'));
