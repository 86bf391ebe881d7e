/** YAML made plain data, and places in it found again. Everything in a file is untrusted. */

import type { Document, LineCounter } from 'yaml';
import { type Complaint, type Path, type Position, ScenarioError } from './error.js';
import { yaml } from './yaml-package.js';

/** What to do about any fault of a file's text. */
export function nextStep(file: string): string {
  return `correct the place named above, then run: marshalcheck scenario validate ${file}`;
}

/** A parsed file with its line counter. */
interface Parsed {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

function parse(text: string): Parsed {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    merge: false,
    stringKeys: true,
  });
  return { document, lines };
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function refuse(file: string, position: Position, what: string, cause: string): never {
  const complaint: Complaint = { what, cause, next: nextStep(file) };
  throw new ScenarioError(file, position, complaint);
}

/** The first anchor's use, which a scenario has no need of. */
function firstAlias(document: Document.Parsed): number {
  const { isAlias, visit } = yaml();
  let offset = -1;
  visit(document, (_key, node) => {
    if (!isAlias(node)) return undefined;
    offset = node.range?.[0] ?? 0;
    return visit.BREAK;
  });
  return offset;
}

/** Parses untrusted YAML into plain data. Throws ScenarioError with the place. */
export function readYaml(text: string, file: string): unknown {
  let parsed: Parsed;
  try {
    parsed = parse(text);
  } catch {
    return refuse(file, { line: 1, column: 1 }, 'the YAML is nested too deeply', 'a damaged file');
  }
  const { document, lines } = parsed;
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    const deep = problem.message.includes('call stack');
    const what = deep ? 'the YAML is nested too deeply' : oneLine(problem.message);
    const cause = deep
      ? 'brackets that are never closed'
      : 'wrong indentation, a bracket or quotation mark that is not closed, or a stray sign';
    refuse(file, positionAt(lines, problem.pos[0]), `malformed YAML: ${what}`, cause);
  }
  if (document.directives.yaml.explicit === true) {
    const cause = 'the file was made for another program';
    refuse(file, { line: 1, column: 1 }, 'YAML directives are not taken', cause);
  }
  const alias = firstAlias(document);
  if (alias >= 0) {
    const cause = 'a hand-made anchor, or a file that means to exhaust memory; write values out';
    refuse(file, positionAt(lines, alias), 'YAML aliases (*name) are not taken', cause);
  }
  return document.toJS({ maxAliasCount: 0 });
}

/** Where a path of the data lies in the text; a path that is not there: its nearest parent. */
export function locate(text: string, path: Path, atKey: boolean): Position {
  const { isMap, isSeq } = yaml();
  const { document, lines } = parse(text);
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    const pair = isMap(node) ? node.items.find((item) => keyOf(item) === String(step)) : undefined;
    const next: unknown = isSeq(node) ? node.items[Number(step)] : pair?.value;
    const last = depth === path.length - 1;
    const wanted = pair !== undefined && last && atKey ? pair.key : next;
    offset = offsetOf(wanted) ?? offsetOf(pair?.key) ?? offset;
    node = next;
  }
  return positionAt(lines, offset);
}

function keyOf(item: unknown): string {
  if (!yaml().isPair(item)) return '';
  const key: unknown = item.key;
  return typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : '';
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  return Array.isArray(node.range) ? (node.range[0] as number) : undefined;
}

function oneLine(message: string): string {
  return message.split(/\s+/).join(' ').slice(0, 200);
}
