/**
 * Reads the plain part of YAML that scenario files are written in, many times faster than a whole
 * YAML parser. Anything beyond that part, and anything wrong, is left to the parser: the result is
 * undefined then. What is read here is read the same way by the parser; a test holds them together.
 */

/** Thrown inside for a text that the parser has to look at. */
class BeyondUs extends Error {}

const BEYOND = new BeyondUs();

function giveUp(): never {
  throw BEYOND;
}

const KEY = /([A-Za-z][\w-]*):(?= |$)/y;
const FLOW_PLAIN = /[A-Za-z0-9](?:[\w.+|=<>()/'…-]| (?![ #]))*/y;
const BLOCK_PLAIN = /[A-Za-z0-9](?:[\w.+|=<>()/'…,;!?-]| (?![ #]))*/y;
const QUOTED = /"(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/uy;
const REST = / *(?: #.*)?$/y;
const NUMBER = /^(?:0|[1-9][0-9]{0,14}|0x[0-9a-fA-F]{1,8})$/;
const NOT_TEXT = /^(?:[0-9]|null$|true$|false$|y$|n$|yes$|no$|on$|off$)/i;
const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['NULL', null],
  ['null', null],
  ['true', true],
  ['false', false],
]);

/** What a plain scalar means. */
function resolve(text: string): unknown {
  if (!NOT_TEXT.test(text)) return text;
  if (NUMBER.test(text)) return Number(text);
  return CONSTANTS.has(text) ? CONSTANTS.get(text) : giveUp();
}

/** Adds a member; a repeated key is the parser's to complain about. */
function put(map: Record<string, unknown>, key: string, value: unknown): void {
  if (Object.hasOwn(map, key)) giveUp();
  map[key] = value;
}

/** Reads values within one line. */
class Line {
  private readonly text: string;
  private at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  /** The key that stands here, with its colon. */
  key(): string {
    const key = this.match(KEY);
    return key.slice(0, -1);
  }

  /** True when nothing but a comment is left. */
  get isDone(): boolean {
    REST.lastIndex = this.at;
    return REST.test(this.text);
  }

  /** A value that takes up the rest of the line. */
  value(): unknown {
    this.spaces();
    const value = this.item(BLOCK_PLAIN);
    return this.isDone ? value : giveUp();
  }

  /** True when the line goes on with a key. */
  get isPair(): boolean {
    KEY.lastIndex = this.at;
    return KEY.test(this.text);
  }

  spaces(): void {
    while (this.text[this.at] === ' ') this.at += 1;
  }

  private item(plain: RegExp): unknown {
    switch (this.text[this.at]) {
      case '{':
        return this.map();
      case '[':
        return this.list();
      case '"':
        return JSON.parse(this.match(QUOTED)) as unknown;
      default:
        return resolve(this.match(plain).trimEnd());
    }
  }

  private map(): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    this.at += 1;
    if (this.takes('}')) return map;
    for (;;) {
      this.spaces();
      const key = this.key();
      if (this.text[this.at] !== ' ') giveUp();
      this.spaces();
      put(map, key, this.item(FLOW_PLAIN));
      this.spaces();
      if (this.takes('}')) return map;
      if (!this.takes(',')) giveUp();
    }
  }

  private list(): unknown[] {
    const list: unknown[] = [];
    this.at += 1;
    if (this.takes(']')) return list;
    for (;;) {
      this.spaces();
      list.push(this.item(FLOW_PLAIN));
      this.spaces();
      if (this.takes(']')) return list;
      if (!this.takes(',')) giveUp();
    }
  }

  private takes(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? giveUp();
    this.at += found.length;
    return found;
  }
}

const IGNORED = /^ *(?:#.*)?$/;

/** Reads the lines of a file. */
class Reader {
  private readonly lines: readonly string[];
  private next = 0;

  constructor(text: string) {
    this.lines = text.split('\n');
  }

  file(): Record<string, unknown> {
    const file: Record<string, unknown> = {};
    for (; this.next < this.lines.length; ) {
      const text = this.lines[this.next];
      this.next += 1;
      if (IGNORED.test(text)) continue;
      const line = new Line(text, 0);
      const key = line.key();
      put(file, key, this.memberOf(text.slice(key.length + 1), line));
    }
    return file;
  }

  private memberOf(rest: string, line: Line): unknown {
    if (rest === ' |') return this.literal();
    return line.isDone ? this.block() : line.value();
  }

  /** Lines indented by two: a list or a map. */
  private block(): unknown {
    const list: unknown[] = [];
    const map: Record<string, unknown> = {};
    let members = 0;
    for (; this.next < this.lines.length; this.next += 1) {
      const text = this.lines[this.next];
      if (IGNORED.test(text)) continue;
      if (!text.startsWith('  ')) break;
      if (text.startsWith('  - ')) list.push(listItem(text));
      else {
        const line = new Line(text, 2);
        put(map, line.key(), line.isDone ? giveUp() : line.value());
        members += 1;
      }
    }
    if (members > 0 === list.length > 0) giveUp();
    return members > 0 ? map : list;
  }

  /** A literal block indented by two. */
  private literal(): string {
    const body: string[] = [];
    for (; this.next < this.lines.length; this.next += 1) {
      const text = this.lines[this.next];
      if (text !== '' && !text.startsWith('  ')) break;
      if (/^ +$/.test(text) || (body.length === 0 && !/^ {2}\S/.test(text))) giveUp();
      body.push(text.slice(2));
    }
    while (body.at(-1) === '') body.pop();
    return body.length === 0 ? giveUp() : `${body.join('\n')}\n`;
  }
}

function listItem(text: string): unknown {
  const line = new Line(text, 4);
  if (!line.isPair) return line.value();
  const key = line.key();
  return { [key]: line.isDone ? giveUp() : line.value() };
}

/** Tabs, line ends of other systems, other control characters, byte order marks. */
const FOREIGN = /[^\P{Cc}\n]|\ufeff|\u2028|\u2029/u;

/** The data of a plainly written file, or undefined where the parser has to look. */
export function readQuickly(text: string): unknown {
  if (FOREIGN.test(text)) return undefined;
  try {
    const file = new Reader(text).file();
    return Object.keys(file).length > 0 ? file : undefined;
  } catch (error) {
    if (error instanceof BeyondUs) return undefined;
    throw error;
  }
}
