/** The shapes of what a report may carry beside its findings. */

import { z } from 'zod';
import type { KnownEntry, NondeterminismEntry, StageEntry, TourEntry } from './campaign-parts.js';
import type {
  ConformancePart,
  DriverEntry,
  FaultScore,
  HistoryLine,
  HistoryPart,
  ScenarioPart,
  ScopeEntry,
} from './document.js';
import { count, ids, MOST_ITEMS, number, text } from './schema-shapes.js';

const server = z.enum(['kernel', 'user']);

const reason = z.object({
  reading: text,
  server,
  copyLimit: number,
  step: count,
  text,
  signature: text.optional(),
});
const scenario = z.object({
  file: text,
  title: text,
  clauses: ids,
  passed: z.boolean(),
  known: z.boolean().optional(),
  platforms: count,
  operations: count,
  reproduce: text,
  reasons: z.array(reason).max(MOST_ITEMS),
  costs: z
    .array(z.object({ platforms: ids, bytesCopied: count, uncachedAccesses: count }))
    .max(100)
    .optional(),
});
const unreadable = z.object({
  file: text,
  line: count,
  column: count,
  what: text,
  likelyCause: text,
  next: text,
});

/** Scenario files that were replayed. */
export const SCENARIOS: z.ZodType<ScenarioPart> = z.object({
  files: count,
  passed: count,
  failed: count,
  skipped: count.optional(),
  platforms: count,
  results: z.array(scenario).max(MOST_ITEMS),
  errors: z.array(unreadable).max(MOST_ITEMS),
});

const cell = z.object({
  row: count,
  column: count,
  verdict: z.enum(['agrees', 'departs', 'inconclusive', 'not-offered', 'not-covered']),
  compared: count,
  departed: count,
  shownBy: text,
});

/** A conformance matrix. */
export const CONFORMANCE: z.ZodType<ConformancePart> = z
  .object({
    what: text,
    rows: ids,
    columns: z
      .array(z.object({ target: text, reading: text, server, label: text.optional() }))
      .max(1000),
    cells: z.array(cell).max(MOST_ITEMS),
  })
  .refine(
    ({ rows, columns, cells }) =>
      cells.every(({ row, column }) => row < rows.length && column < columns.length),
    { error: 'a cell lies outside the matrix' },
  );

const fault = z.object({
  id: text,
  clauses: ids,
  readings: ids,
  sentence: text,
  killed: z.boolean(),
  cases: count,
  operations: count,
  length: count,
  confirmed: z.boolean(),
  signature: text,
  named: ids,
});

/** Planted defects that were hunted for. */
export const SCORE: z.ZodType<FaultScore> = z.object({
  inspection: z.boolean(),
  killed: count,
  total: count,
  faults: z.array(fault).max(MOST_ITEMS),
});

/** Scopes that were searched exhaustively. */
export const SCOPES: z.ZodType<readonly ScopeEntry[]> = z
  .array(
    z.object({
      name: text,
      reading: text,
      server,
      client: text,
      bounds: z.record(text, z.union([text, number])),
      states: count,
      transitions: count,
      depth: count,
      seconds: number,
      complete: z.boolean(),
      findings: ids,
      certificate: z.object({ id: text, file: text, assumptions: ids }).optional(),
    }),
  )
  .max(MOST_ITEMS);

/** Drivers that were put under test. */
export const DRIVERS: z.ZodType<readonly DriverEntry[]> = z
  .array(
    z.object({
      name: text,
      reading: text,
      schedules: count,
      operations: count,
      complete: z.boolean(),
      findings: ids,
    }),
  )
  .max(MOST_ITEMS);

/** Tours of scopes. */
export const TOURS: z.ZodType<readonly TourEntry[]> = z
  .array(
    z.object({
      scope: text,
      target: text,
      reading: text,
      server,
      beliefs: count,
      transitions: count,
      covered: count,
      operations: count,
      complete: z.boolean(),
      stopped: text,
    }),
  )
  .max(MOST_ITEMS);

/** Parts of a nightly run. */
export const STAGES: z.ZodType<readonly StageEntry[]> = z
  .array(
    z.object({
      name: text,
      what: text,
      done: count,
      total: count,
      seconds: number,
      findings: count,
    }),
  )
  .max(100);

/** What a configuration says of a finding. */
export const KNOWN: z.ZodType<KnownEntry> = z.object({
  reason: text,
  until: text,
  isExpired: z.boolean(),
});

/** What gave another result the second time. */
export const NONDETERMINISM: z.ZodType<readonly NondeterminismEntry[]> = z
  .array(
    z.object({
      what: text,
      target: text,
      reading: text,
      step: count,
      operation: text,
      first: text,
      second: text,
      reproduce: text,
    }),
  )
  .max(MOST_ITEMS);

/** One line of a history file. */
export const HISTORY_LINE: z.ZodType<HistoryLine> = z.object({
  at: z.iso.datetime(),
  marshalcheck: text,
  command: text,
  seed: text,
  target: text,
  fault: text,
  seconds: number,
  cases: count,
  operations: count,
  states: count,
  covered: count,
  obligations: count,
  killed: count,
  faults: count,
  interrupted: z.boolean(),
  commit: text.optional(),
  signatures: ids,
});

/** Earlier campaigns, and what became of their signatures. */
export const HISTORY: z.ZodType<HistoryPart> = z.object({
  lines: z.array(HISTORY_LINE).max(MOST_ITEMS),
  signatures: z
    .array(
      z.object({
        signature: text,
        state: z.enum(['new', 'known', 'fixed', 'seen-again']),
        first: text,
        last: text,
        times: count,
        since: text.optional(),
        before: text.optional(),
      }),
    )
    .max(MOST_ITEMS),
});
