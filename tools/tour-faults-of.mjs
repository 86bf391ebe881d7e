// Which planted defects of the boards a tour of a scope finds, and why it cannot find the others.

import path from 'node:path';
import { Flag, PAUSE_POINTS, Word } from '#dist/model/case.js';
import { DESCRIPTORS, descriptorText, MARSHAL_FORCE_ALIAS } from '#dist/model/descriptors.js';
import { isOrdering, isSharingCall, isWinDriverCall } from '#dist/model/families.js';
import { OPERATION_NAMES } from '#dist/model/operations/index.js';
import { findReading, READINGS } from '#dist/model/readings.js';
import { PAGE_BYTES } from '#dist/model/world/domain.js';
import { KERNEL_MEMORY, UNMAPPED } from '#dist/search/check/marshalling/ground.js';
import { readingsOf } from '#dist/search/fuzz/fault-readings.js';
import { runConform, runFuzz } from '#dist/search/library.js';
import { readScenario, scenarioFiles } from '#dist/search/replay.js';
import { HOST_PROCESS } from '#dist/targets/interface.js';
import { record, shows } from './tour-tape.mjs';

/** @typedef {import('#dist/search/check/marshalling/scope.js').Scope} Scope */
/** @typedef {import('#dist/search/scenario/types.js').Scenario} Scenario */
/** @typedef {typeof import('#dist/targets/index.js').BOARD_FAULTS[number]} Fault */

/** Where the addresses end that a reading takes for a user's. */
const LIMITS = new Set(READINGS.map(({ readLimit }) => readLimit));
const METHODS = new Set([
  ...['construct', 'Allocate', 'Free', 'Marshal', 'Unmarshal', 'Flush', 'ptr', 'size', 'copy'],
  'destroy',
]);
/** Wrong addresses that tours pass. */
const KNOWN = new Set([KERNEL_MEMORY, UNMAPPED]);
/** Families of a scope by the operation that needs them. */
const FAMILY = new Map([
  ['CeFlushAsynchronousBuffer', 'flush'],
  ['CeAllocDuplicateBuffer', 'duplicate'],
  ['CeFreeDuplicateBuffer', 'duplicate'],
  ['exit', 'exit'],
  ['start', 'exit'],
  ['VirtualFree', 'release'],
  ['VirtualAlloc', 'release'],
  ['VirtualProtect', 'protect'],
  ['resume', 'pauses'],
]);

/**
 * What one operation needs of a scope, in words; '' entries are dropped.
 *
 * @param {Int32Array} program
 * @param {number} at
 */
function needsOf(program, at) {
  const operation = OPERATION_NAMES[program[at + Word.operation]];
  const descriptor = program[at + Word.descriptor] >>> 0;
  const needs = [FAMILY.get(operation) ?? ''];
  if (operation === 'exit' && program[at + Word.process] === HOST_PROCESS) {
    needs[0] = 'exit of the host';
  }
  if (METHODS.has(operation)) needs.push('wrapper classes');
  if (isSharingCall(operation)) needs.push('VirtualAllocEx and its kin');
  if (isWinDriverCall(operation)) needs.push('WinDriver');
  if (isOrdering(operation)) needs.push('events and critical sections');
  if (program[at + Word.pause] > 0 && PAUSE_POINTS[program[at + Word.pause]] !== '') {
    needs.push('pauses');
  }
  if (program[at + Word.allocationFails] > 0) needs.push('no-memory');
  if ((program[at + Word.flags] & Flag.viaKernel) !== 0) needs.push('kernel-caller');
  if (operation === 'call' && descriptor !== 0) needs.push('parameter');
  const isFunction = operation.startsWith('Ce');
  if (isFunction && program[at + Word.thread] === 0) needs.push('service-thread');
  const type = (descriptor & ~MARSHAL_FORCE_ALIAS) >>> 0;
  const isString = type === DESCRIPTORS.ARG_I_WSTR || type === DESCRIPTORS.ARG_I_ASTR;
  if (isFunction && isString) needs.push('strings');
  else if (isFunction) needs.push(`descriptor ${descriptorText(type)}`);
  return needs.filter((need) => need !== '');
}

/**
 * What the operands of one operation need, in words.
 *
 * @param {Pick<Scenario, 'program' | 'regions'>} scenario
 * @param {number} at
 */
function operandNeeds({ program, regions }, at) {
  const needs = [];
  const size = program[at + Word.size] >>> 0;
  if (size > 0x10_0000) needs.push('a size beyond all memory');
  else if (size > PAGE_BYTES) needs.push('buffers of more than a page');
  for (const field of [Word.pointerName, Word.sourceName, Word.unmarshalledName]) {
    const address = program[at + field + 1] >>> 0;
    if (program[at + field] !== 0) {
      if (address !== 0) needs.push('a part of a buffer');
      continue;
    }
    const isHeld = regions.some(({ base, runs }) => {
      const pages = runs.reduce((sum, run) => sum + run.pages, 0);
      return address >= base && address < base + pages * PAGE_BYTES;
    });
    if (address !== 0 && !isHeld && !KNOWN.has(address)) needs.push('another wrong address');
  }
  return needs;
}

/**
 * What a scenario needs and a scope does not have, in words.
 *
 * @param {Pick<Scenario, 'program' | 'regions' | 'applications'>} scenario
 * @param {Scope} scope
 */
