/**
 * marshalcheck as a library. The same as the command line, from code:
 *
 *     import { fuzz, replay } from 'marshalcheck';
 *     const report = await fuzz({ seed: 'nightly', runs: 5000, readings: ['compact7-armv5'] });
 *     expect(report.findings).toEqual([]);
 *
 * Everything here is deterministic: equal options give equal results, durations apart.
 */

export type { Case, NamedBuffer, Platform } from './model/case.js';
export {
  type CatalogueClause,
  type CatalogueObligation,
  CLAUSES,
  type ClauseId,
  findClause,
  OBLIGATIONS,
  type ObligationId,
} from './model/clauses/index.js';
export { DESCRIPTORS, descriptorText, MARSHAL_FORCE_ALIAS } from './model/descriptors.js';
export { OPERATION_NAMES } from './model/operations/index.js';
export { findReading, READINGS, type Reading } from './model/readings.js';
export { RESULTS, resultText } from './model/results.js';
export { UNSAFE, type Unsafe } from './model/unsafe.js';
export {
  assertConforms,
  type CaseSettings,
  type ConformsSettings,
  cases,
  caseText,
  conforms,
  Departure,
  operations,
} from './properties/index.js';
export { INVARIANTS, type Invariant } from './properties/invariants.js';
export type { CheckFinding, CheckReport, ScopeReport } from './search/check/campaign/report.js';
export type { Comparison, ReadingDifference } from './search/check/compare/compare.js';
export { type CheckSettings, compareReadings, runCheck as check } from './search/check/library.js';
export { SCOPES, type Scope } from './search/check/marshalling/scope.js';
export {
  type Configuration,
  defineConfig,
  type NightlyConfiguration,
} from './search/configuration.js';
export type { ClauseRow, ClauseVerdict, ConformReport } from './search/conform/report.js';
export type { Explanation } from './search/explanation.js';
export type { Finding, FindingClass, Origin } from './search/finding.js';
export {
  type ConformSettings,
  explain,
  type FaultsSettings,
  type FuzzSettings,
  type ReplaySettings,
  reduce,
  runConform as conform,
  runFaults as faults,
  runFuzz as fuzz,
  runReplay as replay,
  save,
} from './search/library.js';
export type { ReducedFinding } from './search/reduce.js';
export {
  type PlatformResult,
  type ReplayReport,
  type ReplayResult,
  readScenario,
} from './search/replay.js';
export type {
  FaultResult,
  FaultsReport,
  FuzzReport,
  Progress,
  ReportedFinding,
  UnsafeEntry,
} from './search/reports.js';
export { formatScenario } from './search/scenario/format.js';
export {
  caseOf,
  parseScenario,
  platformsOf,
  type Scenario,
  ScenarioError,
  scenarioFromFinding,
} from './search/scenario/index.js';
export type { TourReport, TransitionCounts } from './search/tour/report.js';
export { type TraceOptions, traceLog as trace } from './search/trace/trace.js';
export type { TraceFinding, TraceReport } from './search/trace/types.js';
export {
  BOARD_FAULTS,
  closeTargets,
  createTarget,
  type Fault,
  TARGET_NAMES,
  TargetStartError,
} from './targets/index.js';
export type * from './targets/interface.js';
export { TargetFailure } from './targets/interface.js';
