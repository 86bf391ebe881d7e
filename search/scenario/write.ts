/** A case written as a scenario file. */

import { type Case, lengthOf } from '../../model/case.js';
import { findReading } from '../../model/readings.js';
import { Personality } from '../../targets/interface.js';
import { canonicalProgram } from './canonical.js';
import { type Emittable, entryText, flowText, proseText } from './emit.js';
import { parseScenario } from './parse.js';
import { caseOf } from './platforms.js';
import type { GivesEntry, VerdictEntry } from './schema-expected.js';
import type { ScenarioOrigin } from './types.js';
import { BOARD_CHOICES, FORMAT_VERSION, OPENS, PERSONALITY_MASK } from './vocabulary.js';
import { memoryText } from './write-memory.js';
import { stepsText } from './write-steps.js';

/** What a file says beside its case. */
export interface ScenarioMeta {
  /** One line; control characters become spaces, what is too long is cut. */
  readonly title: string;
  readonly about: string;
  readonly clauses: readonly string[];
  /** Readings that the file speaks of; that of the case when left out. */
  readonly readings?: readonly string[];
  readonly verdict: VerdictEntry;
  /** Planted defect that turns it red, '' for none. */
  readonly fault: string;
  readonly origin: ScenarioOrigin | null;
  /** What each operation of the canonical program gives; undefined: not said. */
  readonly gives: readonly (GivesEntry | undefined)[];
}

/**
 * A case in the form that its scenario file gives back; see canonical.ts. Cuts beyond those of the
 * program go: a run makes the ones that it needs.
 */
export function canonicalCase(given: Case): Case {
  const { reading: id, copyLimit, server } = given.platform;
  const reading = findReading(id);
  const decides = reading?.alloc === 'by-size' && reading.copyLimits.includes(copyLimit);
  const limit = decides ? copyLimit : (reading?.copyLimits[0] ?? copyLimit);
  let personality = given.platform.personality & PERSONALITY_MASK;
  if ((personality & Personality.openMask) === Personality.openMask) {
    personality &= ~Personality.openMask;
  }
  return {
    ...given,
    regions: given.regions.map((region) => ({ ...region, cuts: [] })),
    platform: { reading: id, copyLimit: limit, server, personality },
    program: canonicalProgram(given.program),
  };
}

function boardOf(personality: number): Emittable {
  const board: Record<string, Emittable> = {};
  const opens = personality & Personality.openMask;
  if (opens !== 0) board['opens'] = OPENS[opens];
  for (const [name, bit] of BOARD_CHOICES) if ((personality & bit) !== 0) board[name] = true;
  return Object.keys(board).length === 0 ? undefined : board;
}

function titleText(title: string): string {
  const clean = title
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  if (clean === '') return 'untitled';
  return clean.length > 200 ? `${clean.slice(0, 199)}…` : clean;
}

function originOf(origin: ScenarioOrigin | null): Emittable {
  if (origin === null) return undefined;
  return { ...origin, fault: origin.fault === '' ? undefined : origin.fault };
}

/**
 * Writes a case as a scenario file, in canonical form. Throws when the text does not stand for
 * the same case: that would be a defect of this module.
 */
export function caseToScenario(given: Case, meta: ScenarioMeta): string {
  const canonical = canonicalCase(given);
  const { reading, copyLimit, server, personality } = canonical.platform;
  const found = findReading(reading);
  const isDefault = found === undefined || found.copyLimits[0] === copyLimit;
  const text = [
    `marshalcheck: ${FORMAT_VERSION}\n`,
    entryText('title', titleText(meta.title)),
    proseText('about', meta.about),
    entryText('clauses', meta.clauses),
    entryText('readings', meta.readings ?? reading),
    entryText('copyLimit', isDefault ? undefined : copyLimit),
    entryText('server', server),
    entryText('board', boardOf(personality)),
    entryText('applications', canonical.applications),
    memoryText(canonical),
    stepsText(canonical, meta.gives),
    entryText('verdict', meta.verdict),
    entryText('fault', meta.fault === '' ? undefined : meta.fault),
    originText(meta.origin),
  ].join('');
  checkSame(canonical, text);
  return text;
}

function originText(origin: ScenarioOrigin | null): string {
  const value = originOf(origin);
  return value === undefined ? '' : `origin: ${flowText(value)}\n`;
}

function checkSame(given: Case, text: string): void {
  const { reading, copyLimit, server } = given.platform;
  const scenario = parseScenario(text, 'the file just written');
  const again = caseOf(scenario, reading, copyLimit, server);
  const same =
    again.program.length === given.program.length &&
    again.program.every((word, index) => word === given.program[index]) &&
    again.platform.personality === given.platform.personality &&
    again.applications === given.applications;
  if (same) return;
  throw new Error(
    `a case of ${lengthOf(given.program)} operations does not survive being written as a ` +
      'scenario: a defect of marshalcheck (search/scenario/write.ts)',
  );
}
