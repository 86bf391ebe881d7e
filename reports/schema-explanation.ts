/** The shape of an explanation in a report file. */

import { z } from 'zod';
import type { Explanation, Timeline } from '../search/explanation.js';
import { count, ids, MOST_ITEMS, number, text } from './schema-shapes.js';

const look = z.object({
  mapped: z.boolean(),
  rights: z.enum(['none', 'read', 'read-write']),
  cached: z.boolean(),
  references: number,
});
const pages = z.object({
  address: number,
  size: number,
  rules: look,
  seen: look.nullable(),
  aliases: ids,
  buffers: z.array(z.object({ name: text, offset: number, size: number })).max(MOST_ITEMS),
});
const process = z.object({ name: text, state: text, pages: z.array(pages).max(MOST_ITEMS) });
const record = z.object({
  name: text,
  madeBy: text,
  form: z.enum(['direct', 'alias', 'copy', 'same pointer', 'unknown']),
  state: text,
  address: number,
  size: number,
  descriptor: text,
  source: text,
});
const counts = { heapBlocks: number, heapBytes: number, aliases: number };
const picture = z.object({
  step: count,
  server: text,
  ...counts,
  cacheMatters: z.boolean(),
  processes: z.array(process).max(MOST_ITEMS),
  records: z.array(record).max(MOST_ITEMS),
});
const indices = z.array(count).max(MOST_ITEMS);
const state = z.object({
  processes: indices,
  records: indices,
  ...counts,
  calls: z.array(z.object({ thread: text, caller: text, held: z.boolean() })).max(16),
  broken: ids,
  worlds: count,
});
const timeline: z.ZodType<Timeline> = z
  .object({
    server: text,
    cacheMatters: z.boolean(),
    isInspected: z.boolean(),
    invariants: z.array(z.object({ id: text, sentence: text })).max(64),
    processes: z.array(process).max(MOST_ITEMS),
    records: z.array(record).max(MOST_ITEMS),
    states: z.array(state).max(MOST_ITEMS),
  })
  .refine(pointsInside, { error: 'a state names a process or record that the timeline has not' });

function pointsInside({ processes, records, states }: Timeline): boolean {
  return states.every(
    (each) =>
      each.processes.every((index) => index < processes.length) &&
      each.records.every((index) => index < records.length),
  );
}

const obligation = z.object({ id: text, when: text, then: text, never: text });
const clause = z.object({
  id: text,
  text,
  force: text,
  sources: ids,
  obligations: z.array(obligation).max(64),
});
const argument = z.object({
  name: text,
  value: text,
  matters: z.enum(['any', 'some', 'only']),
  tried: count,
  showing: count,
});
const step = z.object({
  number: count,
  actor: text,
  operation: text,
  text,
  expected: ids,
  observed: text,
  isBad: z.boolean(),
  arguments: z.array(argument).max(32).optional(),
});

/** An explanation, see `search/explanation.ts`. */
export const EXPLANATION: z.ZodType<Explanation> = z.object({
  signature: text,
  class: z.enum(['departure', 'breach', 'unsafe', 'warning']),
  isReproduced: z.boolean(),
  reading: text,
  copyLimit: number,
  server: z.enum(['kernel', 'user']),
  clauses: z.array(clause).max(64),
  steps: z.array(step).max(MOST_ITEMS),
  differences: z.array(z.object({ where: text, expected: text, observed: text })).max(64),
  picture: picture.nullable(),
  timeline: timeline.nullable(),
  likely: text,
});
