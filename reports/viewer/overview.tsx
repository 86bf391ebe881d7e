/** The first screen: verdict, what ran, findings, coverage, scopes, fault score, trend. */

import type { Report, ScenarioEntry } from '../document.js';
import { factsOf, verdictText } from '../facts.js';
import { grouped } from '../fuzz.js';
import type { Payload } from '../view/payload.js';
import { fragmentOf } from '../view/route.js';
import { Charts } from './history.js';
import { Bar, ClauseLink, Scroll, Table, Text } from './parts.js';
import { Tours, Unrepeatable } from './rounds.js';

type Summary = Payload['report'];

/** Names of the classes, worst first, with their marks. */
const MARKS = { departure: '✗', breach: '✗', unsafe: '!', warning: '!' } as const;

/** See the file comment. */
export function Overview({ report }: { report: Summary }) {
  const full = report as unknown as Report;
  const good = isGood(report);
  return (
    <>
      <h1>
        <Text>{report.title}</Text>
      </h1>
      <p class={good ? 'verdict good' : 'verdict bad'}>
        <span aria-hidden="true">{good ? '✓ ' : '✗ '}</span>
        {verdictText(full)}
      </p>
      {report.introduction.map((sentence) => (
        <p key={sentence}>
          <Text>{sentence}</Text>
        </p>
      ))}
      <dl class="facts">
        {factsOf(full).map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Text>{value}</Text>
            </dd>
          </div>
        ))}
      </dl>
      <Unrepeatable report={report} />
      <Findings report={report} />
      <Coverage report={report} />
      <Scopes report={report} />
      <Tours report={report} />
      <Stages report={report} />
      <Score report={report} />
      <Drivers report={report} />
      <Scenarios report={report} />
      <Dangers report={report} />
      {report.history !== undefined && (
        <section>
          <h2>Trend</h2>
          <Charts lines={report.history.lines} />
          <p>
            <a href="#/history">All earlier campaigns</a>
          </p>
        </section>
      )}
    </>
  );
}

function isGood(report: Summary): boolean {
  const { scenarios, score, interrupted, shard, nondeterminism = [] } = report;
  const excused = (scenarios?.results ?? []).filter(({ known }) => known === true).length;
  const bad = scenarios === undefined ? 0 : scenarios.failed + scenarios.errors.length;
  const failed = bad - excused + nondeterminism.length;
  const findings = report.findings.filter(({ known }) => known === undefined || known.isExpired);
  const missed = score === undefined ? 0 : score.total - score.killed;
  const isWhole = shard === null || shard.present.length === shard.count;
  return findings.length + failed + missed === 0 && !interrupted && isWhole;
}

