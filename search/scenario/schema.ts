/**
 * The shape of a scenario file: types, checks and the published JSON Schema from one definition.
 * What needs more than one place of the file to judge (names, ranges of readings) is left to the
 * modules that read the pieces.
 */

import { z } from 'zod';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import type { OperationName } from '../../model/step.js';
import { SCENARIO_LIMITS } from './limits.js';
import { GIVES, type GivesEntry, VERDICT, type VerdictEntry } from './schema-expected.js';
import { ORIGIN, STEP_FIELDS } from './schema-fields.js';
import { matching, nameShape, protectionShape, wholeNumber } from './shapes.js';
import {
  BOARD_CHOICES,
  FIELDS,
  FORMAT_VERSION,
  OPENS,
  PROCESS_NAMES,
  READING_WORDS,
} from './vocabulary.js';

/** A named buffer, as the file says it. */
export interface BufferEntry {
  readonly process: string;
  readonly size: number;
  readonly at?: number | undefined;
  readonly offset?: number | undefined;
  readonly beside?: string | undefined;
  readonly gap?: number | undefined;
  readonly protection?: string | readonly string[] | undefined;
  readonly terminator?: number | undefined;
  readonly characters?: 1 | 2 | undefined;
}

/** A reservation, as the file says it. */
export interface RegionEntry {
  readonly process: string;
  readonly base: number;
  readonly runs: readonly { readonly pages: number; readonly protection: string }[];
  readonly zeroes?: readonly { readonly offset: number; readonly size: number }[] | undefined;
}

/** A scenario file, checked for shape but for what the steps hold. */
export interface ScenarioFile {
  readonly marshalcheck: number;
  readonly title: string;
  readonly about?: string | undefined;
  readonly clauses: readonly string[];
  readonly readings: string | readonly string[];
  readonly except?: readonly string[] | undefined;
  readonly copyLimit?: number | 'each' | undefined;
  readonly server: 'kernel' | 'user' | 'both';
  readonly board?: Readonly<Record<string, string | boolean | undefined>> | undefined;
  readonly applications?: number | undefined;
  readonly memory?: Readonly<Record<string, BufferEntry>> | undefined;
  readonly regions?: readonly RegionEntry[] | undefined;
  readonly steps: readonly unknown[];
  readonly verdict: VerdictEntry;
  readonly fault?: string | undefined;
  readonly origin?: Readonly<Record<string, string | number | undefined>> | undefined;
}

/** A step's values, checked for shape. */
export type StepEntry = Readonly<Record<string, GivesEntry | null | undefined>>;

const address = wholeNumber(0, 0xffff_ffff, 'an address is a whole number, 0 … 0xFFFFFFFF');
const regionBytes = SCENARIO_LIMITS.regionPages * 4096;
const bytes = wholeNumber(0, regionBytes, `a number of bytes within a region: 0 … ${regionBytes}`);
const protection = protectionShape();
const owner = z.enum(PROCESS_NAMES.slice(0, SCENARIO_LIMITS.applications + 1), {
  error: 'memory belongs to app1 … app4 or to the kernel',
});
const bufferName = nameShape();

const buffer = z.strictObject({
  process: owner.describe('Whose memory it is'),
  size: bytes.describe('Bytes'),
  at: address.optional().describe('Address; its region begins at the 64 KB below it'),
  offset: bytes.optional().describe('Offset in a region of its own that is placed automatically'),
  beside: bufferName.optional().describe('Buffer that it follows, in the same region'),
  gap: bytes.optional().describe('Bytes between that buffer and this one'),
  protection: z
    .union([protection, z.array(protection).min(1).max(SCENARIO_LIMITS.regionPages)], {
      error: 'a protection, or a list of them, one a page; names such as PAGE_READWRITE',
    })
    .optional()
    .describe('Of all pages of the region, or page by page; the last one goes on'),
  terminator: bytes.optional().describe('Offset of zero bytes that end a string'),
  characters: z
    .literal([1, 2], { error: 'characters have 1 or 2 bytes' })
    .optional()
    .describe('Bytes of a character, 2 when left out'),
});

const region = z.strictObject({
  process: owner,
  base: address,
  runs: z
    .array(
      z.strictObject({
        pages: wholeNumber(
          1,
          SCENARIO_LIMITS.regionPages,
          `pages: 1 … ${SCENARIO_LIMITS.regionPages}`,
        ),
        protection,
      }),
    )
    .min(1),
  zeroes: z.array(z.strictObject({ offset: bytes, size: bytes })).optional(),
});

