/** Runs a case where nothing is wrong and writes down what each operation gives. */

import { type Case, lengthOf, Word } from '../../model/case.js';
import { UNSAFE } from '../../model/unsafe.js';
import { TAG_FIRST_WRITTEN, TAG_INITIAL, TAG_ZERO } from '../../model/world/domain.js';
import type { Runner } from '../../properties/run.js';
import type { GivesEntry } from '../scenario/schema-expected.js';
import { canonicalCase } from '../scenario/write.js';
import { dataText } from '../scenario/write-steps.js';
import { givesBoolean, operationOf, readsTag, resultWord } from './seen.js';

/** What was written down. */
export interface Recording {
  /** By operation of the canonical program; undefined where there is nothing to say. */
  readonly gives: readonly (GivesEntry | undefined)[];
  readonly unsafe: readonly string[];
}

const SILENT: readonly string[] = ['return', 'start', 'exit', 'construct', 'copy', 'destroy'];

/** Tags that a read of this case may show, the likely ones first. */
function tagsOf(given: Case): number[] {
  const written = new Set<number>();
  for (let index = 0; index < lengthOf(given.program); index += 1) {
    const tag = given.program[index * Word.width + Word.tag];
    if (tag >= TAG_FIRST_WRITTEN) written.add(tag);
  }
  const initial = given.regions.map((_region, index) => TAG_INITIAL + index);
  return [...written, ...initial, TAG_ZERO];
}

function bytesWord(given: Case, tags: readonly number[], runner: Runner): string {
  if (runner.request.size === 0) return 'ok';
  const tag = tags.find((each) => readsTag(runner, each));
  const data = tag === undefined ? undefined : dataText(given, tag);
  if (data === undefined) return 'ok';
  return typeof data === 'number' ? `written ${data}` : data;
}

function wordFor(given: Case, tags: readonly number[], runner: Runner): GivesEntry | undefined {
  const { response } = runner;
  const operation = operationOf(runner);
  if (response.status === 'faulted') return 'fault';
  if (response.status === 'paused') return 'paused';
  if (response.status === 'hung') return 'hangs';
  if (response.status === 'refused') return undefined;
  if (operation === 'read') return bytesWord(given, tags, runner);
  if (operation === 'write') return 'ok';
  if (SILENT.includes(operation)) return undefined;
  if (givesBoolean(operation)) return response.value !== 0;
  if (operation === 'size') return response.value;
  return resultWord(response.value);
}

/**
 * What each operation of a case gives on the runner's target. A departure ends the recording; the
 * operation that departed, and those behind it, have nothing written down.
 */
export function recordCase(given: Case, runner: Runner): Recording {
  const canonical = canonicalCase(given);
  const tags = tagsOf(canonical);
  const steps = lengthOf(canonical.program);
  let gives: (GivesEntry | undefined)[] = [];
  const unsafe = new Set<string>();
  let last = -1;
  const result = runner.run(canonical, undefined, (index, at) => {
    if (index <= last) {
      gives = [];
      unsafe.clear();
      last = -1;
    }
    for (let passed = last + 1; passed < index; passed += 1) gives[passed] = 'skipped';
    last = index;
    gives[index] = wordFor(canonical, tags, at);
    if (at.belief.unsafe > 0) unsafe.add(UNSAFE[at.belief.unsafe - 1].id);
  });
  if (result.verdict === 'departure') gives[result.at] = undefined;
  if (result.verdict === 'passed') {
    for (let index = last + 1; index < steps; index += 1) gives[index] = 'skipped';
  }
  return { gives, unsafe: [...unsafe] };
}
