/** Questions to the explorer's own server. */

import type { ExploreQuestion } from '../view/explore.js';

/** The answer to a question. Throws an Error in words where there is none. */
export async function ask<T>(question: ExploreQuestion): Promise<T> {
  const response = await fetch('/ask', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(question),
  }).catch(() => {
    throw new Error('the explorer has ended: start it again on the command line');
  });
  const body = (await response.json()) as T & { readonly error?: string };
  if (!response.ok) throw new Error(body.error ?? 'the explorer gave no answer');
  return body;
}
