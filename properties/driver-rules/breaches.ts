/** What an operation was found to break. */

import { CITE, type ObligationId } from '../../model/clauses/index.js';

const MOST = 64;

/** Collects the breaches of one operation. */
export class Breaches {
  /** Indices of obligations; the first `count` are valid. */
  readonly cites: Int32Array = new Int32Array(MOST);
  /** For each, the address that it is about: the buffer's pointer or what was accessed. */
  readonly addresses: Float64Array = new Float64Array(MOST);
  count = 0;

  /** Begins an operation. */
  clear(): void {
    this.count = 0;
  }

  /** A breach; one obligation counts once an operation. */
  report(id: ObligationId, address: number): void {
    const cite = CITE[id];
    for (let i = 0; i < this.count; i += 1) if (this.cites[i] === cite) return;
    this.reportEach(id, address);
  }

  /** A breach that counts for each buffer: what is left over at the end. */
  reportEach(id: ObligationId, address: number): void {
    if (this.count === MOST) return;
    this.cites[this.count] = CITE[id];
    this.addresses[this.count] = address;
    this.count += 1;
  }
}
