/** Memory that more than one address leads to: mappings by VirtualCopyEx, buffers of WinDriver. */

import type { Home } from './races.js';

/** Homes of WinDriver's buffers begin here, one space for each lock. */
const BUFFERS = 100;

/** One way to some shared memory. */
export interface View {
  readonly kind: 'block' | 'buffer';
  /** Whose address it is: a process, 0 the kernel. */
  readonly process: number;
  readonly at: number;
  readonly size: number;
  readonly home: Home;
  /** The WD_DMA structure of a buffer, 0 for a block. */
  readonly lock: number;
  live: boolean;
}

/** Every view of a case, released ones included. */
export class Views {
  readonly all: View[] = [];
  private buffers = 0;

  /** Forgets everything. */
  clear(): void {
    this.all.length = 0;
    this.buffers = 0;
  }

  /** The space of a new buffer of WinDriver. */
  newBuffer(): number {
    this.buffers += 1;
    return BUFFERS + this.buffers;
  }

  /** The view of a process (or of the kernel) that holds an address. */
  at(process: number, address: number, live = true): View | undefined {
    return this.all.findLast(
      (each) =>
        each.process === process &&
        each.live === live &&
        address >= each.at &&
        address < each.at + each.size,
    );
  }

  /** What any process but this one sees at an address. */
  elsewhere(process: number, address: number): View | undefined {
    return this.all.find(
      (each) =>
        each.live &&
        each.process !== process &&
        address >= each.at &&
        address < each.at + each.size,
    );
  }

  /** Where shared bytes are, by whatever address; undefined for memory that nobody shares. */
  homeOf(process: number, address: number, size: number): (Home & Pick<View, 'kind'>) | undefined {
    const view = this.at(process, address);
    if (view !== undefined) {
      const { space } = view.home;
      return { space, address: view.home.address + address - view.at, kind: view.kind };
    }
    const source = this.all.find(
      ({ live, home, size: length }) =>
        live &&
        home.space === process &&
        address < home.address + length &&
        address + size > home.address,
    );
    return source === undefined ? undefined : { space: process, address, kind: source.kind };
  }
}
