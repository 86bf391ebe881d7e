/** Where a target's memory and counts differ from what a world says, in words. */

import { Form } from '../../model/readings.js';
import { SLOTS, Slot, type World } from '../../model/world/world.js';
import { agrees, firstDifference } from '../../properties/bytes.js';
import { isEmpty } from '../../properties/counts.js';
import { HOST_PROCESS, type Inspection, KERNEL_PROCESS } from '../../targets/interface.js';
import type { Difference, PageLook, Picture } from '../explanation.js';
import { hexadecimal, type Names, processName } from './names.js';
import { contentText, type Writers } from './outcome-text.js';

const LARGEST = 48 * 4096;
/** More say no more. */
const MOST = 6;

/** What differences are looked for in. */
export interface View {
  readonly world: World;
  readonly inspection: Inspection;
  readonly names: Names;
  readonly named: readonly string[];
  readonly writers: Writers;
}

/** The first few differences: pages (as the picture has them), bytes, counts. */
export function differencesOf(view: View, picture: Picture): Difference[] {
  return [
    ...pageDifferences(picture),
    ...memoryDifferences(view),
    ...recordDifferences(view),
    ...countDifferences(view),
  ].slice(0, MOST);
}

function pageDifferences(picture: Picture): Difference[] {
  return picture.processes.flatMap(({ name, pages }) =>
    pages.flatMap(({ address, rules, seen }) => {
      if (seen === null) return [];
      const where = `page of ${name} at ${hexadecimal(address)}`;
      const [expected, observed] = apart(rules, seen, picture.cacheMatters);
      return [{ where, expected, observed }];
    }),
  );
}

/** What tells two looks of a page apart, each in words. */
function apart(rules: PageLook, seen: PageLook, cacheMatters: boolean): [string, string] {
  const words = (look: PageLook, other: PageLook): string => {
    if (look.mapped !== other.mapped) return look.mapped ? 'mapped' : 'not mapped';
    const parts: string[] = [];
    if (look.rights !== other.rights) parts.push(`rights ${look.rights}`);
    if (cacheMatters && look.cached !== other.cached)
      parts.push(look.cached ? 'cached' : 'uncached');
    if (look.references !== other.references) parts.push(`mapped ${look.references} times`);
    return parts.join(', ');
  };
  return [words(rules, seen), words(seen, rules)];
}

/** Bytes that a world has in one place, beside what was peeked into `bytes`. */
interface Piece {
  readonly where: string;
  readonly tag: number;
  /** Offset of the bytes in their root region, and in what was peeked. */
  readonly offset: number;
  readonly size: number;
  readonly at: number;
}

/** The differing pieces, neighbours of equal meaning joined. */
function compare(pieces: readonly Piece[], bytes: Buffer, view: View): Difference[] {
  const list: Difference[] = [];
  for (const { where, tag, offset, size, at } of pieces) {
    if (agrees(tag, offset, size, bytes, at)) continue;
    const first = firstDifference(tag, offset, size, bytes, at);
    const value = bytes[at + first] ?? 0;
    const byte = `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
    list.push({
      where: `${where}, ${size} byte${size === 1 ? '' : 's'}`,
      expected: contentText(tag, view.world, view.writers),
      observed: `different from byte ${first} on (${byte})`,
    });
  }
  return list;
}

function memoryDifferences(view: View): Difference[] {
  const { world, inspection, names } = view;
  const { domain } = world;
  const list: Difference[] = [];
  const bytes = Buffer.alloc(LARGEST);
  for (let region = 0; region < domain.regions; region += 1) {
    const generation = world.generation(region) - 1;
    const process = domain.regionProcess[region];
    const base = domain.regionBase[region];
    if (generation < 0) continue;
    if (!inspection.peek(process, base, domain.regionBytes[region], bytes)) continue;
    const pieces: Piece[] = [];
    for (let i = domain.regionInterval[region]; i < domain.regionInterval[region + 1]; i += 1) {
      const offset = domain.intervalOffset[i];
      const address = base + offset;
      const name = names.address(address, process);
      const where = `memory of ${processName(process)} at ${name}`;
      const size = domain.intervalBytes[i];
      pieces.push({ where, tag: world.tag(i, generation), offset, size, at: offset });
    }
    list.push(...compare(pieces, bytes, view));
  }
  return list;
}

function recordDifferences(view: View): Difference[] {
  const { world, inspection, named } = view;
  const { domain } = world;
  const list: Difference[] = [];
  const bytes = Buffer.alloc(LARGEST);
  const server = domain.userServer ? HOST_PROCESS : KERNEL_PROCESS;
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const form = world.field(slot, Slot.form);
    const isOwn = form === Form.alias || (form === Form.copy && !world.heapOpen);
    if (!world.isLive(slot) || !isOwn || world.field(slot, Slot.region) === 0) continue;
    const pointer = world.pointer(slot);
    const where = `what ${named[slot] || hexadecimal(pointer)} points to`;
    if (!inspection.peek(server, pointer, world.field(slot, Slot.length), bytes)) {
      list.push({ where, expected: 'a live buffer', observed: 'nothing is mapped there' });
      continue;
    }
    list.push(...compare(slotPieces(world, slot, form === Form.copy, where), bytes, view));
  }
  return list;
}

function slotPieces(world: World, slot: number, isCopy: boolean, where: string): Piece[] {
  const { domain } = world;
  const root = world.field(slot, Slot.offset);
  const first = world.field(slot, Slot.first);
  const generation = world.field(slot, Slot.generation);
  const pieces: Piece[] = [];
  for (let i = first; i < first + world.field(slot, Slot.count); i += 1) {
    const tag = isCopy ? world.content(slot, i) : world.tag(i, generation);
    const offset = domain.intervalOffset[i];
    const at = offset - root;
    const place = at === 0 ? where : `${where} at +${at}`;
    pieces.push({ where: place, tag, offset, size: domain.intervalBytes[i], at });
  }
  return pieces;
}

function countDifferences(view: View): Difference[] {
  const { world, inspection } = view;
  const list: Difference[] = [];
  const count = (where: string, expected: number, observed: number): void => {
    if (expected === observed) return;
    list.push({ where, expected: String(expected), observed: String(observed) });
  };
  if (!world.heapOpen) {
    count('heap blocks of the driver', world.heapBlocks, inspection.heapBlocks());
    count('heap bytes of the driver', world.heapBytes, inspection.heapBytes());
  }
  count('aliases', world.aliases, inspection.aliases());
  if (isEmpty(world)) count('records left when all is released', 0, inspection.records());
  return list;
}
