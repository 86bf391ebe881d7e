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

/** The name of a buffer or result. */
export function nameShape(): z.ZodType<string> {
  return matching(
    /^[A-Za-z]\w{0,31}$/,
    'a name is a letter, then at most 31 letters, digits and underscores',
  );
}

/** A page protection in words, with what may be added to it. */
export function protectionShape(...modifiers: string[]): z.ZodType<string> {
  const all = ['PAGE_NOCACHE', ...modifiers];
  return matching(
    new RegExp(`^PAGE_(NOACCESS|READONLY|READWRITE)( *\\| *(${all.join('|')})){0,${all.length}}$`),
    'a protection is PAGE_NOACCESS, PAGE_READONLY or PAGE_READWRITE, with ' +
      all.map((name) => `|${name}`).join(', '),
  );
}
