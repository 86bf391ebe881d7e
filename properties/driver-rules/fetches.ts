/**
 * Double fetches: bytes of the caller that the server read, the caller wrote and the server read
 * again within what belongs to one call. Proxies of ALIAS-9 and DRV-2.
 */

const READS = 32;
const WRITES = 32;
const NO_CALL = -1;

/** How bytes were read; two reads make a finding of what both have in common. */
export const Fetch = {
  none: 0,
  /** Through a pointer that is not surely a copy. */
  marshalled: 1,
  /** At the caller's own address, raw or directly. */
  atCaller: 2,
} as const;

/** What was read by the server and written by callers, in order. */
export class Fetches {
  private readonly readFrom = new Float64Array(READS);
  private readonly readTo = new Float64Array(READS);
  private readonly readOwner = new Int32Array(READS);
  private readonly readCall = new Int32Array(READS);
  private readonly readHow = new Uint8Array(READS);
  private readonly readAt = new Int32Array(READS);
  private readonly writeFrom = new Float64Array(WRITES);
  private readonly writeTo = new Float64Array(WRITES);
  private readonly writeOwner = new Int32Array(WRITES);
  private readonly writeAt = new Int32Array(WRITES);
  private reads = 0;
  private writes = 0;
  private time = 0;

  /** Forgets everything. */
  clear(): void {
    this.reads = 0;
    this.writes = 0;
    this.time = 0;
  }

  /** The process with this key wrote to its own memory. */
  noteWrite(owner: number, address: number, size: number): void {
    const at = this.writes % WRITES;
    this.writes += 1;
    this.time += 1;
    this.writeFrom[at] = address;
    this.writeTo[at] = address + size;
    this.writeOwner[at] = owner;
    this.writeAt[at] = this.time;
  }

  /**
   * The server read bytes of the process with this key, for the call with this serial number;
   * `address` is the caller's. Gives the bits of {@link Fetch} that say what was read twice with
   * a write between, 0 for nothing.
   */
  noteRead(owner: number, call: number, address: number, size: number, how: number): number {
    let found = 0;
    const to = address + size;
    const first = Math.max(this.writes - WRITES, 0);
    for (let i = first; i < this.writes; i += 1) {
      const at = i % WRITES;
      if (this.writeOwner[at] !== owner) continue;
      const from = Math.max(address, this.writeFrom[at]);
      const end = Math.min(to, this.writeTo[at]);
      if (from < end) found |= this.readBefore(owner, call, from, end, this.writeAt[at], how);
    }
    this.keep(owner, call, address, to, how);
    return found;
  }

  private readBefore(
    owner: number,
    call: number,
    from: number,
    to: number,
    time: number,
    how: number,
  ): number {
    let found = 0;
    for (let i = Math.max(this.reads - READS, 0); i < this.reads; i += 1) {
      const at = i % READS;
      if (this.readOwner[at] !== owner || this.readCall[at] !== call) continue;
      if (this.readAt[at] > time || this.readFrom[at] >= to || this.readTo[at] <= from) continue;
      found |= (this.readHow[at] | how) & Fetch.marshalled;
      found |= this.readHow[at] & how & Fetch.atCaller;
    }
    return found;
  }

  /** A read takes the place of the earlier ones that it covers, so that none counts twice. */
  private keep(owner: number, call: number, from: number, to: number, how: number): void {
    for (let i = Math.max(this.reads - READS, 0); i < this.reads; i += 1) {
      const old = i % READS;
      if (this.readOwner[old] !== owner || this.readCall[old] !== call) continue;
      if (this.readFrom[old] >= from && this.readTo[old] <= to) this.readCall[old] = NO_CALL;
    }
    const at = this.reads % READS;
    this.reads += 1;
    this.time += 1;
    this.readFrom[at] = from;
    this.readTo[at] = to;
    this.readOwner[at] = owner;
    this.readCall[at] = call;
    this.readHow[at] = how;
    this.readAt[at] = this.time;
  }
}
