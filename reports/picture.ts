/** The picture of a finding as lines of text: a box a process, the server's records in another. */

import type {
  PageLook,
  Picture,
  PicturePages,
  PictureProcess,
  PictureRecord,
} from '../search/explanation.js';
import { plain } from './escape.js';
import { box } from './layout.js';

const PAGE_BYTES = 4096;
const RIGHTS = { none: 'no access', read: 'read-only', 'read-write': 'read-write' } as const;

function address(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

function bytes(count: number): string {
  return `${count} byte${count === 1 ? '' : 's'}`;
}

function lookText(look: PageLook, cacheMatters: boolean): string {
  if (!look.mapped) return 'not mapped';
  const cache = cacheMatters ? (look.cached ? ' cached  ' : ' UNCACHED') : '';
  return `${RIGHTS[look.rights].padEnd(10)}${cache}`;
}

/** What the target shows, said only as far as it differs. */
function seenText(rules: PageLook, seen: PageLook): string {
  if (seen.mapped !== rules.mapped) return seen.mapped ? 'mapped' : 'not mapped';
  const parts: string[] = [];
  if (seen.rights !== rules.rights) parts.push(RIGHTS[seen.rights]);
  if (seen.cached !== rules.cached) parts.push(seen.cached ? 'CACHED' : 'UNCACHED');
  if (seen.references !== rules.references) parts.push(`${seen.references} mappings`);
  return parts.join(', ');
}

function pagesLine(pages: PicturePages, cacheMatters: boolean): string {
  const count = pages.size / PAGE_BYTES;
  const many = `${count} page${count === 1 ? ' ' : 's'}`.padStart(8);
  const aliases = pages.aliases.length === 0 ? '' : `  ◄ ${pages.aliases.map(plain).join(', ')}`;
  const seen = pages.seen === null ? '' : `  ✗ target: ${seenText(pages.rules, pages.seen)}`;
  const look = lookText(pages.rules, cacheMatters);
  return `${address(pages.address)} ${many}  ${look}${aliases}${seen}`;
}

function bufferLines(pages: PicturePages): string[] {
  return pages.buffers.map(
    ({ name, offset, size }) => `    ${plain(name)}: ${bytes(size)} at +${offset}`,
  );
}

function processLines(process: PictureProcess, picture: Picture, width: number): string[] {
  const lines = process.pages.flatMap((pages) => [
    pagesLine(pages, picture.cacheMatters),
    ...bufferLines(pages),
  ]);
  return box(`${plain(process.name)} · ${plain(process.state)}`, lines, width);
}

function recordLine(record: PictureRecord): string {
  const { name, form, state, size, descriptor, source, madeBy } = record;
  const leaked = state === 'live' ? '' : ` · ${plain(state)}`;
  const what = `${form} ${plain(source)}, ${bytes(size)}, ${plain(descriptor)}`;
  return `${plain(name)}  ${address(record.address)}  ${what} · by ${plain(madeBy)}${leaked}`;
}

/** Lines of a picture, at most `width` wide. */
export function pictureLines(picture: Picture, width: number): string[] {
  const { server, heapBlocks, heapBytes, aliases, records } = picture;
  const heap = `${heapBlocks} heap block${heapBlocks === 1 ? '' : 's'} (${bytes(heapBytes)})`;
  const count = `${aliases} alias${aliases === 1 ? '' : 'es'}`;
  const held = records.length === 0 ? ['nothing is held'] : records.map(recordLine);
  const shown = picture.processes.filter((process) => process.pages.length > 0);
  return [
    ...shown.flatMap((process) => processLines(process, picture, width)),
    ...box(`${plain(server)} · the driver holds · ${heap}, ${count}`, held, width),
  ];
}
