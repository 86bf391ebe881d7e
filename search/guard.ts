/**
 * The determinism guard: a case that is run again has to give the same, step by step. What cannot
 * be repeated cannot be reduced, saved or believed.
 */

import type { Case } from '../model/case.js';
import type { Domain } from '../model/world/domain.js';
import type { Runner, Watcher } from '../properties/run.js';
import type { Finding } from './finding.js';
import type { Difference, Nondeterminism } from './nondeterminism.js';

/** One in so many cases of a campaign is run twice. */
export const SAMPLED = 100;

/** Bytes of an answer that are told; all of them are compared. */
const BYTES_TOLD = 16;

/** Takes down what comes at each step of a run. */
export class Recorder {
  private readonly steps: { readonly operation: string; readonly came: string }[] = [];

  /** For {@link Runner.run}. */
  readonly watch: Watcher = (_, { request, response }) => {
    const { status, value, pointer, bytes } = response;
    const isRead = request.operation === 'read' && status === 'returned';
    const read = isRead ? bytesText(bytes.subarray(0, request.size)) : '';
    const came = `${status} ${hex(value)} ${hex(pointer)}${read}`;
    this.note(request.operation, came);
  };

  /** Takes down one step. */
  note(operation: string, came: string): void {
    this.steps.push({ operation, came });
  }

  /** The end of the run: its verdict counts as what comes last. */
  end(verdict: string): void {
    this.note('end of the case', verdict);
  }

  /** The first step at which another run differs; null where none does. */
  differsFrom(second: Recorder): Difference | null {
    const count = Math.max(this.steps.length, second.steps.length);
    for (let index = 0; index < count; index += 1) {
      const [a, b] = [this.steps[index], second.steps[index]];
      if (a?.operation === b?.operation && a?.came === b?.came) continue;
      const operation = a?.operation ?? b?.operation ?? '';
      const told = (came: typeof a): string =>
        came === undefined ? 'nothing' : `${came.operation} ${came.came}`.trim();
      return { step: index + 1, operation, first: told(a), second: told(b) };
    }
    return null;
  }
}

/** Runs a case and takes its steps down. */
export function record(runner: Runner, given: Case, domain?: Domain): Recorder {
  const recorder = new Recorder();
  const { verdict } = runner.run(given, domain, recorder.watch);
  recorder.end(verdict);
  return recorder;
}

/** A target that broke: what it does next depends on when it is started again. */
const BROKEN = ['hang', 'crash', 'garbled'];

/** Runs the case of a finding twice on a target that has seen nothing else. */
export function guardFinding(finding: Finding, runner: Runner): Nondeterminism | null {
  if (BROKEN.includes(finding.check)) return null;
  const { signature, case: given } = finding;
  const difference = record(runner, given).differsFrom(record(runner, given));
  const { reading } = given.platform;
  return difference === null ? null : { what: signature, reading, ...difference };
}

/** The first of two lists of steps that differs; null where none does. */
export function firstDifference(
  first: readonly string[],
  second: readonly string[],
): Difference | null {
  const [a, b] = [new Recorder(), new Recorder()];
  for (const step of first) a.note('', step);
  for (const step of second) b.note('', step);
  return a.differsFrom(b);
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}

/** The first bytes, and a sum over all of them (FNV-1a). */
function bytesText(bytes: Uint8Array): string {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return ` bytes ${Buffer.from(bytes.subarray(0, BYTES_TOLD)).toString('hex')} sum ${hex(sum)}`;
}
