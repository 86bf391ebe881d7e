/**
 * Physical memory: frames of 4 KB in real bytes, with reference counts. A frame is free when
 * nothing maps it; it is zeroed when it is handed out, so that `reset` costs nothing.
 */

import type { Changes } from './changes.js';

/** Bytes in a frame, as a shift. */
export const PAGE_SHIFT = 12;
/** Bytes in a frame. */
export const PAGE = 4096;
/** Frames of the machine: 32 MB, touched only as far as a case needs them. */
export const FRAMES = 8192;
/** `home` of a frame whose owner no longer maps it. */
export const NO_HOME = -1;

/** Frames, their reference counts, and which of them aliases stand on. */
export class Physical {
  /** All bytes; frame f begins at f × 4096. */
  readonly bytes: Buffer = Buffer.from(new ArrayBuffer(FRAMES * PAGE));
  /** The same as 32-bit words. */
  readonly words: Int32Array = new Int32Array(this.bytes.buffer);
  /** Live mappings of each frame. */
  readonly references: Int32Array = new Int32Array(FRAMES);
  /** Those of them that are aliases (ALIAS-2, ALIAS-3 look at this). */
  readonly aliases: Int32Array = new Int32Array(FRAMES);
  /** The owner's mapping: address space in the high bits, virtual page in the low 20. */
  readonly home: Int32Array = new Int32Array(FRAMES);
  /** Count at which the bytes of each frame last changed. */
  readonly changed: Float64Array = new Float64Array(FRAMES);
  private readonly changes: Changes;
  private readonly free: Int32Array = new Int32Array(FRAMES);
  private freeCount = 0;
  private used = 0;

  constructor(changes: Changes) {
    this.changes = changes;
  }

  /** Forgets every frame. */
  reset(): void {
    this.references.fill(0, 0, this.used);
    this.aliases.fill(0, 0, this.used);
    this.freeCount = 0;
    this.used = 0;
  }

  /** A frame full of `filler` with no references yet, or −1 when memory is exhausted. */
  take(filler: number): number {
    const frame = this.takeUnfilled();
    if (frame < 0) return frame;
    this.bytes.fill(filler, frame << PAGE_SHIFT, (frame + 1) << PAGE_SHIFT);
    this.touch(frame);
    return frame;
  }

  /** As {@link take}, for whoever stores the whole frame at once: it holds what it held. */
  takeUnfilled(): number {
    let frame: number;
    if (this.freeCount > 0) {
      this.freeCount -= 1;
      frame = this.free[this.freeCount];
    } else if (this.used < FRAMES) {
      frame = this.used;
      this.used += 1;
    } else {
      return -1;
    }
    this.home[frame] = NO_HOME;
    this.aliases[frame] = 0;
    return frame;
  }

  /** The first of `count` frames in a row, without references yet, or −1. */
  takeRun(count: number, filler: number): number {
    const first = this.used;
    if (first + count > FRAMES) return -1;
    this.used += count;
    this.bytes.fill(filler, first << PAGE_SHIFT, (first + count) << PAGE_SHIFT);
    this.changed.fill(this.changes.next(), first, first + count);
    this.home.fill(NO_HOME, first, first + count);
    this.aliases.fill(0, first, first + count);
    return first;
  }

  /** Whoever stores into a frame says so here. */
  touch(frame: number): void {
    this.changed[frame] = this.changes.next();
  }

  /** One more mapping of `frame`. */
  retain(frame: number): void {
    this.references[frame] = this.references[frame] + 1;
  }

  /** One mapping fewer; the last one frees the frame (INV-COUNT). */
  release(frame: number): void {
    const left = this.references[frame] - 1;
    if (left < 0) return;
    this.references[frame] = left;
    if (left === 0) {
      this.free[this.freeCount] = frame;
      this.freeCount += 1;
    }
  }
}
