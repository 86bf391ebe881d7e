/** Differences between readings as scenario files: both readings, each with what it permits. */

import { Runner } from '../../../properties/run.js';
import type { Target } from '../../../targets/interface.js';
import { recordCase } from '../../replay/record.js';
import { fileNameFor } from '../../scenario/found.js';
import { saveScenario } from '../../scenario/save.js';
import type { GivesChoice, GivesEntry } from '../../scenario/schema-expected.js';
import { caseToScenario } from '../../scenario/write.js';
import type { Comparison, ReadingDifference } from './compare.js';

/** What a step gives on each of two boards; undefined where neither says anything. */
function both(
  readings: readonly [string, string],
  left: GivesEntry | undefined,
  right: GivesEntry | undefined,
): GivesEntry | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (JSON.stringify(left) === JSON.stringify(right)) return left;
  return isChoice(left) && isChoice(right)
    ? { [readings[0]]: left, [readings[1]]: right }
    : undefined;
}

function isChoice(entry: GivesEntry): entry is GivesChoice {
  return typeof entry !== 'object' || Array.isArray(entry);
}

function textOf(
  difference: ReadingDifference,
  readings: readonly [string, string],
  board: (reading: string) => Target,
): string {
  const [left, right] = readings.map((reading) => {
    const given = { ...difference.case, platform: { ...difference.case.platform, reading } };
    return recordCase(given, new Runner(board(reading)));
  });
  const gives = (left?.gives ?? []).map((entry, step) => both(readings, entry, right?.gives[step]));
  const obligations = difference.obligations.filter((id) => id !== '');
  const unsafe = [left?.unsafe ?? [], right?.unsafe ?? []];
  const verdict = unsafe.some((list) => list.length > 0)
    ? Object.fromEntries(
        readings.map((reading, side) => [
          reading,
          (unsafe[side]?.length ?? 0) > 0 ? { unsafe: unsafe[side] } : ('conforms' as const),
        ]),
      )
    : ('conforms' as const);
  return caseToScenario(difference.case, {
    title: `${readings.join(' and ')} differ: ${difference.aspect} of ${difference.operation}`,
    about:
      `${readings[0]} permits ${difference.permits[0].join(', ')}.\n` +
      `${readings[1]} permits ${difference.permits[1].join(', ')}.\n`,
    clauses: [...new Set(obligations)],
    readings,
    verdict,
    fault: '',
    origin: null,
    gives,
  });
}

/** Saves each difference, and says where it is. */
export function saveDifferences(
  { readings, differences }: Comparison,
  folder: string,
  board: (reading: string) => Target,
): ReadingDifference[] {
  return differences.map((difference) => {
    const { aspect, operation, obligations } = difference;
    const words = ['compare', ...readings, operation, aspect, ...obligations];
    const signature = words.join(' ');
    const text = textOf(difference, readings, board);
    const { file } = saveScenario(folder, fileNameFor({ signature }), text, signature);
    return { ...difference, file };
  });
}
