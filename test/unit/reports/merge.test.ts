import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasFindings, missingShards, type Report, verdictOf } from '#dist/reports/document.js';
import { mergeReports } from '#dist/reports/merge.js';
import { parseReport, ReportError, readReport } from '#dist/reports/read.js';
import { stepLine } from '#dist/reports/step-line.js';
import { schemaTexts } from '../../../tools/schemas.mjs';
import { fileIn, temporaryFolder } from '../../e2e/command.js';
import { faultyReport, nastyReport, replayedReport } from './sample.js';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const published = readFileSync(path.join(root, 'schema', 'report.schema.json'), 'utf8');

let faulty: Report;
let replayed: Report;

beforeAll(async () => {
  faulty = await faultyReport();
  replayed = await replayedReport('');
});

/** A report with every optional part. */
function fullReport(): Report {
  return {
    ...faulty,
    scenarios: replayed.scenarios,
    conformance: replayed.conformance,
    score: {
      inspection: true,
      killed: 1,
      total: 1,
      faults: [
        {
          id: 'a',
          clauses: ['FREE-1'],
          readings: [],
          sentence: 'x',
          killed: true,
          cases: 3,
          operations: 9,
          length: 2,
          confirmed: true,
          signature: 's',
          named: ['FREE-1'],
        },
      ],
    },
    scopes: [
      {
        name: 'two buffers',
        reading: 'ce6-x86',
        server: 'kernel',
        client: 'lawful',
        bounds: { processes: 2, sizes: '1, 4096' },
        states: 10,
        transitions: 20,
        depth: 4,
        seconds: 1,
        complete: true,
        findings: [],
        certificate: { id: 'abc', file: '', assumptions: ['one server'] },
      },
    ],
    drivers: [
      {
        name: 'sample',
        reading: 'ce6-x86',
        schedules: 5,
        operations: 40,
        complete: true,
        findings: [],
      },
    ],
    history: {
      lines: [
        {
          at: '2024-01-02T03:04:05.000Z',
          marshalcheck: '0.1.0',
          command: 'fuzz',
          seed: 's',
          target: 't',
          fault: '',
          seconds: 1,
          cases: 2,
          operations: 3,
          states: 0,
          covered: 1,
          obligations: 2,
          killed: 0,
          faults: 0,
          interrupted: false,
          signatures: ['s'],
        },
      ],
      signatures: [{ signature: 's', state: 'new', first: 'a', last: 'b', times: 1 }],
    },
  };
}

describe('a report file', () => {
  test('comes back as it was written', () => {
    for (const report of [faulty, replayed, fullReport(), nastyReport(faulty)]) {
      const file = fileIn(temporaryFolder(), 'report.json', JSON.stringify(report));
      expect(readReport(file)).toEqual(report);
    }
  });

  test('fits the published schema, which is current', () => {
    expect(published, 'stale: run `npm run schema`').toBe(schemaTexts()['report.schema.json']);
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
    const accepts = ajv.compile(JSON.parse(published) as object);
    for (const report of [faulty, replayed, fullReport()]) {
      const plain: unknown = JSON.parse(JSON.stringify(report));
      expect(accepts(plain), JSON.stringify(accepts.errors)).toBe(true);
    }
    expect(accepts({ ...faulty, report: 2 })).toBe(false);
    expect(accepts({ ...faulty, seed: 1 })).toBe(false);
  });

  test.each<[string, string, RegExp]>([
    ['no JSON', '{"report": 1,', /no JSON/],
    ['another document', '{"a": 1}', /no marshalcheck report/],
    ['a list', '[]', /no marshalcheck report/],
    ['a later version', '{"report": 2}', /version 2/],
    ['a damaged one', '{"report": 1, "marshalcheck": 3}', /^marshalcheck: /],
  ])('that is %s is refused', (_, text, message) => {
    expect(() => parseReport(text, 'x.json')).toThrow(message);
    expect(() => parseReport(text, 'x.json')).toThrow(ReportError);
  });

  test('with an index that leads nowhere is refused', () => {
    const full = fullReport();
    const cells = [
      { row: 9999, column: 0, verdict: 'agrees', compared: 1, departed: 0, shownBy: '' },
    ];
    const outside = { ...full, conformance: { ...full.conformance, cells } };
    expect(() => parseReport(JSON.stringify(outside), 'x')).toThrow(/outside the matrix/);
    const shard = { count: 2, present: [2, 1] };
    expect(() => parseReport(JSON.stringify({ ...faulty, shard }), 'x')).toThrow(/shard/);
  });

  test('that is a folder, or is not there, is refused', () => {
    expect(() => readReport(temporaryFolder())).toThrow(ReportError);
    expect(() => readReport(path.join(temporaryFolder(), 'none.json'))).toThrow(ReportError);
  });
});

