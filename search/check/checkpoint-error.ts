/** A folder that holds another search than the one asked for, or a damaged one. */
export class CheckpointError extends Error {
  /** What is likely to be wrong, and what to do about it. */
  readonly likelyCause: string;
  readonly next: string;

  constructor(message: string, likelyCause: string, next: string) {
    super(message);
    this.name = 'CheckpointError';
    this.likelyCause = likelyCause;
    this.next = next;
  }
}
