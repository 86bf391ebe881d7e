/** Which arguments of a finding matter: each is given other values while all else stays. */

import { type Case, lengthOf, PAUSE_POINTS, Word } from '../../model/case.js';
import { DESCRIPTORS, descriptorText, MARSHAL_FORCE_ALIAS } from '../../model/descriptors.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import { signatureOf } from '../../properties/describe.js';
import { Runner } from '../../properties/run.js';
import type { Target } from '../../targets/interface.js';
import type { ArgumentNote } from '../explanation.js';
import type { Finding } from '../finding.js';
import { FIELDS } from '../scenario/vocabulary.js';

/** Longer cases were not reduced: there is no sense in trying each of their arguments. */
const LONGEST = 24;

const SIZES = [1, 4, 8, 64, 520, 521, 4096, 4097, 16_384, 16_385];
const { ARG_I_PTR, ARG_O_PTR, ARG_IO_PTR, ARG_I_ASTR, ARG_IO_PI64 } = DESCRIPTORS;
const TYPES = [ARG_I_PTR, ARG_O_PTR, ARG_IO_PTR, ARG_I_ASTR, ARG_IO_PI64];

/** Other values of one word, and how the present one is said. */
interface Trial {
  readonly name: string;
  readonly value: string;
  readonly word: number;
  readonly others: readonly number[];
}

/** Notes for each operation of the program, by its index; empty for a long case. */
export function argumentNotes(
  finding: Finding,
  target: Target,
  inspection: boolean,
): ArgumentNote[][] {
  const { program } = finding.case;
  if (lengthOf(program) > LONGEST) return [];
  const runner = new Runner(target, inspection);
  const shows = (given: Case): boolean => {
    const { verdict } = runner.run(given);
    return verdict === 'departure' && signatureOf(runner, given) === finding.signature;
  };
  return Array.from({ length: lengthOf(program) }, (_, index) =>
    trialsOf(program, index * Word.width).map((trial) =>
      noteOf(finding.case, index * Word.width, trial, shows),
    ),
  );
}

function noteOf(
  given: Case,
  at: number,
  { name, value, word, others }: Trial,
  shows: (given: Case) => boolean,
): ArgumentNote {
  const showing = others.filter((other) =>
    variants(given, at, word, other).some((variant) => shows(variant)),
  ).length;
  const matters = showing === others.length ? 'any' : showing === 0 ? 'only' : 'some';
  return { name, value, matters, tried: others.length, showing };
}

/** With the other value here alone, and wherever the operations of the case share the value. */
function variants(given: Case, at: number, word: number, other: number): Case[] {
  const alone = given.program.slice();
  alone[at + word] = other;
  const shared = given.program.slice();
  for (let i = word; i < shared.length; i += Word.width) {
    if (shared[i] === given.program[at + word]) shared[i] = other;
  }
  return [
    { ...given, program: alone },
    { ...given, program: shared },
  ];
}

function trialsOf(program: Int32Array, at: number): Trial[] {
  const fields = FIELDS[OPERATION_NAMES[program[at + Word.operation]]];
  return fields.flatMap(({ key, kind }): Trial[] => {
    if (kind === 'size') return [sizeTrial(key, program[at + Word.size])];
    if (kind === 'descriptor' && program[at + Word.descriptor] !== 0) {
      return [descriptorTrial(key, program[at + Word.descriptor] >>> 0)];
    }
    if (kind === 'force') {
      const flags = program[at + Word.flags];
      const value = (flags & 1) === 0 ? 'false' : 'true';
      return [{ name: key, value, word: Word.flags, others: [flags ^ 1] }];
    }
    if (kind === 'pause' && program[at + Word.pause] !== 0) {
      const value = PAUSE_POINTS[program[at + Word.pause]];
      const others = PAUSE_POINTS.map((_, code) => code);
      return [
        { name: key, value, word: Word.pause, others: without(others, program[at + Word.pause]) },
      ];
    }
    return [];
  });
}

function sizeTrial(name: string, size: number): Trial {
  return { name, value: String(size >>> 0), word: Word.size, others: without(SIZES, size) };
}

function descriptorTrial(name: string, descriptor: number): Trial {
  const flag = descriptor >= MARSHAL_FORCE_ALIAS ? MARSHAL_FORCE_ALIAS : 0;
  const others = TYPES.flatMap((type) => [type, type + MARSHAL_FORCE_ALIAS]);
  const near = [...new Set([...TYPES.map((type) => type + flag), ...others])];
  return {
    name,
    value: descriptorText(descriptor),
    word: Word.descriptor,
    others: without(near, descriptor).map((each) => each | 0),
  };
}

function without(values: readonly number[], value: number): number[] {
  return values.filter((each) => each !== value);
}
