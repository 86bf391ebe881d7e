/** What goes wrong with a fleet, in words for a person. */

/** Kinds that end in different exit codes: `usage` before anything was run, else `broken`. */
export type FleetErrorKind = 'usage' | 'broken';

/** An error with its likely cause and what to do next. */
export class FleetError extends Error {
  readonly kind: FleetErrorKind;
  readonly likelyCause: string;
  readonly next: string;

  constructor(kind: FleetErrorKind, what: string, likelyCause: string, next: string) {
    super(what);
    this.name = 'FleetError';
    this.kind = kind;
    this.likelyCause = likelyCause;
    this.next = next;
  }
}
