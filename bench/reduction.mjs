// Does reduction end where it should? Every planted defect is hunted from many seeds; runs that
// end with the same defect and signature ought to end at the same length:
//   node bench/reduction.mjs [--seeds 20] [--faults id,id] [--runs 20000] [--json]
// A run is in agreement when it ends at the length that most runs of its group end at.

import { parseArgs } from 'node:util';
import { BOARD_FAULTS } from '#dist/targets/index.js';
import { agreement, huntAndReduce, table } from './reduction-runs.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    faults: { type: 'string', default: '' },
    runs: { type: 'string', default: '20000' },
    json: { type: 'boolean', default: false },
  },
});
const wanted = values.faults === '' ? [] : values.faults.split(',');
const faults = BOARD_FAULTS.filter(({ id }) => wanted.length === 0 || wanted.includes(id));

/** @type {import('./reduction-runs.mjs').Run[]} */
const runs = [];
for (const fault of faults) {
  for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
    const run = huntAndReduce(fault, `reduction-${seed}`, Number(values.runs));
    if (run !== undefined) runs.push(run);
  }
  process.stderr.write(`${fault.id}: ${runs.filter((run) => run.fault === fault.id).length}\n`);
}
const result = agreement(runs);
if (values.json) console.log(JSON.stringify({ ...result, runs }, null, 1));
else console.log(table(result));
