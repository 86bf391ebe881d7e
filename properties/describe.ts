/** Turns the state of a runner at a departure into a finding: signature, clauses, two sentences. */

import type { Case } from '../model/case.js';
import { obligationAt } from '../model/clauses/index.js';
import { Answer, Value } from '../model/outcome.js';
import { resultText } from '../model/results.js';
import { TAG_ZERO } from '../model/world/domain.js';
import { Slot, type World } from '../model/world/world.js';
import { statusName } from './answers.js';
import type { Finding, Origin } from './finding.js';
import { CHECKS, type Mismatch } from './mismatch.js';
import type { Runner, RunResult } from './run.js';

const FORMS = ['none', 'direct', 'alias', 'copy', 'same-pointer', 'other'] as const;

/** Form of the buffer that an operation or a mismatch is about. */
function formBlamed(world: World, mismatch: Mismatch, pointers: readonly number[]): string {
  if (mismatch.slot >= 0 && world.isLive(mismatch.slot)) {
    return FORMS[world.field(mismatch.slot, Slot.form)] ?? 'none';
  }
  for (const pointer of pointers) {
    for (let s = 0; s < world.slots; s += 1) {
      if (pointer === 0 || !world.isLive(s) || world.pointer(s) !== pointer) continue;
      return FORMS[world.field(s, Slot.form)] ?? 'none';
    }
  }
  return 'none';
}

/** The judge at a departure, and the operation that departed. */
export type Judged = Pick<Runner, 'belief' | 'request' | 'held'> &
  Partial<Pick<Runner, 'evidence'>>;

/** Checks that a target fails by breaking down: which clause it was about is chance. */
const BREAKDOWNS: readonly string[] = ['garbled', 'crash', 'hang'];

/** Clause, check, operation, roles: what makes two findings the same bug. */
export function signatureOf(runner: Judged, given: Pick<Case, 'platform'>): string {
  const { belief, request, held } = runner;
  const { mismatch } = belief;
  const { server } = given.platform;
  if (CHECKS[mismatch.check] === 'garbled') return `none/garbled/any/${server}`;
  const isDown = BREAKDOWNS.includes(CHECKS[mismatch.check] ?? '');
  const clause = mismatch.cite === 0 || isDown ? 'none' : obligationAt(mismatch.cite).clause;
  const { operation, pointer, source } = request.operation === 'resume' ? held : request;
  const form = formBlamed(belief.first, mismatch, [pointer, source]);
  const check = CHECKS[mismatch.check] ?? 'none';
  return `${clause}/${check}/${operation}/${server}-${form}`;
}

function hexadecimal(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

function tagText(tag: number): string {
  if (tag === TAG_ZERO) return 'zero bytes';
  return tag < 16 ? 'the bytes that were there at the start' : `the bytes of write ${tag}`;
}

/** What the nearest permitted outcome was, and what came instead. */
function sentences(runner: Judged): [string, string] {
  const { expected, observed, what, kind, check } = runner.belief.mismatch;
  switch (CHECKS[check]) {
    case 'garbled':
      return [answerWord(expected), 'an answer that makes no sense'];
    case 'crash':
      return [answerWord(expected), 'the target died'];
    case 'hang':
      return [answerWord(expected), 'no answer: it hangs'];
    case 'answer':
      return [answerWord(expected), answerWord(observed)];
    case 'result':
      return [resultWord(kind, expected), resultText(observed)];
    case 'out-pointer':
      return [`out-pointer ${hexadecimal(expected)}`, `out-pointer ${hexadecimal(observed)}`];
    case 'address':
      return ['an address of its own in the server', hexadecimal(observed)];
    case 'bytes':
    case 'caller-memory':
    case 'buffer-contents':
      return [tagText(expected), 'other bytes'];
    case 'page':
      return ['the page as the process left it', 'another mapping or protection'];
    case 'cache':
      return expected === 0 ? ['uncached', 'cached'] : ['cached', 'uncached'];
    case 'count':
    case 'leak':
      return [`${expected} ${what}`, `${observed} ${what}`];
    default:
      return ['', ''];
  }
}

function answerWord(answer: number): string {
  return answer === Answer.any ? 'anything' : statusName(answer);
}

function resultWord(kind: number, value: number): string {
  if (kind === Value.failed) return 'a FAILED result';
  if (kind === Value.failedAccess) return 'E_ACCESSDENIED or HRESULT_FROM_WIN32(…)';
  if (kind === Value.argumentOrAccess) return 'E_INVALIDARG or E_ACCESSDENIED';
  return resultText(value);
}

/** The finding that a departure amounts to. */
export function describe(
  runner: Judged,
  given: Case,
  result: Pick<RunResult, 'operations'>,
  origin: Origin,
): Finding {
  const { mismatch } = runner.belief;
  const { cite, behind, further } = mismatch;
  const cites = [cite, behind, further].filter((each) => each > 0).map(obligationAt);
  const [expected, observed] = sentences(runner);
  const { operation } = runner.request.operation === 'resume' ? runner.held : runner.request;
  const evidence = runner.evidence?.() ?? '';
  return {
    signature: signatureOf(runner, given),
    class: 'departure',
    clauses: [...new Set(cites.map((cite) => cite.clause))],
    obligations: [...new Set(cites.map((cite) => cite.id))],
    check: CHECKS[mismatch.check] ?? 'none',
    operation,
    expected,
    observed,
    length: result.operations,
    ...(evidence === '' ? {} : { evidence }),
    case: given,
    origin,
  };
}