function Findings({ report }: { report: Summary }) {
  if (report.findings.length === 0) return null;
  return (
    <section>
      <h2>Findings by signature</h2>
      <ol class="findings">
        {report.findings.map((finding, index) => (
          <li key={index}>
            <a href={fragmentOf({ page: 'finding', number: index + 1, step: null })}>
              <span class="mark" aria-hidden="true">
                {MARKS[finding.class]}
              </span>
              <Text>{finding.signature}</Text>
            </a>
            <span class="note">
              {finding.class} · <Text>{finding.reading}</Text>, {finding.server}-mode driver ·{' '}
              {finding.length} steps
              {finding.known === undefined
                ? ''
                : ` · ${finding.known.isExpired ? 'no longer ' : ''}known`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Coverage({ report: { clauses } }: { report: Summary }) {
  const { covered, uncovered } = clauses;
  const total = covered.length + uncovered.length;
  if (total === 0) return null;
  const reasons = [...new Set(uncovered.map(({ reason }) => reason))];
  return (
    <section>
      <h2>Clause coverage</h2>
      <Bar part={covered.length} whole={total} what="obligations covered" />
      {reasons.map((reason) => {
        const list = uncovered.filter((each) => each.reason === reason);
        return (
          <details key={reason}>
            <summary>
              {list.length} not: <Text>{reason}</Text>
            </summary>
            <ul class="ids">
              {list.map(({ id }) => (
                <li key={id}>
                  <ClauseLink id={id} />
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

function Scopes({ report: { scopes = [] } }: { report: Summary }) {
  if (scopes.length === 0) return null;
  return (
    <section>
      <h2>Exhaustive searches</h2>
      <Table
        heads={['Scope', 'Reading', 'Client', 'States', 'Depth', 'Result', 'Certificate']}
        rows={scopes.map((scope) => [
          `${scope.name} (${Object.entries(scope.bounds)
            .map(([name, bound]) => `${name} ${bound}`)
            .join(', ')})`,
          `${scope.reading}, ${scope.server}`,
          scope.client,
          String(scope.states),
          String(scope.depth),
          scope.findings.length > 0
            ? scope.findings.join(', ')
            : scope.complete
              ? 'complete'
              : 'stopped: nothing is proved',
          scope.certificate === undefined
            ? '–'
            : `${scope.certificate.id}; assumes ${scope.certificate.assumptions.join('; ')}`,
        ])}
      />
    </section>
  );
}

function Stages({ report: { stages = [] } }: { report: Summary }) {
  if (stages.length === 0) return null;
  return (
    <section>
      <h2>Stages</h2>
      <Table
        heads={['Stage', 'Done', 'Seconds', 'Found']}
        rows={stages.map(({ name, done, total, what, seconds, findings }) => [
          name,
          `${done} of ${total} ${what}`,
          seconds.toFixed(1),
          String(findings),
        ])}
      />
    </section>
  );
}

function Score({ report: { score } }: { report: Summary }) {
  if (score === undefined) return null;
  return (
    <section>
      <h2>Fault score</h2>
      <Bar part={score.killed} whole={score.total} what="planted defects found" />
      <Table
        heads={['Defect', 'Found', 'Cases', 'Steps', 'What is wrong']}
        rows={score.faults.map(({ id, killed, cases, length, sentence }) => [
          id,
          killed ? 'yes' : 'NO',
          String(cases),
          killed ? String(length) : '–',
          sentence,
        ])}
      />
    </section>
  );
}

function Drivers({ report: { drivers = [] } }: { report: Summary }) {
  if (drivers.length === 0) return null;
  return (
    <section>
      <h2>Drivers under test</h2>
      <Table
        heads={['Driver', 'Reading', 'Schedules', 'Result']}
        rows={drivers.map(({ name, reading, schedules, complete, findings }) => [
          name,
          reading,
          String(schedules),
          findings.length > 0 ? findings.join(', ') : complete ? 'clean' : 'stopped',
        ])}
      />
    </section>
  );
}

function Scenarios({ report: { scenarios } }: { report: Summary }) {
  if (scenarios === undefined) return null;
  const failed = scenarios.results.filter(({ passed }) => !passed);
  return (
    <section>
      <h2>Scenarios</h2>
      <Bar part={scenarios.passed} whole={scenarios.files} what="scenarios pass" />
      {failed.map(({ file, title, reasons }) => (
        <Scroll key={file} label={file}>
          <p class="bad">
            <Text>{`${file}: ${title}`}</Text>
          </p>
          <ul>
            {reasons.slice(0, 5).map(({ reading, server, step, text }, index) => (
              <li key={index}>
                <Text>{`${reading}, ${server}, step ${step}: ${text}`}</Text>
              </li>
            ))}
          </ul>
        </Scroll>
      ))}
      {scenarios.errors.map(({ file, line, what }) => (
        <p class="bad" key={file}>
          <Text>{`${file}:${line}: ${what}`}</Text>
        </p>
      ))}
      <Costs results={scenarios.results} />
    </section>
  );
}

/** ALIAS-10: strategies side by side. */
function Costs({ results }: { results: readonly ScenarioEntry[] }) {
  const rows = results.flatMap(({ title, costs = [] }) =>
    costs.map(({ bytesCopied, uncachedAccesses, platforms }) => [
      title,
      grouped(bytesCopied),
      grouped(uncachedAccesses),
      platforms.join(', '),
    ]),
  );
  if (rows.length === 0) return null;
  return (
    <>
      <h3>What they cost</h3>
      <Table heads={['Scenario', 'Bytes copied', 'Uncached accesses', 'Platforms']} rows={rows} />
    </>
  );
}

function Dangers({ report: { unsafe } }: { report: Summary }) {
  if (unsafe.length === 0) return null;
  return (
    <section>
      <h2>Documented dangers of the shipped readings</h2>
      <Table
        heads={['Danger', 'Against', 'Reading', 'Met', 'Declined', 'What happens']}
        rows={unsafe.map(({ id, clause, reading, met, declined, sentence }) => [
          id,
          clause,
          reading,
          String(met),
          String(declined),
          sentence,
        ])}
      />
    </section>
  );
}
