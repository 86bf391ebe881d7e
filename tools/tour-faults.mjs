// Writes docs/tour-faults.md: which planted defects of the boards tours of tiny and small find, and
// why they do not find the others. Takes a while; needs a built dist/.
//
//     node tools/tour-faults.mjs

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';
import { BOARD_FAULTS } from '#dist/targets/index.js';
import { hunt, reasons } from './tour-faults-of.mjs';

/** Operations of a tour where nothing is known to be missing, and where something is. */
const MOST = 24_000;
const FEW = 3000;
/** Readings that are tried: one that decides by size, an alias, one that was shipped. */
const READINGS = ['compact7-armv5', 'ce6-x86', 'shipped-compact7-armv5'];
/** What no scope that is toured has operations for. */
const OTHER = /wrapper|VirtualAllocEx|WinDriver|events/;

const root = path.resolve(import.meta.dirname, '..');
const scopes = SCOPES.filter(({ name }) => name === 'tiny' || name === 'small');
const why = scopes.map((scope) => reasons(root, scope));

/** @param {typeof BOARD_FAULTS[number]} fault */
async function rowOf(fault) {
  let operations = 0;
  for (const [index, scope] of scopes.entries()) {
    const missing = why[index].get(fault.id);
    if (missing?.some((each) => OTHER.test(each)) === true) continue;
    const isLacking = missing !== undefined && missing.length > 0;
    const most = isLacking ? FEW : MOST;
    const readings = isLacking ? READINGS.slice(0, 1) : READINGS;
    const how = { most, readings, inspection: true, identify: false };
    const came = await hunt(fault, scope, how);
    operations += came.operations;
    if (came.signature === '') continue;
    const { signature, reading } = came;
    return { scope: scope.name, reading, signature, operations: came.operations };
  }
  return { scope: '', reading: '', signature: '', operations };
}

/** Why a defect was not found. @param {string} id @param {number} operations */
function reasonOf(id, operations) {
  const tried = `not met in ${operations} operations`;
  if (why.every((each) => !each.has(id))) return `no scenario file shows it; ${tried}`;
  const said = scopes.map(({ name }, index) => {
    const missing = why[index].get(id) ?? [];
    return `${name}: ${missing.length === 0 ? `nothing is missing, ${tried}` : missing.join(', ')}`;
  });
  const [first = '', second = ''] = said.map((each) => each.replace(/^\w+: /, ''));
  return first === second ? first : said.join('; ');
}

const rows = [];
for (const fault of BOARD_FAULTS) {
  rows.push({ id: fault.id, ...(await rowOf(fault)) });
  process.stderr.write(`${rows.length} of ${BOARD_FAULTS.length}\n`);
}
const found = rows.filter(({ signature }) => signature !== '');
const others = rows.filter(({ signature }) => signature === '');
/** @param {readonly string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;
const text = [
  '# Which defects a tour finds',
  '',
  'Written by `node tools/tour-faults.mjs`: each planted defect of the boards under tours of',
  '`tiny` and then `small`, in the first of a few readings in which it shows, until one departs.',
  '',
  `${found.length} of ${rows.length} defects are found.`,
  '',
  '| defect | scope | reading | clause | operations |',
  '|---|---|---|---|---|',
  ...found.map(({ id, scope, reading, signature, operations }) =>
    line([`\`${id}\``, scope, reading, signature.split('/')[0] ?? '', `${operations}`]),
  ),
  '',
  '## Not found, and why',
  '',
  'The reason is what the least scenario file that shows the defect needs and the scope lacks.',
  `A tour ends after ${FEW} operations, where nothing is known to be missing after ${MOST}.`,
  'Where no scenario file shows a defect, or nothing is missing, it is not known whether a longer',
  'tour would meet it.',
  '',
  '| defect | what it needs |',
  '|---|---|',
  ...others.map(({ id, operations }) => line([`\`${id}\``, reasonOf(id, operations)])),
  '',
];
writeFileSync(path.join(root, 'docs', 'tour-faults.md'), text.join('\n'));
