/**
 * Plain data written as the YAML of scenario files: block style outside, one line a step. Strings
 * are quoted only where they would be read as something else.
 */

/** Text that is to stand as it is: a pointer, a hexadecimal number. */
export class Verbatim {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can be written. Members that are undefined are left out. */
export type Emittable =
  | string
  | number
  | boolean
  | null
  | undefined
  | Verbatim
  | readonly Emittable[]
  | { readonly [key: string]: Emittable };

const PLAIN = /^[A-Za-z][\w .()/+=<>|'…–-]*$/;
const OTHERWISE_READ = /^(null|true|false|yes|no|on|off|y|n)$/i;

/** A string as YAML: plain where that is safe, else in double quotes. */
export function scalarText(text: string): string {
  const plain = PLAIN.test(text) && !text.endsWith(' ') && !OTHERWISE_READ.test(text);
  return plain ? text : JSON.stringify(text);
}

/** A value on one line. */
export function flowText(value: Emittable): string {
  if (value instanceof Verbatim) return value.text;
  if (typeof value === 'string') return scalarText(value);
  if (value === null) return 'NULL';
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  const members = Object.entries(value as Readonly<Record<string, Emittable>>)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${key}: ${flowText(member)}`);
  return `{${members.join(', ')}}`;
}

function isList(value: Emittable): value is readonly Emittable[] {
  return Array.isArray(value);
}

/** `key: value` on one line; '' for undefined. */
export function entryText(key: string, value: Emittable, indent = ''): string {
  return value === undefined ? '' : `${indent}${key}: ${flowText(value)}\n`;
}

/** A text of several lines as a literal block; one line stays on its line. */
export function proseText(key: string, text: string): string {
  if (text === '') return '';
  const lines = text.replace(/\n+$/, '').split('\n');
  const safe = lines.every((line) => !/^\s|\p{Cc}|\s$/u.test(line));
  if (!safe) return `${key}: ${JSON.stringify(text)}\n`;
  const body = lines.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('');
  return `${key}: |\n${body}`;
}
