/** The shape of a report file: one definition for reading it and for the published JSON Schema. */

import { z } from 'zod';
import { type FindingDocument, REPORT_VERSION, type Report } from './document.js';
import { EXPLANATION } from './schema-explanation.js';
import {
  CONFORMANCE,
  DRIVERS,
  HISTORY,
  KNOWN,
  NONDETERMINISM,
  SCENARIOS,
  SCOPES,
  SCORE,
  STAGES,
  TOURS,
} from './schema-parts.js';
import { count, ids, MOST_ITEMS, number, text } from './schema-shapes.js';

const finding: z.ZodType<FindingDocument> = z.object({
  signature: text,
  class: z.enum(['departure', 'breach', 'unsafe', 'warning']),
  clauses: ids,
  obligations: ids,
  check: text,
  operation: text,
  expected: text,
  observed: text,
  evidence: text.optional(),
  length: count,
  case: count.optional(),
  reading: text,
  server: z.enum(['kernel', 'user']),
  target: text,
  fault: text,
  file: text,
  line: count,
  scenario: text,
  reproduce: ids,
  explanation: EXPLANATION.optional(),
  stage: text.optional(),
  known: KNOWN.optional(),
});

const shard = z
  .object({ count: count.min(1).max(10_000), present: z.array(count.min(1)).min(1) })
  .refine(
    ({ count: all, present }) =>
      present.every((each, index) => each <= all && each > (present[index - 1] ?? 0)),
    { error: 'the numbers of shards rise from 1 to their count' },
  );

const danger = z.object({
  id: text,
  clause: text,
  reading: text,
  sentence: text,
  met: count,
  declined: count,
});

/** A whole report. Members that it does not know are dropped. */
export const REPORT: z.ZodType<Report> = z.object({
  report: z.literal(REPORT_VERSION),
  marshalcheck: text,
  command: text,
  title: text,
  introduction: ids,
  seed: text,
  target: text,
  fault: text,
  readings: ids,
  shard: shard.nullable(),
  cases: count,
  operations: count,
  open: count,
  inconclusive: count,
  seconds: number,
  interrupted: z.boolean(),
  restarts: count.optional(),
  lost: text.optional(),
  findings: z.array(finding).max(MOST_ITEMS),
  unsafe: z.array(danger).max(MOST_ITEMS),
  clauses: z.object({
    covered: ids,
    uncovered: z.array(z.object({ id: text, reason: text })).max(MOST_ITEMS),
  }),
  scenarios: SCENARIOS.optional(),
  conformance: CONFORMANCE.optional(),
  score: SCORE.optional(),
  scopes: SCOPES.optional(),
  drivers: DRIVERS.optional(),
  tours: TOURS.optional(),
  stages: STAGES.optional(),
  nondeterminism: NONDETERMINISM.optional(),
  history: HISTORY.optional(),
});

/** The published JSON Schema. */
export function reportJsonSchema(): object {
  return {
    ...z.toJSONSchema(REPORT),
    title: 'marshalcheck report',
    description: `A campaign and what it found, version ${REPORT_VERSION}.`,
  };
}
