/** What the functions of the shipped board may ask of it. */

import type { BoardContext } from '../board/context.js';
import type { Header } from './blocks.js';

/** A board without records. */
export interface ShippedContext extends BoardContext {
  /** The header that the present call looks at. */
  readonly header: Header;
  /** Gives the block in `header` back to the heap. */
  releaseBlock(): void;
}
