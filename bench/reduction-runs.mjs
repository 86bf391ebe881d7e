// Hunts and reductions, and what they agree on. Shared by reduction.mjs and main.mjs.

import { Word } from '#dist/model/case.js';
import { OPERATION_NAMES } from '#dist/model/operations/index.js';
import { ChunkRunner } from '#dist/search/fuzz/chunk.js';
import { readingsOf } from '#dist/search/fuzz/fault-readings.js';
import { reduceFinding } from '#dist/search/reduce.js';
import { createTarget } from '#dist/targets/index.js';

const CHUNK = 250;

/**
 * @typedef {object} Run One hunt and the reduction of what it found.
 * @property {string} fault
 * @property {string} seed
 * @property {string} signature
 * @property {number} found operations of the case as it was found
 * @property {number} length operations after reduction
 * @property {number} executions cases that the reduction ran
 * @property {readonly string[]} program names of the operations that are left
 */

/**
 * @typedef {object} Group Runs with one defect and signature.
 * @property {string} fault
 * @property {string} signature
 * @property {readonly number[]} lengths
 * @property {number} agreeing runs that end at the length that most end at
 * @property {number} atShortest runs that end at the shortest length that any ended at
 */

/**
 * Fuzzes with a planted defect until a finding names one of its clauses, and reduces that.
 *
 * @param {import('#dist/targets/index.js').Fault} fault
 * @param {string} seed
 * @param {number} runs most cases
 * @returns {Run | undefined} undefined when nothing was found
 */
export function huntAndReduce(fault, seed, runs) {
  const chunks = new ChunkRunner();
  for (let first = 0; first < runs; first += CHUNK) {
    const chunk = chunks.run({
      seed,
      first,
      count: Math.min(CHUNK, runs - first),
      island: -1,
      readings: readingsOf(fault),
      servers: fault.servers,
      inspection: true,
      target: 'simulator',
      watchdog: 0,
      fault: fault.id,
      until: fault.clauses,
    });
    const finding = chunk.met ? chunk.findings.at(-1) : undefined;
    if (finding === undefined) continue;
    /** @param {string} reading */
    const make = (reading) => createTarget('simulator', reading, fault.id);
    const elsewhere = { readings: readingsOf(fault), createTarget: make };
    const target = make(finding.case.platform.reading);
    const reduced = reduceFinding(finding, { target, inspection: true, elsewhere });
    return {
      fault: fault.id,
      seed,
      signature: finding.signature,
      found: finding.length,
      length: reduced.finding.length,
      executions: reduced.executions,
      program: operationsOf(reduced.finding.case.program),
    };
  }
  return undefined;
}

/** Names of the operations of a program. @param {Int32Array} program */
function operationsOf(program) {
  const names = [];
  for (let at = 0; at < program.length; at += Word.width) {
    names.push(OPERATION_NAMES[program[at + Word.operation]]);
  }
  return names;
}

/**
 * Runs by defect and signature, what share of them ends at their group's usual length, and what
 * share at its shortest.
 *
 * @param {readonly Run[]} runs
 */
export function agreement(runs) {
  /** @type {Map<string, Run[]>} */
  const byKey = new Map();
  for (const run of runs) {
    const key = `${run.fault} ${run.signature}`;
    byKey.set(key, [...(byKey.get(key) ?? []), run]);
  }
  /** @type {Group[]} */
  const groups = [...byKey.values()].map((members) => {
    const lengths = members.map((run) => run.length).sort((a, b) => a - b);
    const counts = lengths.map((each) => lengths.filter((length) => length === each).length);
    const agreeing = Math.max(...counts);
    const atShortest = counts[0];
    const { fault, signature } = members[0];
    return { fault, signature, lengths, agreeing, atShortest };
  });
  const shared = groups.filter(({ lengths }) => lengths.length > 1);
  return {
    runs: runs.length,
    percent: percent(groups, 'agreeing'),
    shortestPercent: percent(groups, 'atShortest'),
    groups,
    /** Groups of one run always agree with themselves: the share without them. */
    sharedRuns: shared.reduce((sum, { lengths }) => sum + lengths.length, 0),
    sharedPercent: percent(shared, 'agreeing'),
    medianExecutions: median(runs.map((run) => run.executions)),
    medianFound: median(runs.map((run) => run.found)),
    medianLength: median(runs.map((run) => run.length)),
  };
}

/** @param {readonly Group[]} groups @param {'agreeing' | 'atShortest'} which */
function percent(groups, which) {
  const all = groups.reduce((sum, { lengths }) => sum + lengths.length, 0);
  const agreeing = groups.reduce((sum, group) => sum + group[which], 0);
  return all === 0 ? 100 : Math.round((agreeing * 1000) / all) / 10;
}

/** The middle one; 0 of none. @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The result as text: groups whose lengths differ, then the totals.
 * @param {ReturnType<typeof agreement>} result */
export function table(result) {
  const lines = result.groups
    .filter(({ agreeing, lengths }) => agreeing < lengths.length)
    .map(({ fault, signature, lengths }) => `${fault}  ${signature}  ${lengths.join(' ')}`);
  return [
    ...lines,
    `${result.runs} runs, ${result.groups.length} pairs of defect and signature`,
    `same length: ${result.percent} % of all runs`,
    `same length where a signature was met twice: ${result.sharedPercent} %, ` +
      `${result.sharedRuns} runs`,
    `as short as the shortest: ${result.shortestPercent} % of all runs`,
    `medians: ${result.medianFound} operations found, ${result.medianLength} left, ` +
      `${result.medianExecutions} executions`,
  ].join('\n');
}
