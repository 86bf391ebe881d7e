/**
 * A scenario file in canonical form: keys in order, one line a step, words spaced alike. Comments,
 * numbers and texts stay as they were written.
 */

import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { ScenarioError } from './error.js';
import { parseScenario } from './parse.js';
import { FIELDS, type FieldKind, isOperation } from './vocabulary.js';
import { nextStep } from './yaml-text.js';

const FILE_KEYS = [
  'marshalcheck',
  'title',
  'about',
  'clauses',
  'readings',
  'except',
  'copyLimit',
  'server',
  'board',
  'applications',
  'memory',
  'regions',
  'steps',
  'verdict',
  'fault',
  'origin',
];
const BUFFER_KEYS = [
  'process',
  'size',
  'at',
  'offset',
  'beside',
  'gap',
  'protection',
  'terminator',
  'characters',
];
const REGION_KEYS = ['process', 'base', 'runs', 'zeroes'];
const ORIGIN_KEYS = ['seed', 'case', 'island', 'target', 'fault', 'signature', 'generator'];

/**
 * The text of a scenario file in canonical form. Throws ScenarioError for text that is no
 * scenario. Formatting twice is formatting once.
 */
export function formatScenario(text: string, fileName: string): string {
  const before = parseScenario(text, fileName);
  // Scalars are kept as text, so that 0x10 stays 0x10.
  const document = parseDocument(text, { schema: 'failsafe', version: '1.2' });
  if (isMap(document.contents)) arrangeFile(document.contents);
  const formatted = write(document);
  const after = parseScenario(formatted, fileName);
  const same = JSON.stringify({ ...after, file: '' }) === JSON.stringify({ ...before, file: '' });
  if (same) return formatted;
  throw new ScenarioError(
    fileName,
    { line: 1, column: 1 },
    {
      what: 'the file changes its meaning when it is formatted',
      cause: 'YAML that marshalcheck cannot lay out anew, such as a comment in an odd place',
      next: nextStep(fileName),
    },
  );
}

function write(document: Document.Parsed): string {
  const options = { lineWidth: 0, indentSeq: true, flowCollectionPadding: false } as const;
  return document.toString({ ...options, blockQuote: 'literal' });
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

/** Sorts the pairs of a map; keys that are not listed keep their order, at the end. */
function order(map: YAMLMap, keys: readonly string[]): void {
  const rank = (pair: Pair): number => {
    const index = keys.indexOf(keyOf(pair));
    return index < 0 ? keys.length : index;
  };
  map.items.sort((a, b) => rank(a) - rank(b));
}

/** True when a comment stands somewhere inside a collection; one line would lose its place. */
function holdsComment(node: unknown): boolean {
  if (!isMap(node) && !isSeq(node)) return false;
  return node.items.some((item) => {
    const parts: unknown[] = isPair(item) ? [item.key, item.value] : [item];
    return parts.some((part) => isCommented(part) || holdsComment(part));
  });
}

function isCommented(node: unknown): boolean {
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return false;
  return typeof node.comment === 'string' || typeof node.commentBefore === 'string';
}

/** Lays a collection out on one line, unless a comment stands in it. */
function onOneLine(node: unknown): void {
  if ((!isMap(node) && !isSeq(node)) || holdsComment(node)) return;
  node.flow = true;
  for (const item of node.items) {
    const value: unknown = isPair(item) ? item.value : item;
    if (isPair(item) && isScalar(item.key)) item.key.spaceBefore = false;
    if (isScalar(value)) value.spaceBefore = false;
    onOneLine(value);
  }
}

const SPACED: readonly FieldKind[] = [
  'pointer',
  'source',
  'unmarshalled',
  'descriptor',
  'protection',
];

/** `a+8` becomes `a + 8`, `X | Y` becomes `X|Y`. */
function spaced(text: string): string {
  const [, name, sign, distance] = /^([A-Za-z]\w*) *([+-]) *(\w+)$/.exec(text) ?? [];
  return name === undefined ? text.replace(/ *\| */g, '|') : `${name} ${sign} ${distance}`;
}

function arrangeFile(file: YAMLMap): void {
  file.flow = false;
  order(file, FILE_KEYS);
  for (const pair of file.items) {
    const { value } = pair;
    switch (keyOf(pair)) {
      case 'memory':
        arrangeMembers(value, BUFFER_KEYS);
        break;
      case 'regions':
        arrangeItems(value, (item) => {
          if (isMap(item)) order(item, REGION_KEYS);
        });
        break;
      case 'steps':
        arrangeItems(value, arrangeStep);
        break;
      case 'origin':
        if (isMap(value)) order(value, ORIGIN_KEYS);
        onOneLine(value);
        break;
      case 'title':
      case 'about':
        break;
      default:
        onOneLine(value);
    }
  }
}

function arrangeMembers(node: unknown, keys: readonly string[]): void {
  if (!isMap(node)) return;
  node.flow = false;
  for (const { value } of node.items) {
    if (isMap(value)) order(value, keys);
    onOneLine(value);
  }
}

function arrangeItems(node: unknown, arrange: (item: unknown) => void): void {
  if (!isSeq(node)) return;
  node.flow = false;
  for (const item of node.items) {
    arrange(item);
    if (!isMap(item)) continue;
    const isStep = item.items.length === 1 && isOperation(keyOf(item.items[0]));
    if (isStep) onOneLine(item.items[0].value);
    else onOneLine(item);
  }
}

function arrangeStep(item: unknown): void {
  if (!isMap(item)) return;
  item.flow = false;
  const [pair] = item.items;
  const operation = keyOf(pair);
  const values: unknown = pair.value;
  if (!isOperation(operation) || !isMap(values)) return;
  order(values, [...FIELDS[operation].map((field) => field.key), 'gives']);
  for (const { key, kind } of FIELDS[operation]) {
    const value = values.get(key, true);
    if (!SPACED.includes(kind) || !isScalar(value) || typeof value.value !== 'string') continue;
    value.value = spaced(value.value);
  }
}
