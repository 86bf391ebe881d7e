/** What one step changed: the sentences beside a state, and which boxes to mark. */

import type {
  PageLook,
  PicturePages,
  PictureProcess,
  PictureRecord,
  Timeline,
} from '../../search/explanation.js';

/** Changes from one state to the next. */
export interface Changes {
  /** One sentence each, without a full stop. */
  readonly sentences: readonly string[];
  /** Names of processes and records, and `process 0xADDRESS` for pages, that changed. */
  readonly marked: ReadonlySet<string>;
}

/** `0x00010000`. */
export function hexadecimal(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Key of a range of pages among {@link Changes.marked}. */
export function pageKey(process: string, address: number): string {
  return `${process} ${hexadecimal(address)}`;
}

/** Key of a record among {@link Changes.marked}. */
export function recordKey({ name, address }: PictureRecord): string {
  return `${name} ${hexadecimal(address)}`;
}

/** Changes of state `index` against the one before; none for the first. */
export function changesOf(timeline: Timeline, index: number): Changes {
  const now = timeline.states[index];
  const before = timeline.states[index - 1];
  const book = new Book();
  if (now === undefined || before === undefined) return book;
  const processes = (list: readonly number[]): PictureProcess[] =>
    list.map((each) => timeline.processes[each]);
  const records = (list: readonly number[]): PictureRecord[] =>
    list.map((each) => timeline.records[each]);
  const old = new Map(processes(before.processes).map((each) => [each.name, each]));
  for (const process of processes(now.processes)) book.process(old.get(process.name), process);
  book.records(records(before.records), records(now.records));
  book.count('heap blocks', before.heapBlocks, now.heapBlocks);
  book.count('heap bytes', before.heapBytes, now.heapBytes);
  book.count('aliases', before.aliases, now.aliases);
  for (const { thread, caller } of now.calls) {
    if (before.calls.some((each) => each.thread === thread)) continue;
    book.say(`${thread} begins${caller === '' ? '' : `, for ${caller}`}`, thread);
  }
  for (const { thread, held } of before.calls) {
    const still = now.calls.find((each) => each.thread === thread);
    if (still === undefined) book.say(`${thread} ends`, thread);
    else if (still.held !== held)
      book.say(`${thread} ${still.held ? 'is held' : 'goes on'}`, thread);
  }
  return book;
}

class Book implements Changes {
  readonly sentences: string[] = [];
  readonly marked = new Set<string>();

  say(sentence: string, key: string): void {
    this.sentences.push(sentence);
    this.marked.add(key);
  }

  count(what: string, before: number, now: number): void {
    if (before !== now) this.say(`${what}: ${before} → ${now}`, what);
  }

  process(before: PictureProcess | undefined, now: PictureProcess): void {
    if (before === undefined) {
      this.say(`${now.name} appears`, now.name);
      return;
    }
    if (before.state !== now.state)
      this.say(`${now.name}: ${before.state} → ${now.state}`, now.name);
    for (const pages of now.pages) {
      const old = before.pages.find(
        ({ address, size }) => address <= pages.address && pages.address < address + size,
      );
      for (const part of old === undefined ? ['drawn apart'] : pageParts(old, pages)) {
        const key = pageKey(now.name, pages.address);
        this.say(`${now.name}, pages at ${hexadecimal(pages.address)}: ${part}`, key);
      }
    }
  }

  records(before: readonly PictureRecord[], now: readonly PictureRecord[]): void {
    const old = new Map(before.map((each) => [recordKey(each), each]));
    for (const record of now) {
      const key = recordKey(record);
      const known = old.get(key);
      const { name, form, source, state, size } = record;
      if (known === undefined) this.say(`${name} appears: ${form} ${source}, ${size} bytes`, key);
      else if (known.state !== state) this.say(`${name}: ${known.state} → ${state}`, key);
      old.delete(key);
    }
    for (const [key, { name, form }] of old) this.say(`${name} is gone (${form})`, key);
  }
}

/** A look in words: `read-write, uncached, 2 mappings`. */
export function lookWords(look: PageLook, cacheMatters: boolean): string {
  if (!look.mapped) return 'not mapped';
  const rights = look.rights === 'none' ? 'no access' : look.rights;
  const cache = cacheMatters ? `, ${look.cached ? 'cached' : 'uncached'}` : '';
  return `${rights}${cache}, ${look.references} mapping${look.references === 1 ? '' : 's'}`;
}

function pageParts(before: PicturePages, now: PicturePages): string[] {
  const parts: string[] = [];
  const [a, b] = [before.rules, now.rules];
  if (a.mapped !== b.mapped) return [b.mapped ? 'mapped again' : 'no longer mapped'];
  if (a.rights !== b.rights) parts.push(`${a.rights} → ${b.rights}`);
  if (a.cached !== b.cached) parts.push(b.cached ? 'cached again' : 'uncached now');
  if (a.references !== b.references) parts.push(`${a.references} → ${b.references} mappings`);
  return parts;
}