describe('shards', () => {
  const shardOf = (
    number: number,
    extra: Partial<Report> = {},
  ): { file: string; report: Report } => ({
    file: `${number}.json`,
    report: { ...faulty, shard: { count: 3, present: [number] }, ...extra },
  });

  test('join in any order, and missing ones are named', () => {
    const [one, two] = [shardOf(1, { findings: [] }), shardOf(3)];
    const merged = mergeReports([two, one]);
    expect(merged).toEqual(mergeReports([one, two]));
    expect(merged.cases).toBe(2 * faulty.cases);
    expect(merged.findings).toEqual(faulty.findings);
    expect(missingShards(merged)).toEqual([2]);
    const whole = mergeReports([{ file: 'm', report: merged }, shardOf(2)]);
    expect(missingShards(whole)).toEqual([]);
    expect(whole.shard).toBe(null);
  });

  test('a finding of two shards is there once, coverage is that of all', () => {
    const [gap] = faulty.clauses.uncovered;
    const clauses = {
      covered: [...faulty.clauses.covered, gap.id],
      uncovered: faulty.clauses.uncovered.slice(1),
    };
    const merged = mergeReports([shardOf(1), shardOf(2, { clauses })]);
    expect(merged.findings).toHaveLength(faulty.findings.length);
    expect(merged.clauses.covered).toContain(gap.id);
    expect(merged.clauses.uncovered.map(({ id }) => id)).not.toContain(gap.id);
  });

  test('that do not belong together are refused', () => {
    expect(() => mergeReports([shardOf(1), shardOf(1)])).toThrow(/in 1.json too/);
    expect(() => mergeReports([shardOf(1), shardOf(2, { seed: 'x' })])).toThrow(/seed/);
    expect(() => mergeReports([shardOf(1), shardOf(2, { readings: ['x'] })])).toThrow(/readings/);
    expect(() => mergeReports([shardOf(1), shardOf(2, { shard: null })])).toThrow(/no shard/);
    const other = { shard: { count: 4, present: [2] } };
    expect(() => mergeReports([shardOf(1), shardOf(2, other)])).toThrow(/of 4 shards/);
  });

  test('matrices, scores and scenarios join too', () => {
    const full = fullReport();
    const { rows = [], columns = [], cells = [] } = full.conformance ?? {};
    const departed = { ...cells[0], verdict: 'departs' as const, departed: 1, shownBy: 'f' };
    const second = {
      conformance: {
        what: 'scenarios',
        rows: [...rows].reverse(),
        columns,
        cells: [{ ...departed, row: rows.length - 1 - cells[0].row }],
      },
      score: full.score,
      scopes: full.scopes,
      drivers: full.drivers,
      scenarios: full.scenarios,
    };
    const merged = mergeReports(
      [shardOf(1, full), shardOf(2, second)].map((each, index) => ({
        ...each,
        report: { ...each.report, shard: { count: 3, present: [index + 1] } },
      })),
    );
    expect(merged.conformance?.rows).toEqual(rows);
    expect(merged.conformance?.cells[0]).toEqual({
      ...departed,
      compared: 2 * cells[0].compared,
    });
    expect(merged.score).toMatchObject({ killed: 1, total: 1 });
    expect(merged.scenarios?.files).toBe(2 * (full.scenarios?.files ?? 0));
    expect(merged.scopes).toHaveLength(2);
    expect(merged.drivers).toHaveLength(2);
  });
});

test('the verdict of a report', () => {
  const clean = { ...faulty, findings: [] };
  expect(verdictOf(faulty)).toBe('findings');
  expect(verdictOf(clean)).toBe('clean');
  expect(verdictOf({ ...clean, interrupted: true })).toBe('interrupted');
  expect(verdictOf({ ...clean, shard: { count: 2, present: [1] } })).toBe('incomplete');
  const missed = { inspection: true, killed: 0, total: 1, faults: [] };
  expect(hasFindings({ ...clean, score: missed })).toBe(true);
  const [finding] = faulty.findings;
  expect(hasFindings({ ...clean, findings: [{ ...finding, class: 'warning' }] })).toBe(false);
});

test('the line of a step', () => {
  const text = 'title: x\nsteps:\n  - call: {process: app1}\n\n  - return:\n      on: call1\n';
  expect([stepLine(text, 1), stepLine(text, 2), stepLine(text, 0)]).toEqual([3, 5, 5]);
  expect([stepLine(text, 3), stepLine('title: x', 1), stepLine('[1', 1)]).toEqual([0, 0, 0]);
});

describe('whole campaigns of different commands', () => {
  const named = (file: string, report: Report): { file: string; report: Report } => ({
    file,
    report,
  });

  test('join: the parts of each, and the coverage of the fuzzing', () => {
    const plain = { ...faulty, fault: '' };
    const check = {
      ...fullReport(),
      ...{ command: 'check', seed: '', target: 'the model', fault: '', findings: [] },
      ...{ scenarios: undefined, conformance: undefined, score: undefined, drivers: undefined },
      clauses: { covered: ['NONE-1'], uncovered: [] },
    };
    const merged = mergeReports([named('a', replayed), named('b', check), named('c', plain)]);
    expect(merged).toMatchObject({
      command: 'merged',
      title: 'marshalcheck: replay, check, fuzz',
      seed: faulty.seed,
      target: 'simulator, the model',
      shard: null,
    });
    expect(merged.operations).toBe(replayed.operations + check.operations + faulty.operations);
    expect(merged.scopes).toEqual(check.scopes);
    expect(merged.scenarios?.files).toBe(replayed.scenarios?.files);
    expect(merged.findings).toHaveLength(replayed.findings.length + faulty.findings.length);
    expect(merged.clauses.covered).toEqual([...faulty.clauses.covered].sort());
    expect(parseReport(JSON.stringify(merged), 'merged').command).toBe('merged');
    const alone = mergeReports([named('a', replayed), named('b', check)]);
    expect(alone.clauses.covered).toContain('NONE-1');
  });

  test.each([
    [{ shard: { count: 3, present: [1] } }, /fuzz in 3 shards, and other commands/],
    [{ marshalcheck: '9.9.9' }, /marshalcheck is '9.9.9'/],
    [{ fault: 'another-one' }, /fault is 'another-one', that of a is ''/],
  ])('with %j are refused in one line', (extra, message) => {
    const other = named('b', { ...faulty, fault: '', ...extra });
    expect(() => mergeReports([named('a', replayed), other])).toThrow(message);
  });
});
