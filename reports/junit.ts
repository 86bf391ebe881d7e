/**
 * JUnit XML. Suites are the parts of a campaign: scenarios, findings, planted defects, exhaustive
 * scopes, drivers. A campaign without findings has one test case that passed, so that no reader
 * takes it for an empty run.
 */

import junit, { type Builder, type TestSuite } from 'junit-report-builder';
import { type FindingDocument, missingShards, type Report } from './document.js';
import { plain, plainLines } from './escape.js';
import { findingLines } from './finding.js';
import { PLAIN_STYLE } from './layout.js';

/** The package is CommonJS whose exports are the builder; its types say that they hold it. */
const factory = junit as unknown as Builder;

/** Text of the file. */
export function junitText(report: Report): string {
  const root = factory.newBuilder().name(plain(report.title));
  findingSuite(root, report);
  scenarioSuite(root, report);
  faultSuite(root, report);
  scopeSuite(root, report);
  driverSuite(root, report);
  return root.build();
}

function suite(root: Builder, name: string): TestSuite {
  return root.testSuite().name(`marshalcheck.${name}`);
}

/** A block of text that neither XML nor a terminal takes for anything else. */
function block(text: string): string {
  return plainLines(text).replaceAll(']]>', ']] >');
}

function findingSuite(root: Builder, report: Report): void {
  const tests = suite(root, report.command).time(report.seconds);
  for (const [name, value] of [
    ['seed', report.seed],
    ['target', report.target],
    ['fault', report.fault],
    ['readings', report.readings.join(' ')],
    ['marshalcheck', report.marshalcheck],
  ]) {
    if (value !== '') tests.property(name, plain(value));
  }
  for (const finding of report.findings) findingCase(tests, finding);
  for (const number of missingShards(report)) {
    const text = `shard ${number} is missing: nothing is known of its cases`;
    tests.testCase().className('marshalcheck.shards').name(`shard ${number}`).error(text);
  }
  if (report.interrupted) {
    const text = 'the campaign was interrupted: this is a part of it';
    tests.testCase().className('marshalcheck.campaign').name('runs to its end').error(text);
  }
  if (report.findings.length > 0) return;
  tests.testCase().className('marshalcheck.campaign').name('nothing departs from the rules');
}

function findingCase(tests: TestSuite, finding: FindingDocument): void {
  const { signature, class: kind, clauses, expected, observed, file } = finding;
  const [clause = 'none'] = clauses;
  const test = tests
    .testCase()
    .className(plain(`marshalcheck.${clause}`))
    .name(plain(signature));
  if (file !== '') test.file(plain(file));
  const message = plain(`expected ${expected}, came ${observed}`);
  if (kind === 'warning' || kind === 'unsafe') test.standardOutput(block(message));
  else test.failure(message, kind);
  const lines = findingLines(finding, 'finding', PLAIN_STYLE).join('\n');
  test.stacktrace(block(lines));
}

function scenarioSuite(root: Builder, { scenarios }: Report): void {
  if (scenarios === undefined) return;
  const tests = suite(root, 'scenarios');
  for (const { file, title, passed, reasons } of scenarios.results) {
    const test = tests.testCase().className('marshalcheck.scenarios').name(plain(file));
    test.file(plain(file)).property('title', plain(title));
    if (passed) continue;
    test.failure(plain(reasons[0]?.text ?? 'the scenario failed'), 'scenario');
    const lines = reasons.map(({ reading, server, copyLimit, step, text }) => {
      const where = step === 0 ? '' : `, step ${step}`;
      return `${reading}, ${server}-mode driver, copy limit ${copyLimit}${where}: ${text}`;
    });
    test.stacktrace(block(lines.join('\n')));
  }
  for (const { file, what, likelyCause, next } of scenarios.errors) {
    const test = tests.testCase().className('marshalcheck.scenarios').name(plain(file));
    test.error(plain(what), 'unreadable', block(`likely cause: ${likelyCause}\nnext: ${next}`));
  }
}

function faultSuite(root: Builder, { score }: Report): void {
  if (score === undefined) return;
  const tests = suite(root, 'faults');
  for (const { id, killed, sentence, clauses } of score.faults) {
    const test = tests.testCase().className('marshalcheck.faults').name(plain(id));
    const text = `not found: ${sentence} (${clauses.join(', ')})`;
    if (!killed) test.failure(plain(text), 'fault');
  }
}

function scopeSuite(root: Builder, { scopes }: Report): void {
  if (scopes === undefined) return;
  const tests = suite(root, 'scopes');
  for (const { name, reading, client, seconds, complete, findings, states } of scopes) {
    const test = tests.testCase().className(plain(`marshalcheck.scopes.${reading}.${client}`));
    test.name(plain(name)).time(seconds);
    if (findings.length > 0) test.failure(plain(findings.join(', ')), 'departure');
    else if (!complete) test.error(`stopped after ${states} states: nothing is proved`);
  }
}

function driverSuite(root: Builder, { drivers }: Report): void {
  if (drivers === undefined) return;
  const tests = suite(root, 'drivers');
  for (const { name, reading, findings, complete, schedules } of drivers) {
    const test = tests.testCase().className(plain(`marshalcheck.drivers.${reading}`));
    test.name(plain(name));
    if (findings.length > 0) test.failure(plain(findings.join(', ')), 'breach');
    else if (!complete) test.error(`stopped after ${schedules} schedules`);
  }
}
