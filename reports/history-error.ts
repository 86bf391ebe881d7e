/** A line that is no line of a history. */
export class HistoryError extends Error {
  /** From 1. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = 'HistoryError';
    this.line = line;
  }
}
