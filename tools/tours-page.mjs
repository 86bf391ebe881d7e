// Writes docs/tours.md: the figures of the boards' tours, for each reading in both server modes.
// Needs a built dist/. With a scope, and readings of it: these rows anew, the others stay.
//
//     node tools/tours-page.mjs [--workers N] [--most-operations N] [SCOPE [READING...]]

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { READINGS } from '#dist/model/readings.js';
import { SCOPES } from '#dist/search/check/marshalling/scope.js';
import { runConform } from '#dist/search/library.js';
import { figuresLine, HEADS, keyOf, rowsOf, shareOf } from './tours-page-of.mjs';

const file = path.join(import.meta.dirname, '..', 'docs', 'tours.md');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    workers: { type: 'string', default: '2' },
    'most-operations': { type: 'string', default: 'Infinity' },
  },
});
const [one, ...some] = positionals;
const scopes = SCOPES.filter(({ name }) => ['tiny', 'small'].includes(name));
const readings = some.length > 0 ? some : READINGS.map(({ id }) => id);

const rows = rowsOf(existsSync(file) ? readFileSync(file, 'utf8') : '');
const { tours, findings } = await runConform({
  ...{ runs: 0, readings, workers: Number(values.workers) },
  scopes: scopes.filter(({ name }) => one === undefined || name === one),
  mostOperations: Number(values['most-operations']),
});
if (findings.length > 0) throw new Error(`the boards depart: ${findings[0].signature}`);
for (const line of tours.map(figuresLine)) rows.set(keyOf(line), line);

/** The rows of a scope, in the order of the readings. @param {string} name */
function linesOf(name) {
  return READINGS.flatMap(({ id }) =>
    ['kernel', 'user'].flatMap((server) => rows.get(`${name} ${id} ${server}`) ?? []),
  );
}

const text = [
  '# Tours of the boards, in figures',
  '',
  'Written by `npm run docs:tours`: `marshalcheck conform --scope NAME --runs 0` on the boards. No',
  'tour met a departure. [conformance.md](conformance.md) says what is counted; `of naive`:',
  'operations by those of one shortest path from a reset for each pair; `least`: the same of the',
  'least that a tour could take which knows the graph before; `of least`: operations by it;',
  '`planning`: its share of the time, which alone is not the same each time.',
  '',
  ...scopes.flatMap(({ name, sentence }) => [
    `## ${name}`,
    '',
    `Scope: ${sentence}.`,
    `All rows together take ${shareOf(linesOf(name))} of one path a pair.`,
    '',
    ...HEADS,
    ...linesOf(name),
    '',
  ]),
].join('\n');
writeFileSync(file, text);
