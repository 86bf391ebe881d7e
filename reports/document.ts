/**
 * The report: one versioned JSON document that a campaign writes and every writer reads, at once
 * or years later. What a campaign does not do is left out. `schema.ts` checks it.
 */

import type { Explanation } from '../search/explanation.js';
import type { Finding } from '../search/finding.js';
import type { FaultResult, Uncovered, UnsafeEntry } from '../search/reports.js';
import type { Costs } from '../targets/interface.js';
import type { KnownEntry, NondeterminismEntry, StageEntry, TourEntry } from './campaign-parts.js';

/** Version of the format; a reader refuses any other. */
export const REPORT_VERSION = 1;

/** A finding as reports have it: the case by its number, the scenario as text. */
export interface FindingDocument extends Omit<Finding, 'case' | 'origin'> {
  /** Number of the case in its campaign; absent for one that came out of a scenario. */
  readonly case?: number | undefined;
  readonly reading: string;
  readonly server: 'kernel' | 'user';
  readonly target: string;
  readonly fault: string;
  /** Scenario file that shows it, '' when it was not saved. */
  readonly file: string;
  /** Line of its last step in that file, from 1; 0 unknown. */
  readonly line: number;
  /** Text of the scenario, '' when there is none. */
  readonly scenario: string;
  /** Commands that show it again, each on one line. */
  readonly reproduce: readonly string[];
  readonly explanation?: Explanation | undefined;
  /** Stage of a nightly run that found it. */
  readonly stage?: string | undefined;
  /** What the configuration says of it; absent for news. */
  readonly known?: KnownEntry | undefined;
}

/** A scenario that was replayed. */
export interface ScenarioEntry {
  readonly file: string;
  readonly title: string;
  readonly clauses: readonly string[];
  readonly passed: boolean;
  /** True where it failed by nothing but what is known; absent else. */
  readonly known?: boolean | undefined;
  readonly platforms: number;
  readonly operations: number;
  /** The command that replays it. */
  readonly reproduce: string;
  /** Why it failed, each with its platform; step 0: the scenario as a whole. */
  readonly reasons: readonly {
    readonly reading: string;
    readonly server: 'kernel' | 'user';
    readonly copyLimit: number;
    readonly step: number;
    readonly text: string;
    /** Of the departure; absent for another reason. */
    readonly signature?: string | undefined;
  }[];
  /** What it cost (ALIAS-10), of scenarios that are about it: an entry for each different cost. */
  readonly costs?: readonly (Costs & { readonly platforms: readonly string[] })[] | undefined;
}

/** A file that could not be read as a scenario. */
export interface UnreadableEntry {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly likelyCause: string;
  readonly next: string;
}

/** Scenario files that were replayed. */
export interface ScenarioPart {
  readonly files: number;
  readonly passed: number;
  readonly failed: number;
  /** Files that speak of no platform that the target offers; absent for none. */
  readonly skipped?: number | undefined;
  readonly platforms: number;
  readonly results: readonly ScenarioEntry[];
  readonly errors: readonly UnreadableEntry[];
}

/** How a target did in one respect under one reading. */
export interface ConformanceCell {
  /** Indices into `rows` and `columns`. */
  readonly row: number;
  readonly column: number;
  readonly verdict: 'agrees' | 'departs' | 'inconclusive' | 'not-offered' | 'not-covered';
  /** What was compared: scenarios, tours, cases; `what` of the part says which. */
  readonly compared: number;
  readonly departed: number;
  /** Signature of a finding, file of a scenario, or '' where there is none. */
  readonly shownBy: string;
}

/** A target against rules: one row a clause or operation, one column a reading and server. */
export interface ConformancePart {
  /** What was counted, as a plural: `scenarios`, `operations`. */
  readonly what: string;
  readonly rows: readonly string[];
  readonly columns: readonly {
    readonly target: string;
    readonly reading: string;
    readonly server: 'kernel' | 'user';
    /** In place of reading and server, where the column is of several; absent else. */
    readonly label?: string | undefined;
  }[];
  /** Pairs that are not named were not covered. */
  readonly cells: readonly ConformanceCell[];
}

/** Planted defects that were hunted for. */
export interface FaultScore {
  readonly inspection: boolean;
  readonly killed: number;
  readonly total: number;
  readonly faults: readonly FaultResult[];
}

/** A scope that was searched exhaustively. */
export interface ScopeEntry {
  readonly name: string;
  readonly reading: string;
  readonly server: 'kernel' | 'user';
  /** Who acts: `lawful`, `misusing`, `application-only`. */
  readonly client: string;
  /** Bounds of the scope, each by its name: processes, buffers, sizes. */
  readonly bounds: Readonly<Record<string, string | number>>;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  /** True when every state within the bounds was visited. */
  readonly complete: boolean;
  /** Signatures of what was found in it. */
  readonly findings: readonly string[];
  /** What the search leaves behind when it is complete. */
  readonly certificate?: Certificate | undefined;
}

/** What was covered completely, and under which assumptions. */
export interface Certificate {
  /** Fingerprint of scope, reading, version and set of states. */
  readonly id: string;
  /** File that holds it, '' for none. */
  readonly file: string;
  readonly assumptions: readonly string[];
}

/** A driver that was put under test. */
export interface DriverEntry {
  readonly name: string;
  readonly reading: string;
  readonly schedules: number;
  readonly operations: number;
  readonly complete: boolean;
  /** Signatures of its breaches. */
  readonly findings: readonly string[];
}

