/** Addresses of a case as a program on a board finds them: reservations lie wherever they may. */

import { type Case, Word } from '../../model/case.js';
import { OPERATION_NAMES } from '../../model/operations/index.js';
import { PAGE_BYTES } from '../../model/world/domain.js';

/** Bytes behind a reservation that an address still belongs to it. */
const BEHIND = 0x1_0000;

/** See the file comment. */
export class Places {
  private readonly given: Case;
  /** Process of each call, by thread. */
  private readonly callers = new Map<number, number>();

  constructor(given: Case) {
    this.given = given;
  }

  /** Takes note of who calls, where operation `index` is a call. */
  enter(program: Int32Array, index: number): void {
    const at = index * Word.width;
    if (OPERATION_NAMES[program[at + Word.operation]] !== 'call') return;
    this.callers.set(program[at + Word.thread], program[at + Word.process]);
  }

  /** Whose addresses an actor means: an application's, a caller's; 0 for the driver's thread. */
  processOf(actor: number): number {
    return actor < 0 ? -actor : (this.callers.get(actor) ?? 0);
  }

  /** Index of the reservation that an address belongs to, −1 for none. */
  regionAt(address: number, process: number): number {
    const { regions } = this.given;
    const offsets = regions.map(({ base }) => (address >>> 0) - (base >>> 0));
    const bytes = regions.map(({ runs }) => runs.reduce((sum, run) => sum + run.pages, 0));
    const fits = (index: number, behind: number): boolean =>
      offsets[index] >= 0 && offsets[index] < bytes[index] * PAGE_BYTES + behind;
    const own = regions.findIndex((each, index) => each.process === process && fits(index, 0));
    if (own >= 0) return own;
    const any = regions.findIndex((_, index) => fits(index, 0));
    return any >= 0 ? any : regions.findIndex((_, index) => fits(index, BEHIND));
  }

  /** An operand as an expression of C: a result, a place in memory, or a number. */
  operand(name: number, value: number, process: number): string {
    if (name !== 0) return `RESULT(${name}, ${value | 0})`;
    const address = value >>> 0;
    if (address === 0) return 'NULL';
    const region = this.regionAt(address, process);
    if (region < 0) return `ADDRESS(0x${address.toString(16)}u)`;
    return `MEMORY(${region}, ${address - (this.given.regions[region].base >>> 0)})`;
  }

  /** Offset in its reservation of what operation `index` writes to; copies keep offsets. */
  root(index: number): number {
    const { program } = this.given;
    const at = index * Word.width;
    const process = program[at + Word.process];
    const address = this.follow(program[at + Word.pointerName], program[at + Word.pointer], index);
    const region = this.regionAt(address, process);
    return region < 0 ? 0 : address - (this.given.regions[region].base >>> 0);
  }

  /** The address that a name goes back to, through whatever it was made of. */
  private follow(name: number, value: number, before: number): number {
    if (name === 0) return value >>> 0;
    const { program } = this.given;
    for (let index = before - 1; index >= 0; index -= 1) {
      const at = index * Word.width;
      if (program[at + Word.result] !== name) continue;
      const source = this.follow(program[at + Word.sourceName], program[at + Word.source], index);
      return source + value;
    }
    return value >>> 0;
  }
}
