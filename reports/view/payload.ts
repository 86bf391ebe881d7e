/** What the HTML page carries: the report at hand, and what it opens only when it is looked at. */

import type { Explanation } from '../../search/explanation.js';
import type { FindingDocument, Report } from '../document.js';
import type { ExploreStart } from './explore.js';

/** A finding without what takes room. */
export type FindingHead = Omit<FindingDocument, 'explanation' | 'scenario'>;

/** What a finding's own page needs. */
export interface FindingDetail {
  readonly explanation: Explanation | null;
  readonly scenario: string;
}

/** The data of a page. Packed parts are JSON, compressed with gzip, as base64. */
export interface Payload {
  /** Null: a report; else the page of the explorer. */
  readonly explore: ExploreStart | null;
  readonly report: Omit<Report, 'findings'> & { readonly findings: readonly FindingHead[] };
  /** Packed {@link FindingDetail}s, one a finding. */
  readonly details: readonly string[];
  /** Packed list of catalogue entries. */
  readonly catalogue: string;
}
