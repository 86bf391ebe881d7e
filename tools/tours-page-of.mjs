// Rows of docs/tours.md.

/** @typedef {import('#dist/search/tour/report.js').TourReport} TourReport */

const COLUMNS = [
  ...['scope', 'reading', 'server', 'beliefs', 'pairs', 'doubtful', 'transitions', 'operations'],
  ...['resets', 'of one path a pair', 'of naive', 'least', 'of least', 'ended', 'planning'],
];
const [OPERATIONS, NAIVE] = [COLUMNS.indexOf('operations'), COLUMNS.indexOf('of one path a pair')];

/** The head of the table. */
export const HEADS = [`| ${COLUMNS.join(' | ')} |`, `|${'---|'.repeat(COLUMNS.length)}`];

/** @param {TourReport} tour */
export function figuresLine(tour) {
  const { transitions, operations, naiveOperations, seconds, planningSeconds } = tour;
  return `| ${[
    ...[tour.scope, tour.reading, tour.server, tour.beliefs, tour.pairs, tour.doubtful],
    `${transitions.covered} of ${transitions.total}`,
    ...[operations, tour.resets, naiveOperations],
    `${((100 * operations) / naiveOperations).toFixed(1)} %`,
    `${((100 * tour.lowerBound) / naiveOperations).toFixed(1)} %`,
    (operations / tour.lowerBound).toFixed(2),
    tour.complete ? 'complete' : tour.stopped,
    `${((100 * planningSeconds) / seconds).toFixed(0)} %`,
  ].join(' | ')} |`;
}

/** Which tour a row is of: scope, reading, server. @param {string} line */
export function keyOf(line) {
  return line.split(' | ').slice(0, 3).join(' ').replace('| ', '');
}

/** Rows of a page that was written before, by tour. @param {string} page */
export function rowsOf(page) {
  const lines = page.split('\n').filter((line) => line.startsWith('| ') && line !== HEADS[0]);
  return new Map(lines.map((line) => [keyOf(line), line]));
}

/** Operations of all rows, by those of one path a pair, as a percentage. @param {string[]} lines */
export function shareOf(lines) {
  const cells = lines.map((line) => line.slice(2).split(' | ').map(Number));
  const sum = (/** @type {number} */ column) => cells.reduce((all, row) => all + row[column], 0);
  return `${((100 * sum(OPERATIONS)) / sum(NAIVE)).toFixed(1)} %`;
}
