/** Edits (insert, delete, replace, swap of neighbours) that lead from one text to the other. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      let least = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
      if (swapped) least = Math.min(least, rows[i - 2][j - 2] + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}

/** Distance of a text from a name or from a part of it; a part counts a little less. */
function nearness(text: string, name: string): number {
  const part = name.includes(text) && text.length > 2 ? 1 : Number.POSITIVE_INFINITY;
  const beginning = distance(text, name.slice(0, text.length)) + 1;
  return Math.min(distance(text, name), beginning, part);
}

const LONGEST = 80;

/** The known name nearest to what was given, or '' when none is near. */
export function nearest(given: string, known: readonly string[]): string {
  const text = given.slice(0, LONGEST).toLowerCase();
  if (text === '') return '';
  let best = '';
  let least = Math.max(2, Math.floor(text.length / 2));
  for (const name of known) {
    const whole = name.toLowerCase();
    const away = nearness(text, whole);
    if (away >= least) continue;
    least = away;
    best = name;
  }
  return best;
}