const board = z.strictObject({
  opens: z
    .enum(OPENS, { error: 'Open gives: direct, alias or copy' })
    .optional()
    .describe('What Open gives without ForceDuplicate'),
  ...Object.fromEntries(
    BOARD_CHOICES.map(([name]) => [name, z.boolean({ error: 'true or false' }).optional()]),
  ),
});

const readingWord = z.enum(READING_WORDS, {
  error: `a reading or a group of readings: ${READING_WORDS.join(', ')}`,
});
const clauseId = z
  .string({ error: 'the ID of a clause or obligation, such as FREE-1' })
  .describe('A clause or one of its obligations');

const copyLimitIs = 'copyLimit is a number of bytes, or `each`';
const applicationsAre = `applications: 1 … ${SCENARIO_LIMITS.applications}`;

const head = {
  marshalcheck: z.literal(FORMAT_VERSION).describe('Version of the format'),
  title: z
    .string({ error: 'a title is one line of text' })
    .min(1, { error: 'the title is empty' })
    .max(SCENARIO_LIMITS.titleCharacters, {
      error: `a title has at most ${SCENARIO_LIMITS.titleCharacters} characters`,
    })
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, { error: 'the title holds control characters' }),
  about: matching(/^[\P{Cc}\n\t]*$/u, 'about is text without control characters').optional(),
  clauses: z.array(clauseId, { error: 'clauses is a list: [FREE-1]' }),
  readings: z.union([readingWord, z.array(readingWord).min(1)], {
    error: `one of, or a list of: ${READING_WORDS.join(', ')}`,
  }),
  except: z.array(readingWord, { error: 'except is a list of readings' }).optional(),
  copyLimit: z
    .union([wholeNumber(1, 65_536, copyLimitIs), z.literal('each', { error: copyLimitIs })], {
      error: copyLimitIs,
    })
    .optional()
    .describe("Bytes; the reading's default when left out"),
  server: z.enum(['kernel', 'user', 'both'], { error: 'server is kernel, user or both' }),
  board: board.optional().describe('What the built-in boards do where a reading leaves a choice'),
  applications: wholeNumber(1, SCENARIO_LIMITS.applications, applicationsAre).optional(),
  memory: z.record(bufferName, buffer, { error: 'memory is a map of buffers' }).optional(),
  regions: z.array(region, { error: 'regions is a list' }).optional(),
};

const tail = {
  verdict: VERDICT,
  fault: z
    .string({ error: 'fault is the ID of a planted defect' })
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'the ID of a fault: small letters, digits, dashes' })
    .optional()
    .describe('Planted defect of a built-in board that turns the scenario red'),
  origin: ORIGIN.optional().describe('Where a found scenario came from'),
};

const steps = z
  .array(z.unknown(), { error: 'steps is a list' })
  .min(1, { error: 'there are no steps' })
  .max(SCENARIO_LIMITS.steps, {
    error: `a scenario has at most ${SCENARIO_LIMITS.steps} steps`,
  });

/** Checks everything but the steps. */
export const FILE_SCHEMA: z.ZodType<ScenarioFile> = z.strictObject({ ...head, steps, ...tail });

function stepSchema(operation: OperationName): z.ZodType<StepEntry> {
  const shape: Record<string, z.ZodType> = {};
  for (const { key, kind, required } of FIELDS[operation]) {
    shape[key] = required ? STEP_FIELDS[kind] : STEP_FIELDS[kind].optional();
  }
  return z.strictObject({ ...shape, gives: GIVES.optional() });
}

/** Checks what one operation holds. */
export const STEP_SCHEMAS: Readonly<Record<OperationName, z.ZodType<StepEntry>>> =
  Object.fromEntries(OPERATION_NAMES.map((name) => [name, stepSchema(name)])) as Record<
    OperationName,
    z.ZodType<StepEntry>
  >;

/** The JSON Schema of the format, for editors and other tools. */
export function scenarioJsonSchema(): object {
  const operations = OPERATION_NAMES.map((name) => z.strictObject({ [name]: STEP_SCHEMAS[name] }));
  const whole = z.strictObject({
    ...head,
    steps: z.array(z.union(operations)).min(1).max(SCENARIO_LIMITS.steps),
    ...tail,
  });
  const title = `marshalcheck scenario, version ${FORMAT_VERSION}`;
  return { title, ...z.toJSONSchema(whole, { reused: 'ref' }) };
}
