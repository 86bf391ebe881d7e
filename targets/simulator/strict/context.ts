/** What the functions of the strict board may ask of it. */

import type { BoardContext } from '../board/context.js';
import type { BufferRecord, Kind, Records } from './records.js';

/** A board with records. */
export interface StrictContext extends BoardContext {
  readonly table: Records;
  /** The record that a call held after its write-back is about to release. */
  releasing: BufferRecord | null;
  /** Why `recordFor` gave null. */
  readonly refusal: number;
  /** Ends a record and frees what it holds: heap block or alias. */
  release(record: BufferRecord): void;
  /**
   * The record that a Close, Free, Flush or FreeDuplicate names, or null: then `refusal` says why
   * (FREE-3: there is none; FREE-4: values differ and the personality refuses that).
   */
  recordFor(kind: Kind, ignoresFlag: boolean, usesRecord: boolean): BufferRecord | null;
}
