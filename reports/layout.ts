/** Laying out text in columns. */

import pc from 'picocolors';

/** Colour functions that do nothing where colour is off. */
export type Colours = ReturnType<typeof pc.createColors>;

/** How a text report is drawn. */
export interface Style {
  readonly colours: Colours;
  /** Columns that a line may have. */
  readonly columns: number;
}

/** Without colours, 100 columns: for files. */
export const PLAIN_STYLE: Style = { colours: pc.createColors(false), columns: 100 };

/** Breaks a text into lines of at most `width` characters; long words are cut. */
export function wrap(text: string, width: number): string[] {
  const most = Math.max(width, 16);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (line !== '' && line.length + 1 + rest.length > most) {
      lines.push(line);
      line = '';
    }
    while (rest.length > most) {
      lines.push(rest.slice(0, most));
      rest = rest.slice(most);
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** Wraps a text behind a label: `label  first line`, the next lines below the first. */
export function labelled(label: string, text: string, width: number): string[] {
  const indent = ' '.repeat(label.length);
  return wrap(text, width - label.length).map(
    (line, index) => (index === 0 ? label : indent) + line,
  );
}

/** A line with a title in it: `── title ─────`. */
export function rule(title: string, width: number): string {
  const head = `── ${title} `;
  return head + '─'.repeat(Math.max(2, width - head.length));
}

/** A box around lines; lines that are too long are cut off. */
export function box(title: string, lines: readonly string[], width: number): string[] {
  const longest = Math.max(title.length + 2, ...lines.map((line) => line.length));
  const inner = Math.min(width - 4, longest);
  const fit = (line: string): string =>
    line.length > inner ? `${line.slice(0, inner - 1)}…` : line.padEnd(inner);
  const head = title.length > inner - 2 ? `${title.slice(0, inner - 3)}…` : title;
  return [
    `┌ ${head} ${'─'.repeat(Math.max(0, inner - head.length))}┐`,
    ...lines.map((line) => `│ ${fit(line)} │`),
    `└${'─'.repeat(inner + 2)}┘`,
  ];
}
