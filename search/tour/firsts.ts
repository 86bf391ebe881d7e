/** How each belief was come to the first time: everything since the reset before. */

/** Positions of the operations since a reset, in order; it grows. */
export type Episode = number[];

/** See the file comment. */
export class Firsts {
  private readonly episodes: Episode[] = [];
  private readonly lengths: number[] = [];

  /** Beliefs are numbered as they come: the next one was come to at the end of this episode. */
  note(episode: Episode): void {
    this.episodes.push(episode);
    this.lengths.push(episode.length);
  }

  /** How many beliefs are known. */
  get count(): number {
    return this.lengths.length;
  }

  /** Positions of the operations that led to a belief. */
  of(belief: number): readonly number[] {
    return this.episodes[belief].slice(0, this.lengths[belief]);
  }
}
