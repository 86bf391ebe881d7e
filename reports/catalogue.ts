/** A clause as reports show it: its text, and where to read on. */

/** One clause. `cli/catalogue.ts` makes the list. */
export interface CatalogueEntry {
  readonly id: string;
  readonly text: string;
  readonly force: string;
  readonly binds: string;
  readonly family: string;
  readonly sources: readonly string[];
  readonly obligations: readonly {
    readonly id: string;
    readonly when: string;
    readonly then: string;
    readonly never: string;
    /** `documented` or `shipped`; '' for all readings. */
    readonly readings: string;
  }[];
  /** Files of the model that cite it. */
  readonly files: readonly string[];
  /** Scenarios in `scenarios/spec` that show it. */
  readonly scenarios: readonly string[];
  /** Planted defects that break it, each with its sentence. */
  readonly faults: readonly { readonly id: string; readonly sentence: string }[];
}