/** One campaign of the past, as the history file has it. */
export interface HistoryLine {
  /** When it ended, ISO 8601 in UTC. */
  readonly at: string;
  readonly marshalcheck: string;
  readonly command: string;
  readonly seed: string;
  readonly target: string;
  readonly fault: string;
  readonly seconds: number;
  readonly cases: number;
  readonly operations: number;
  readonly states: number;
  readonly covered: number;
  readonly obligations: number;
  /** Planted defects found and hunted for; both 0 where none was planted. */
  readonly killed: number;
  readonly faults: number;
  readonly interrupted: boolean;
  /** Commit that was checked out where the campaign was called; absent where there was none. */
  readonly commit?: string | undefined;
  readonly signatures: readonly string[];
}

/** What became of a signature over the campaigns of a history. */
export interface SignatureHistory {
  readonly signature: string;
  /** `new`: first seen now. `known`: seen now and the time before. `fixed`: seen before, not now.
   * `seen-again`: it had gone and is back. */
  readonly state: 'new' | 'known' | 'fixed' | 'seen-again';
  /** ISO 8601 in UTC. */
  readonly first: string;
  readonly last: string;
  readonly times: number;
  /** Commit of the campaign that showed it first, where it is known. */
  readonly since?: string | undefined;
  /** Commit of the campaign before that, a --good for bisect, where it is known. */
  readonly before?: string | undefined;
}

/** Earlier campaigns of the same kind, this one last. */
export interface HistoryPart {
  readonly lines: readonly HistoryLine[];
  readonly signatures: readonly SignatureHistory[];
}

/** Parts of a sharded campaign; merging joins them. */
export interface ShardPart {
  readonly count: number;
  /** Numbers from 1 of those that are in here, ascending. */
  readonly present: readonly number[];
}

/** See the file comment. */
export interface Report {
  readonly report: typeof REPORT_VERSION;
  /** Version of marshalcheck that wrote it. */
  readonly marshalcheck: string;
  readonly command: string;
  readonly title: string;
  /** Sentences before everything else. */
  readonly introduction: readonly string[];
  readonly seed: string;
  readonly target: string;
  readonly fault: string;
  readonly readings: readonly string[];
  readonly shard: ShardPart | null;
  readonly cases: number;
  readonly operations: number;
  /** Cases that ended where no rule speaks of the rest, and those with too many worlds. */
  readonly open: number;
  readonly inconclusive: number;
  /** Wall-clock seconds; with `history` the only part that differs between equal runs. */
  readonly seconds: number;
  readonly interrupted: boolean;
  /** Times that a target from outside was started again; absent for never. */
  readonly restarts?: number | undefined;
  /** Why a target from outside could not go on; absent or '' where it could. */
  readonly lost?: string | undefined;
  readonly findings: readonly FindingDocument[];
  readonly unsafe: readonly UnsafeEntry[];
  readonly clauses: {
    readonly covered: readonly string[];
    readonly uncovered: readonly Uncovered[];
  };
  readonly scenarios?: ScenarioPart | undefined;
  readonly conformance?: ConformancePart | undefined;
  readonly score?: FaultScore | undefined;
  readonly scopes?: readonly ScopeEntry[] | undefined;
  readonly drivers?: readonly DriverEntry[] | undefined;
  readonly tours?: readonly TourEntry[] | undefined;
  readonly stages?: readonly StageEntry[] | undefined;
  /** Empty or absent where whatever was run twice gave the same. */
  readonly nondeterminism?: readonly NondeterminismEntry[] | undefined;
  readonly history?: HistoryPart | undefined;
}

/** What a report comes to in one word. */
export type ReportVerdict = 'clean' | 'findings' | 'interrupted' | 'incomplete';

/** Numbers of shards that are missing. */
export function missingShards({ shard }: Report): number[] {
  if (shard === null) return [];
  const all = Array.from({ length: shard.count }, (_, index) => index + 1);
  return all.filter((number) => !shard.present.includes(number));
}

/** Said of a documented defect of a driver that was not found. */
export const DID_NOT_SHOW = 'did not show';

/** True for a finding that fails a run: no warning, and not excused. */
export function isRed({ class: kind, known }: FindingDocument): boolean {
  const isExcused = known !== undefined && !known.isExpired;
  return (kind === 'departure' || kind === 'breach') && !isExcused;
}

/** Scenario files that fail a run, those that cannot be read among them. */
export function failedScenarios({ scenarios }: Report): number {
  if (scenarios === undefined) return 0;
  const excused = scenarios.results.filter(({ known }) => known === true).length;
  return scenarios.failed + scenarios.errors.length - excused;
}

/** True when something in the report asks for attention. */
export function hasFindings(report: Report): boolean {
  const { findings, score, drivers = [] } = report;
  const missed = score === undefined ? 0 : score.total - score.killed;
  const isLost = drivers.some((each) => each.findings.some((text) => text.endsWith(DID_NOT_SHOW)));
  return findings.some(isRed) || failedScenarios(report) > 0 || missed > 0 || isLost;
}

/** See {@link ReportVerdict}; findings count more than that something is missing. */
export function verdictOf(report: Report): ReportVerdict {
  if (hasFindings(report)) return 'findings';
  if (report.interrupted) return 'interrupted';
  return missingShards(report).length > 0 ? 'incomplete' : 'clean';
}
