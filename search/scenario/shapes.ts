/** Small shapes whose every failure says the same sentence. */

import { z } from 'zod';

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number, error: string): z.ZodType<number> {
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** A text that matches a pattern. */
export function matching(pattern: RegExp, error: string): z.ZodType<string> {
  return z.string({ error }).regex(pattern, { error });
}
