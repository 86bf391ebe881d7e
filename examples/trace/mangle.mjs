// What happens to logs on their way: beginnings that are missing, lines that are lost, records that
// are printed into one another. `at` is the line that matters, from 1, 0 for none; it moves along.

/** A small generator, so that the same logs come again. */
export function generator(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The log from a third on. */
export function midway({ lines, at }) {
  const from = Math.floor((at === 0 ? lines.length : at) / 3);
  return { lines: lines.slice(from), at: at === 0 ? 0 : at - from };
}

/** Some lines are gone, none close to the defect. */
export function lossy({ lines, at, draw }) {
  const last = Math.max((at === 0 ? lines.length : at) - 40, 2);
  const gone = new Set([1 + draw(last - 1), 1 + draw(last - 1), 1 + draw(last - 1)]);
  const before = [...gone].filter((index) => index < at - 1).length;
  return {
    lines: lines.filter((_line, index) => !gone.has(index)),
    at: at === 0 ? 0 : at - before,
  };
}

/** Records printed into one another, or broken by a line end, with other output between. */
export function tangled({ lines, at, draw }) {
  const printed = [];
  let where = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    const cut = 40 + draw(20);
    const kind = draw(6);
    if (kind === 0 && index + 1 < lines.length) {
      const inner = lines[index + 1];
      printed.push(line.slice(0, cut) + inner);
      if (index + 2 === at) where = printed.length;
      printed.push(line.slice(cut));
      if (index + 1 === at) where = printed.length;
      index += 1;
      continue;
    }
    if (kind === 1) printed.push(line.slice(0, cut), 'PID:00400002 TID:00000007 timer: 30 ms');
    printed.push(kind === 1 ? line.slice(cut) : line);
    if (index + 1 === at) where = printed.length;
  }
  return { lines: printed, at: where };
}
