/** Text of scenarios in C: comments that end where they should, strings that hold anything. */

const WIDTH = 92;

/** Lines of a comment, each behind ` * `; nothing in the text can end it. */
export function commentText(text: string): string[] {
  const harmless = text.replace(/[^\x20-\x7e\n]/g, '?').replace(/\*\//g, '* /');
  return harmless
    .replace(/\/\*/g, '/ *')
    .trimEnd()
    .split('\n')
    .flatMap(wrapped)
    .map((line) => ` * ${line}`.trimEnd());
}

function wrapped(line: string): string[] {
  const lines = [''];
  for (const word of line.split(' ')) {
    const last = lines[lines.length - 1];
    const longer = last === '' ? word : `${last} ${word}`;
    if (longer.length <= WIDTH || last === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A string literal. */
export function quoted(text: string): string {
  const harmless = text.replace(/[^\x20-\x7e]/g, '?');
  return `"${harmless.replace(/["\\]/g, '\\$&')}"`;
}
