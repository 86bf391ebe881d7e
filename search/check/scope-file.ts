/** A scope of the user's own, as a YAML or JSON file. */

import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { DESCRIPTORS, parseDescriptor } from '../../model/descriptors.js';
import { NOWHERE, ScenarioError } from '../scenario/error.js';
import { readYaml } from '../scenario/yaml-text.js';
import { FAMILIES, type Scope } from './marshalling/scope.js';

const MOST_BYTES = 65_536;

function count(least: number, most: number): z.ZodNumber {
  return z.number().int().min(least).max(most);
}

const SHAPE = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,31}(\+[a-z-]{1,31}){0,3}$/,
      'a name is a small letter, then letters, digits, -',
    ),
  sentence: z.string().max(200).default(''),
  server: z.enum(['kernel', 'user']).default('kernel'),
  applications: count(1, 3),
  buffers: z.array(count(16, 65_535)).min(1).max(3),
  sizes: z.union([
    z.enum(['threshold', 'past-threshold']),
    z.array(count(1, 65_536)).min(1).max(4),
  ]),
  copyLimit: z.union([z.literal(520), z.literal(4096), z.literal(16384)]).exactOptional(),
  records: count(1, 5),
  stale: count(0, 2),
  calls: count(1, 4),
  contents: count(1, 3),
  descriptors: z.array(z.enum(Object.keys(DESCRIPTORS) as [string, ...string[]])).min(1),
  wrong: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  lessMisuse: z.boolean().exactOptional(),
  families: z.array(z.enum(FAMILIES)),
});

const KNOWN: readonly number[] = Object.values(DESCRIPTORS);

/** A scope as a program has it: descriptors by number. */
export const SCOPE: z.ZodType<Scope> = SHAPE.extend({
  descriptors: z
    .array(z.number().refine((value) => KNOWN.includes(value), 'no descriptor'))
    .min(1)
    .max(KNOWN.length),
});

/**
 * Reads a scope from a file; see docs/checking.md. Throws ScenarioError with the member that is
 * wrong.
 */
export function readScope(file: string): Scope {
  const data = readYaml(textOf(file), file);
  const parsed = SHAPE.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
    throw new ScenarioError(file, NOWHERE, {
      what: `${where}${issue?.message ?? 'it is no scope'}`,
      cause: 'a member that a scope does not have, or a value out of its range',
      next: 'see docs/checking.md for a scope file',
    });
  }
  const descriptors = parsed.data.descriptors.map((name) => parseDescriptor(name) ?? 0);
  return { ...parsed.data, descriptors };
}

function textOf(file: string): string {
  try {
    const { size } = statSync(file);
    if (size <= MOST_BYTES) return readFileSync(file, 'utf8');
    throw new ScenarioError(file, NOWHERE, {
      what: `a scope file has at most ${MOST_BYTES} bytes, this one has ${size}`,
      cause: 'this is something else',
      next: 'see docs/checking.md for a scope file',
    });
  } catch (error) {
    if (error instanceof ScenarioError) throw error;
    throw new ScenarioError(file, NOWHERE, {
      what: 'the scope file cannot be read',
      cause: error instanceof Error ? error.message : String(error),
      next: 'give tiny, small, medium, nightly, or the path of a file',
    });
  }
}