function lacking(scenario, scope) {
  const { program, applications, regions } = scenario;
  /** @type {Set<string>} */
  const needs = new Set();
  let results = 0;
  let threads = 0;
  for (let at = 0; at < program.length; at += Word.width) {
    for (const need of needsOf(program, at)) needs.add(need);
    for (const need of operandNeeds(scenario, at)) needs.add(need);
    results = Math.max(results, program[at + Word.result]);
    threads = Math.max(threads, program[at + Word.thread]);
  }
  const has = new Set([
    ...scope.families,
    ...scope.descriptors.map((each) => `descriptor ${descriptorText(each)}`),
  ]);
  const missing = [...needs].filter((need) => !has.has(need));
  if (applications > scope.applications) missing.push(`${applications} applications`);
  if (threads > scope.calls) missing.push(`${threads} calls at once`);
  if (results > scope.records) missing.push(`${results} buffers`);
  const ends = regions.map(({ base, runs }) => {
    return base + runs.reduce((sum, run) => sum + run.pages, 0) * PAGE_BYTES;
  });
  if (ends.some((end) => LIMITS.has(end))) missing.push('memory that ends at the range limit');
  const pages = regions.some(({ runs }) => runs.some((run) => run.rights !== 2 || !run.cached));
  if (pages) missing.push('pages that are not read-write and cached');
  return missing;
}

/**
 * The defects that scenario files name, with the least that each of them needs beyond a scope.
 *
 * @param {string} root
 * @param {Scope} scope
 */
export function reasons(root, scope) {
  /** @type {Map<string, string[]>} */
  const least = new Map();
  const folders = ['spec', 'kills'].map((name) => path.join(root, 'scenarios', name));
  for (const file of scenarioFiles(folders)) {
    const scenario = readScenario(file);
    const { fault } = scenario;
    if (fault === '') continue;
    const missing = lacking(scenario, scope);
    const known = least.get(fault);
    if (known === undefined || missing.length < known.length) least.set(fault, missing);
  }
  return least;
}

/**
 * How the table is made: a reading for each way of Alloc, and one that was shipped. Tours of those
 * that decide by size, which are ten times as large and more, end after `most` operations.
 */
export const HOW = {
  most: 24_000,
  readings: ['ce6-x86', 'ce6-armv4i', 'compact7-armv5', 'shipped-compact7-armv5'],
};
/** Cases that are fuzzed for a witness. */
const MOST_CASES = 20_000;

/**
 * What a witness of a defect needs beyond the first scope where no scenario file shows it: fuzzing
 * finds one. Notes the same for all scopes in `why`.
 *
 * @param {Fault} fault
 * @param {readonly Map<string, string[]>[]} why
 * @param {readonly Scope[]} scopes
 */
export async function witness(fault, why, scopes) {
  const { id, servers } = fault;
  if (why[0].has(id)) return why[0].get(id) ?? [];
  const how = { seed: 'tour-faults', runs: MOST_CASES, failFast: true, workers: 1 };
  const { findings } = await runFuzz({ ...how, fault: id, readings: readingsOf(fault), servers });
  const [finding] = findings;
  const nothing = ['a witness: fuzzing finds none'];
  for (const [index, scope] of scopes.entries()) {
    why[index].set(id, finding === undefined ? nothing : lacking(finding.case, scope));
  }
  return why[0].get(id) ?? nothing;
}

/** True for the first that decides in its way. @param {string} id @param {readonly string[]} all */
function isFirst(id, all) {
  return all.find((each) => isLarge(each) === isLarge(id)) === id;
}

/** True for a reading that decides by size. @param {string} reading */
function isLarge(reading) {
  return findReading(reading)?.alloc === 'by-size';
}

/** Tapes by scope, reading, server and bound. @type {Map<string, ReturnType<typeof record>>} */
const tapes = new Map();

/** @param {Scope} scope @param {string} reading @param {number} most */
async function tapeOf(scope, reading, most) {
  const key = [scope.name, scope.server, reading, most].join();
  const known = tapes.get(key) ?? record(scope, reading, most);
  tapes.set(key, known);
  return known;
}

/**
 * Tours of a scope with a defect, one for each server mode and for the given readings, until one
 * departs. What it gives: the signature, '' where no tour departed; operations in all; the tours
 * that were gone, by reading and server; and whether the defect changed anything in them.
 *
 * @param {Fault} fault
 * @param {Scope} scope
 * @param {{ most: number, readings: readonly string[] }} how
 */
export async function hunt(fault, scope, how) {
  const own = readingsOf(fault);
  const wanted = how.readings.filter((id) => own.includes(id));
  const all = wanted.length > 0 ? wanted : own.slice(0, 1);
  // The larger scope goes with one reading that decides by size, and one that does not.
  const readings = scope.name === 'tiny' ? all : all.filter((id) => isFirst(id, all));
  const tours = [];
  let operations = 0;
  let isSeen = false;
  for (const server of fault.servers) {
    for (const reading of readings) {
      const most = isLarge(reading) ? how.most : Infinity;
      const tape = await tapeOf({ ...scope, server }, reading, most);
      operations += tape.requests.length;
      tours.push(`${reading} ${server}${tape.isWhole ? '' : '…'}`);
      if (!shows(tape, fault.id)) continue;
      isSeen = true;
      operations -= tape.requests.length;
      const report = await runConform({
        ...{ runs: 0, scopes: [scope], readings: [reading], servers: [server] },
        ...{ fault: fault.id, mostOperations: most, mostDepartures: 1 },
      });
      operations += report.operations;
      const [finding] = report.findings;
      if (finding !== undefined) {
        return { signature: finding.signature, reading, operations, tours, isSeen };
      }
    }
  }
  return { signature: '', reading: '', operations, tours, isSeen };
}
