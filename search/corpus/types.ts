/** Cases worth keeping, and what a campaign begins with: plain data. */

import type { Case } from '../../model/case.js';
import type { Finding } from '../finding.js';

/** What a choice is made of. */
export interface Covering {
  /** Orders what is otherwise equal; each its own. */
  readonly key: string;
  /** Operations: of equals the shorter one is taken. */
  readonly length: number;
  readonly features: readonly number[];
}

/** A case that a campaign keeps. */
export interface Interesting extends Covering {
  readonly given: Case;
  /** Documented dangers that it meets: a part of its verdict. */
  readonly unsafe: readonly string[];
}

/** What a campaign begins with. Plain data but for `found`, which is told once. */
export interface CorpusStart {
  readonly files: readonly string[];
  /** In the order of the files. */
  readonly cases: readonly Case[];
  /** Features of all of them. */
  readonly seen: Uint32Array;
  readonly operations: number;
  /** Times that each obligation was put to the test, by index. */
  readonly exercised: Uint32Array;
  /** What departs. */
  readonly found: readonly Finding[];
}
