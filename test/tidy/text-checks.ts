// The style rules that look at lines of text. Each takes a file and returns complaints.

/** A tracked file: its path from the root of the repository, with '/', and its whole text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Longest file in lines, and the most that a file on the list of exceptions may have. */
export const maxLines = 300;
export const maxLinesExcepted = 400;

/** Longest line in characters (UTF-16 units). */
export const maxColumns = 100;

// Joined at run time, so that this file does not break its own rules.
const leftOpen = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`);
const testModes = ['sk' + 'ip', 'on' + 'ly', 'to' + 'do'].join('|');
const switchedOff = new RegExp(`\\b(describe|suite|test|it|bench)(\\.\\w+)*\\.(${testModes})\\b`);
const machineFolders = ['wo' + 'rk', 'ro' + 'ot', 'ho' + 'me'].join('|');
const machinePath = new RegExp(`(^|[^\\w./-])/(${machineFolders})/\\w`);
const registryHost = new RegExp(
  ['registr' + 'y\\.[a-z0-9-]+\\.[a-z]', 'np' + 'm\\.pkg\\.', 'artifact' + 'ory[./]'].join('|'),
  'i',
);

// Beyond ASCII: Latin letters with accents, the usual signs, dashes, quotation marks, dots, arrows,
// mathematics, lines and boxes. Not: other scripts, invisible or direction-changing characters.
const plainRanges = [
  '\\t\\n\\x20-\\x7e\\u00a7-\\u017f',
  '\\u2010-\\u2015\\u2018-\\u2026\\u2030',
  '\\u2190-\\u23ff\\u2500-\\u25ff\\u2713-\\u2718',
];
const plainCharacters = new RegExp(`^[${plainRanges.join('')}]*$`, 'u');

/** Complains of a file that is too long, or of an exception that is no longer needed. */
export function checkLength(file: SourceFile, exceptions: ReadonlySet<string>): string[] {
  const lines = linesOf(file).length;
  const isExcepted = exceptions.has(file.path);
  const limit = isExcepted ? maxLinesExcepted : maxLines;
  if (lines > limit) return [`${file.path}: ${lines} lines, at most ${limit} allowed`];
  if (isExcepted && lines <= maxLines) {
    return [`${file.path}: ${lines} lines, take it off the list of long files`];
  }
  return [];
}

/** Complains of lines wider than a page. Lines with a link are spared. */
export function checkColumns(file: SourceFile): string[] {
  return complain(
    file,
    (line) => line.length > maxColumns && !/https?:\/\//.test(line),
    `wider than ${maxColumns} columns`,
  );
}

/** Complains of notes to do something later: an issue is the place for them. */
export function checkNothingLeftOpen(file: SourceFile): string[] {
  return complain(file, (line) => leftOpen.test(line), 'a note left open; file an issue instead');
}

/** Complains of tests that are switched off or that switch off all others. */
export function checkNoTestSwitchedOff(file: SourceFile): string[] {
  return complain(file, (line) => switchedOff.test(line), 'a test switched off or singled out');
}

/** Complains of names that mean something on one machine only. */
export function checkNoMachineNames(file: SourceFile): string[] {
  return [
    ...complain(file, (line) => machinePath.test(line), 'an absolute path of one machine'),
    ...complain(file, (line) => registryHost.test(line), 'the host of a package registry'),
    ...complain(file, (line) => /^\s*"resolved":\s*"http/.test(line), 'a download address'),
  ];
}

/** Complains of characters that a reader of English cannot see or read. */
export function checkPlainCharacters(file: SourceFile): string[] {
  return complain(
    file,
    (line) => !plainCharacters.test(line),
    'a character outside plain English text',
  );
}

function linesOf(file: SourceFile): string[] {
  const lines = file.text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function complain(
  file: SourceFile,
  isWrong: (line: string) => boolean,
  complaint: string,
): string[] {
  return linesOf(file).flatMap((line, index) =>
    isWrong(line) ? [`${file.path}:${index + 1}: ${complaint}`] : [],
  );
}
