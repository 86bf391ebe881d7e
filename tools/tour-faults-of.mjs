// Which planted defects of the boards a tour of a scope finds, and why it cannot find the others.

import path from 'node:path';
import { Flag, PAUSE_POINTS, Word } from '#dist/model/case.js';
import { DESCRIPTORS, descriptorText, MARSHAL_FORCE_ALIAS } from '#dist/model/descriptors.js';
import { isOrdering, isSharingCall, isWinDriverCall } from '#dist/model/families.js';
import { OPERATION_NAMES } from '#dist/model/operations/index.js';
import { PAGE_BYTES } from '#dist/model/world/domain.js';
import { KERNEL_MEMORY, UNMAPPED } from '#dist/search/check/marshalling/ground.js';
import { readingsOf } from '#dist/search/faults.js';
import { runConform } from '#dist/search/library.js';
import { readScenario, scenarioFiles } from '#dist/search/replay.js';

/** @typedef {import('#dist/search/check/marshalling/scope.js').Scope} Scope */
/** @typedef {import('#dist/search/scenario/types.js').Scenario} Scenario */
/** @typedef {typeof import('#dist/targets/index.js').BOARD_FAULTS[number]} Fault */

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
 * @param {Scenario} scenario
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
 * @param {Scenario} scenario
 * @param {Scope} scope
 */
export function lacking(scenario, scope) {
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
 * Tours of a scope with a defect, one for each server mode and for the given readings, until one
 * departs. What it gives: the signature, '' where no tour departed; and operations in all.
 *
 * @param {Fault} fault
 * @param {Scope} scope
 * @param {{ most: number, readings: readonly string[], inspection: boolean, identify: boolean }}
 *   how
 */
export async function hunt(fault, scope, how) {
  const own = readingsOf(fault);
  const wanted = how.readings.filter((id) => own.includes(id));
  const readings = wanted.length > 0 ? wanted : own.slice(0, 1);
  let operations = 0;
  for (const server of fault.servers) {
    for (const reading of readings) {
      const report = await runConform({
        ...{ runs: 0, scopes: [scope], readings: [reading], servers: [server] },
        ...{ fault: fault.id, inspection: how.inspection, identify: how.identify },
        ...{ mostOperations: how.most, mostDepartures: 1 },
      });
      operations += report.operations;
      const [finding] = report.findings;
      if (finding !== undefined) return { signature: finding.signature, reading, operations };
    }
  }
  return { signature: '', reading: '', operations };
}
