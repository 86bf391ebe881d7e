/** The conformance matrix, with filters. */

import { useMemo, useState } from 'preact/hooks';
import type { ConformanceCell, ConformancePart } from '../document.js';
import { filterMatrix } from '../view/matrix.js';
import type { Payload } from '../view/payload.js';
import { ClauseLink, Scroll, Text } from './parts.js';

const SIGNS = {
  agrees: '✓',
  departs: '✗',
  inconclusive: '?',
  'not-offered': '–',
  'not-covered': '·',
} as const;

/** See the file comment. */
export function MatrixPage({ report }: { report: Payload['report'] }) {
  const [words, setWords] = useState('');
  const [reading, setReading] = useState('');
  const [server, setServer] = useState('');
  const [verdict, setVerdict] = useState('');
  const { conformance } = report;
  const shown = useMemo(
    () =>
      conformance === undefined
        ? null
        : filterMatrix(conformance, { words, reading, server, verdict }),
    [conformance, words, reading, server, verdict],
  );
  if (conformance === undefined || shown === null) return <p>This report has no matrix.</p>;
  const readings = [...new Set(conformance.columns.map((each) => each.reading))];
  return (
    <>
      <h1>Conformance</h1>
      <p>Each cell counts {conformance.what}: how many were compared, and whether all agree.</p>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Clause or operation{' '}
          <input value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <Choice name="Reading" value={reading} values={readings} set={setReading} />
        <Choice name="Server" value={server} values={['kernel', 'user']} set={setServer} />
        <Choice name="Verdict" value={verdict} values={Object.keys(SIGNS)} set={setVerdict} />
      </form>
      <p role="status">
        {shown.rows.length} of {conformance.rows.length} rows
      </p>
      <Scroll label="Conformance matrix">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">{conformance.what}</th>
              {shown.columns.map((column) => (
                <th scope="col" key={column}>
                  <Heading column={conformance.columns[column]} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.rows.map((row) => (
              <tr key={row}>
                <th scope="row">
                  <ClauseLink id={conformance.rows[row]} />
                </th>
                {shown.columns.map((column) => (
                  <Cell key={column} cell={shown.cell(row, column)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function Heading({ column }: { column: ConformancePart['columns'][number] }) {
  const { reading, server, label } = column;
  if (label !== undefined) return <Text>{label}</Text>;
  return (
    <>
      <Text>{reading}</Text>
      <br />
      {server}
    </>
  );
}

function Choice({
  name,
  value,
  values,
  set,
}: {
  name: string;
  value: string;
  values: readonly string[];
  set: (value: string) => void;
}) {
  return (
    <label>
      {name}{' '}
      <select value={value} onChange={(event) => set(event.currentTarget.value)}>
        <option value="">all</option>
        {values.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

function Cell({ cell }: { cell: ConformanceCell | undefined }) {
  if (cell === undefined)
    return (
      <td class="not-covered" aria-label="not covered">
        {SIGNS['not-covered']}
      </td>
    );
  const { verdict, compared, departed } = cell;
  const count = verdict === 'departs' ? `${departed} of ${compared}` : String(compared);
  return (
    <td class={verdict} aria-label={`${verdict}, ${count}`}>
      {SIGNS[verdict]} {count}
    </td>
  );
}
