/** Shapes that every part of the report schema uses, with the limits of a file of strangers. */

import { z } from 'zod';

/** Most entries of one list. */
export const MOST_ITEMS = 100_000;
const LONGEST_TEXT = 1 << 20;

/** A text of at most a megabyte. */
export const text: z.ZodString = z.string().max(LONGEST_TEXT);
/** A number that is not infinite. */
export const number: z.ZodNumber = z.number();
/** A whole number from 0. */
export const count: z.ZodNumber = z.int().min(0);
/** A list of texts. */
export const ids: z.ZodArray<z.ZodString> = z.array(text).max(MOST_ITEMS);
