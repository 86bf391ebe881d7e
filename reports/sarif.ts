/**
 * SARIF 2.1.0. A rule is a clause with its text, a result a finding or a failed scenario, its
 * location the scenario file and line, its fingerprint the signature: the same bug keeps its alert.
 */

import type { Location, Log, ReportingDescriptor, Result } from 'sarif';
import type { CatalogueEntry } from './catalogue.js';
import { type FindingDocument, missingShards, type Report } from './document.js';
import { plain } from './escape.js';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const LEVELS = { departure: 'error', breach: 'error', unsafe: 'note', warning: 'warning' } as const;
/** Rule of what is no clause: a scenario that failed in another way, an unreadable file. */
const SCENARIO_RULE: ReportingDescriptor = {
  id: 'scenario',
  shortDescription: { text: 'A saved scenario no longer gives what it says.' },
};
const NO_RULE: ReportingDescriptor = {
  id: 'none',
  shortDescription: { text: 'A departure that no single clause forbids.' },
};

/** The log; `catalogue`: the texts of the clauses. */
export function sarifLog(report: Report, catalogue: readonly CatalogueEntry[]): Log {
  const rules = new Rules(catalogue);
  const results = [
    ...report.findings.map((finding) => findingResult(finding, rules)),
    ...scenarioResults(report, rules),
  ];
  const lacks = missingShards(report).map((number) => `shard ${number} is missing`);
  if (report.interrupted) lacks.push('the campaign was interrupted');
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'marshalcheck',
            semanticVersion: report.marshalcheck,
            rules: rules.list,
          },
        },
        automationDetails: { id: `marshalcheck/${plain(report.command)}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: lacks.length === 0,
            ...(lacks.length === 0
              ? {}
              : {
                  toolExecutionNotifications: lacks.map((text) => ({
                    level: 'error' as const,
                    message: { text },
                  })),
                }),
          },
        ],
        results,
      },
    ],
  };
}

/** The rules that results name, in the order in which they come up. */
class Rules {
  readonly list: ReportingDescriptor[] = [];
  private readonly catalogue: readonly CatalogueEntry[];

  constructor(catalogue: readonly CatalogueEntry[]) {
    this.catalogue = catalogue;
  }

  /** Index of a clause's rule. */
  clause(id: string): number {
    if (id === '') return this.add(NO_RULE);
    const entry = this.catalogue.find((each) => each.id === id);
    return this.add(entry === undefined ? { id: plain(id) } : ruleOf(entry));
  }

  add(rule: ReportingDescriptor): number {
    const known = this.list.findIndex(({ id }) => id === rule.id);
    return known >= 0 ? known : this.list.push(rule) - 1;
  }
}

function ruleOf({ id, text, force, sources, obligations }: CatalogueEntry): ReportingDescriptor {
  const from = sources.length === 0 ? 'decided by this project' : `from ${sources.join(', ')}`;
  const lines = obligations.map(({ when, then, never }) => {
    const forbidden = never === '' ? '' : `; never ${never}`;
    return `- when ${when}: ${then}${forbidden}`;
  });
  return {
    id,
    shortDescription: { text },
    help: { text: [`${text} (${force}; ${from})`, ...lines].join('\n') },
    properties: { tags: ['marshalling', force] },
  };
}

function locations(file: string, line: number): { locations?: Location[] } {
  if (file === '') return {};
  // An absolute or climbing path means nothing to a reader elsewhere, and is given as it is.
  const uri = plain(file).replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  const region = line > 0 ? { region: { startLine: line } } : {};
  return { locations: [{ physicalLocation: { artifactLocation: { uri }, ...region } }] };
}

function findingResult(finding: FindingDocument, rules: Rules): Result {
  const { signature, class: kind, clauses, expected, observed, file, line, operation } = finding;
  const [clause = ''] = clauses;
  const likely = finding.explanation === undefined ? '' : ` ${finding.explanation.likely}`;
  const text = `${operation}: expected ${expected}, came ${observed}.${likely}`;
  const ruleIndex = rules.clause(clause);
  return {
    ruleId: rules.list[ruleIndex]?.id ?? clause,
    ruleIndex,
    level: LEVELS[kind],
    message: { text: plain(text) },
    partialFingerprints: { 'marshalcheckSignature/v1': plain(signature) },
    ...locations(file, line),
    properties: {
      signature: plain(signature),
      reading: plain(finding.reading),
      server: finding.server,
      reproduce: finding.reproduce.map(plain),
    },
  };
}

function scenarioResults({ scenarios, findings }: Report, rules: Rules): Result[] {
  if (scenarios === undefined) return [];
  const told = new Set(findings.map(({ file }) => file));
  const failed = scenarios.results.filter(({ passed, file }) => !passed && !told.has(file));
  const say = (file: string, line: number, text: string): Result => ({
    ruleId: SCENARIO_RULE.id,
    ruleIndex: rules.add(SCENARIO_RULE),
    level: 'error',
    message: { text: plain(text) },
    partialFingerprints: { 'marshalcheckSignature/v1': plain(`scenario/${file}`) },
    ...locations(file, line),
  });
  return [
    ...failed.map(({ file, reasons }) => say(file, 0, reasons[0]?.text ?? 'it failed')),
    ...scenarios.errors.map(({ file, line, what }) => say(file, line, what)),
  ];
}
