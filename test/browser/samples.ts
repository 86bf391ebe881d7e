// Reports with every part, and very large ones.

import type { FindingDocument, HistoryLine, Report } from '#dist/reports/document.js';

function line(day: number, signatures: readonly string[]): HistoryLine {
  return {
    at: `2024-03-0${day}T04:00:00.000Z`,
    marshalcheck: '0.1.0',
    command: 'fuzz',
    seed: `night-${day}`,
    target: 'simulator',
    fault: '',
    seconds: 10 + day,
    cases: 20_000,
    operations: 400_000 + 9000 * day,
    states: 90_000 + day * 700,
    covered: 200 + day,
    obligations: 402,
    killed: 90 + day,
    faults: 100,
    interrupted: false,
    signatures,
  };
}

/** The report with all optional parts that its campaign had no use for. */
export function withEverything(report: Report): Report {
  const [finding] = report.findings;
  const readings = ['ce6-x86', 'compact7-armv5'];
  const rows = [...report.clauses.covered.map((id) => id.split('.')[0]), 'ALIAS-1', 'ALIAS-3'];
  const columns = readings.flatMap((reading) =>
    (['kernel', 'user'] as const).map((server) => ({ target: 'simulator', reading, server })),
  );
  const unique = [...new Set(rows)];
  const cells = unique.flatMap((_, row) =>
    columns.map((__, column) => ({
      row,
      column,
      verdict: (row + column) % 7 === 0 ? ('departs' as const) : ('agrees' as const),
      compared: 3,
      departed: (row + column) % 7 === 0 ? 1 : 0,
      shownBy: '',
    })),
  );
  const bounds = { processes: 2, buffers: 2, sizes: '521, 4096' };
  const certificate = { id: 'a1b2c3', file: '', assumptions: ['one server', 'two pages'] };
  return {
    ...report,
    conformance: { what: 'scenarios', rows: unique, columns, cells },
    tours: [
      {
        scope: 'tiny',
        target: './a-target --with "<b>markup</b>" in its name',
        reading: 'ce6-x86',
        server: 'kernel',
        beliefs: 1234,
        transitions: 56_789,
        covered: 40_000,
        operations: 71_000,
        complete: false,
        stopped: 'the bound on operations',
      },
    ],
    nondeterminism: [
      {
        what: 'case 17',
        target: './a-target',
        reading: 'ce6-x86',
        step: 3,
        operation: 'read',
        first: 'returned 0x00000000 bytes 6100620063006400 sum 0x1F2E3D4C',
        second: 'returned 0x00000000 bytes 6100620063006500 sum 0x1F2E3D4D',
        reproduce: 'marshalcheck fuzz --seed first --case 17 --target ./a-target',
      },
    ],
    scopes: [
      {
        name: 'two buffers',
        reading: 'ce6-x86',
        server: 'kernel',
        client: 'lawful',
        bounds,
        states: 123_456,
        transitions: 999_999,
        depth: 14,
        seconds: 3,
        complete: true,
        findings: [],
        certificate,
      },
    ],
    drivers: [
      {
        name: 'sample driver',
        reading: 'ce6-x86',
        schedules: 8,
        operations: 90,
        complete: true,
        findings: [],
      },
    ],
    history: {
      lines: [line(1, []), line(2, ['x']), line(3, [finding.signature])],
      signatures: [
        { signature: finding.signature, state: 'new', first: 'now', last: 'now', times: 1 },
        { signature: 'x', state: 'fixed', first: '2024-03-02', last: '2024-03-02', times: 1 },
      ],
    },
  };
}

/** A finding whose case has that many steps: those of its own, over and over. */
function long(finding: FindingDocument, number: number, steps: number): FindingDocument {
  const { explanation } = finding;
  const { timeline } = explanation!;
  const own = explanation!.steps;
  const [first, ...rest] = timeline!.states;
  const cycle = Array.from({ length: steps }, (_, index) => index);
  return {
    ...finding,
    signature: `${finding.signature}-${number}`,
    length: steps,
    explanation: {
      ...explanation!,
      steps: cycle.map((index) => ({
        ...own[index % own.length],
        number: index + 1,
        text: `${own[index % own.length].text} #${(number * 7919 + index * 104_729) % 65_536}`,
        isBad: index === steps - 1,
      })),
      timeline: {
        ...timeline!,
        records: cycle.flatMap((index) =>
          timeline!.records.map((record) => ({
            ...record,
            address: (record.address + number * 65_536 * index) >>> 0,
          })),
        ),
        states: [
          first,
          ...cycle.map((index) => ({
            ...rest[index % rest.length],
            records: rest[index % rest.length].records.map(
              (record) => record + index * timeline!.records.length,
            ),
          })),
        ],
      },
    },
  };
}

/** A report of that many findings, each of that many steps. */
export function enlarged(report: Report, findings: number, steps: number): Report {
  const source = report.findings.filter(({ explanation }) => Boolean(explanation?.timeline));
  return {
    ...report,
    findings: Array.from({ length: findings }, (_, index) =>
      long(source[index % source.length], index, steps),
    ),
  };
}
