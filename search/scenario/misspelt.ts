/** Guesses what was meant by a word that is not known. */

/** Edits (insert, delete, replace) that lead from one text to the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}

/** A likely cause in words: the nearest known word, or the list of all. */
export function misspelt(word: string, known: readonly string[]): string {
  const short = word.slice(0, 60).toLowerCase();
  const ranked = known
    .map((each) => ({ each, edits: distance(short, each.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  if (best !== undefined && best.edits <= 3) return `did you mean ${best.each}?`;
  return `known are ${known.join(', ')}`;
}
