/** Shapes of what a scenario expects: `gives` of a step, `verdict` of the whole. */

import { z } from 'zod';
import { RESULTS } from '../../model/results.js';
import { matching, wholeNumber } from './shapes.js';
import { SELECTORS } from './vocabulary.js';

/** One thing that a step may give, as the file says it. */
export type GivesScalar = string | number | boolean;
/** What a step gives on one platform: one thing, or one of several. */
export type GivesChoice = GivesScalar | readonly GivesScalar[];
/** `gives` of a step. */
export type GivesEntry = GivesChoice | Readonly<Record<string, GivesChoice | undefined>>;

/** Verdict on one platform. */
export type VerdictChoice =
  | 'conforms'
  | {
      readonly departure?: readonly string[] | undefined;
      readonly breach?: readonly string[] | undefined;
      readonly unsafe?: readonly string[] | undefined;
    };
/** `verdict` of a scenario. */
export type VerdictEntry = VerdictChoice | Readonly<Record<string, VerdictChoice | undefined>>;

/** Words that a step may give, beside names of results. */
export const GIVES_WORDS = ['FAILED', 'ok', 'fault', 'paused', 'hangs', 'skipped', 'any'] as const;

const names = [...Object.keys(RESULTS), ...GIVES_WORDS, 'zeroes'].join('|');
const selector = z.enum(SELECTORS);

const givesIs =
  `what a step gives is ${names.replaceAll('|', ', ')}, true, false, a number, ` +
  '`written 1`, `initial NAME`, a list of these (any of them), or a map from readings, ' +
  'kernel and user to these';
const scalar = z.union(
  [
    wholeNumber(0, 0xffff_ffff, givesIs),
    z.boolean(),
    matching(new RegExp(`^(${names}|written [1-9][0-9]{0,3}|initial [A-Za-z]\\w{0,31})$`), givesIs),
  ],
  { error: givesIs },
);
const choice = z.union([scalar, z.array(scalar).min(1, { error: givesIs }).max(8)], {
  error: givesIs,
});

/** Shape of `gives`. */
export const GIVES: z.ZodType<GivesEntry> = z.union(
  [choice, z.partialRecord(selector, choice)] as const,
  { error: givesIs },
);

const identifiers = z.array(z.string()).min(1);
const verdictChoice = z.union([
  z.literal('conforms'),
  z
    .strictObject({
      departure: identifiers.optional(),
      breach: identifiers.optional(),
      unsafe: identifiers.optional(),
    })
    .refine((verdict) => Object.keys(verdict).length > 0),
]);

/** Shape of `verdict`. */
export const VERDICT: z.ZodType<VerdictEntry> = z.union(
  [verdictChoice, z.partialRecord(selector, verdictChoice)] as const,
  {
    error:
      'a verdict is `conforms`, {departure: [clauses]}, {breach: [clauses]}, {unsafe: [ids]}, ' +
      'or a map from readings, kernel and user to these',
  },
);
