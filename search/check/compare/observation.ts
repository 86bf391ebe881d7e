/** What a reading permits, as sets of single observations that can be compared. */

import { obligationAt } from '../../../model/clauses/index.js';
import { Answer, type Outcome, Pointer, Value } from '../../../model/outcome.js';
import { isFailed, RESULTS, resultText } from '../../../model/results.js';

/** What two readings can differ in. */
export type Aspect = 'answer' | 'result' | 'out-pointer' | 'bytes';

/** One thing that a target may show, and the obligations that speak of each aspect of it. */
export interface Observation {
  readonly key: string;
  readonly answer: string;
  readonly result: string;
  readonly pointer: string;
  readonly bytes: string;
  readonly cites: Readonly<Record<Aspect, string>>;
}

const ANSWERS = ['returns', 'faults', 'is held', 'hangs', 'anything', 'open', ''] as const;
const OTHER_SUCCESS = 'another success';
const OTHER_WIN32 = 'another HRESULT_FROM_WIN32';
const OTHER_FAILED = 'another FAILED result';
const NAMED_FAILED = Object.values(RESULTS).filter((value) => isFailed(value));
const FAILED = [...NAMED_FAILED.map(resultText), OTHER_WIN32, OTHER_FAILED];
const WIN32 = NAMED_FAILED.filter((value) => value >>> 16 === 0x8007).map(resultText);

/** Every single result that a kind of result stands for. */
function results({ valueKind, value }: Outcome): readonly string[] {
  switch (valueKind) {
    case Value.exact:
      return [resultText(value)];
    case Value.failed:
      return FAILED;
    case Value.failedAccess:
      return [...new Set([resultText(RESULTS.E_ACCESSDENIED), ...WIN32, OTHER_WIN32])];
    case Value.argumentOrAccess:
      return [resultText(RESULTS.E_INVALIDARG), resultText(RESULTS.E_ACCESSDENIED)];
    default:
      return [resultText(RESULTS.S_OK), OTHER_SUCCESS, ...FAILED];
  }
}

const POINTERS: Readonly<Record<number, string>> = {
  [Pointer.any]: '',
  [Pointer.isNull]: 'NULL',
  [Pointer.untouched]: 'left as it was',
  [Pointer.exact]: 'the source',
  [Pointer.fresh]: 'a new address',
};

function idOf(cite: number): string {
  return cite > 0 ? obligationAt(cite).id : '';
}

/** The bytes of a read, as tags. */
function bytesOf(outcome: Outcome): readonly [text: string, cite: number] {
  let text = '';
  for (let i = 0; i < outcome.segments; i += 1) text += `${outcome.segmentTag[i]} `;
  return [text, outcome.segments > 0 ? outcome.segmentCite[0] : 0];
}

/** Every observation that one branch permits. */
export function observations(outcome: Outcome): Observation[] {
  const answer = ANSWERS[outcome.answer] ?? '';
  const returned = outcome.answer === Answer.returned;
  const pointer = returned ? (POINTERS[outcome.pointerKind] ?? '') : '';
  const [bytes, bytesCite] = bytesOf(outcome);
  const cites = {
    answer: idOf(outcome.valueCite),
    result: idOf(outcome.valueCite),
    'out-pointer': idOf(outcome.pointerCite),
    bytes: idOf(bytesCite),
  };
  return (returned ? results(outcome) : ['']).map((result) => ({
    key: [answer, result, pointer, bytes].join('|'),
    answer,
    result,
    pointer,
    bytes,
    cites,
  }));
}

/** The first aspect in which two observations differ; undefined where they are equal. */
export function differing(a: Observation, b: Observation): Aspect | undefined {
  if (a.answer !== b.answer) return 'answer';
  if (a.result !== b.result) return 'result';
  if (a.pointer !== b.pointer) return 'out-pointer';
  return a.bytes === b.bytes ? undefined : 'bytes';
}

/** An aspect of an observation, for a table. */
export function wordFor(observation: Observation, aspect: Aspect): string {
  if (aspect === 'answer') return observation.answer;
  if (aspect === 'result') return observation.result;
  return aspect === 'out-pointer' ? observation.pointer : observation.bytes;
}

/** A set of words with "any failure" for all failures, "any failure except …" for most. */
export function phrased(words: readonly string[]): string[] {
  const phrases: string[] = [];
  let left = [...words];
  const group = (members: readonly string[], rest: string, name: string): void => {
    if (!left.includes(rest)) return;
    const missing = members.filter((word) => !left.includes(word));
    phrases.push(missing.length === 0 ? name : `${name} except ${missing.join(', ')}`);
    left = left.filter((word) => !members.includes(word));
  };
  group([resultText(RESULTS.S_OK), OTHER_SUCCESS], OTHER_SUCCESS, 'any success');
  group(FAILED, OTHER_FAILED, 'any failure');
  group([...WIN32, OTHER_WIN32], OTHER_WIN32, 'any HRESULT_FROM_WIN32');
  return [...left, ...phrases];
}
