/** What the determinism guard found: plain data. */

/** Where two runs of a case differ; plain data. */
export interface Difference {
  /** The first step that differs, from 1, as operations that were carried out. */
  readonly step: number;
  readonly operation: string;
  /** What came in each run. */
  readonly first: string;
  readonly second: string;
}

/** A case of a campaign that gave another result when it was run again. */
export interface Nondeterminism extends Difference {
  /** `case 300`, or the signature of a finding. */
  readonly what: string;
  readonly reading: string;
}
