/** The clauses, and a page for each. */

import { useState } from 'preact/hooks';
import type { CatalogueEntry } from '../catalogue.js';
import type { Payload } from '../view/payload.js';
import { Text } from './parts.js';

type Catalogue = readonly CatalogueEntry[] | null;

/** Every clause with a filter. */
export function ClauseList({
  catalogue,
  report,
}: {
  catalogue: Catalogue;
  report: Payload['report'];
}) {
  const [words, setWords] = useState('');
  if (catalogue === null) return <p>Opening …</p>;
  const wanted = words.toLowerCase();
  const shown = catalogue.filter(({ id, text }) => `${id} ${text}`.toLowerCase().includes(wanted));
  const covered = new Set(report.clauses.covered.map((id) => id.split('.')[0]));
  return (
    <>
      <h1>Clauses</h1>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Name or words{' '}
          <input value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
      </form>
      <p role="status">
        {shown.length} of {catalogue.length}
      </p>
      <ul class="clauses">
        {shown.map(({ id, text, force, binds }) => (
          <li key={id}>
            <a href={`#/clause/${id}`}>{id}</a>{' '}
            <span class="note">
              {force}, binds {binds}
              {covered.has(id) ? ', covered' : ''}
            </span>
            <br />
            {text}
          </li>
        ))}
      </ul>
    </>
  );
}

/** One clause: source, readings, rule files, scenarios, defects, findings. */
export function ClausePage({
  catalogue,
  id,
  report,
}: {
  catalogue: Catalogue;
  id: string;
  report: Payload['report'];
}) {
  if (catalogue === null) return <p>Opening …</p>;
  const entry = catalogue.find((each) => each.id === id);
  if (entry === undefined) return <p>There is no clause {id}.</p>;
  const found = report.findings
    .map((finding, index) => ({ finding, number: index + 1 }))
    .filter(({ finding }) => finding.clauses.includes(id));
  const covered = new Set(report.clauses.covered);
  return (
    <>
      <h1>{id}</h1>
      <p>{entry.text}</p>
      <p class="note">
        {entry.force} · binds {entry.binds} ·{' '}
        {entry.sources.length === 0 ? 'decided by this project' : entry.sources.join(', ')}
      </p>
      <h2>Obligations</h2>
      <ul>
        {entry.obligations.map(({ id: name, when, then, never, readings }) => (
          <li key={name}>
            <code>{name}</code>: when {when}: {then}
            {never === '' ? '' : `; never ${never}`}
            <span class="note">
              {' '}
              ({readings === '' ? 'all readings' : `${readings} readings`}
              {covered.has(name) ? ', covered' : ''})
            </span>
          </li>
        ))}
      </ul>
      <Names title="Rules" none="No rule file names it." names={entry.files} />
      <Names
        title="Scenarios"
        none="No scenario is named after it."
        names={entry.scenarios.map((name) => `scenarios/spec/${name}`)}
      />
      <Names
        title="Planted defects"
        none="No planted defect breaks it."
        names={entry.faults.map(({ id: name, sentence }) => `${name}: ${sentence}`)}
      />
      {found.length > 0 && <h2>Findings</h2>}
      <ul>
        {found.map(({ finding, number }) => (
          <li key={number}>
            <a href={`#/finding/${number}`}>
              <Text>{finding.signature}</Text>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Names({ title, none, names }: { title: string; none: string; names: readonly string[] }) {
  return (
    <>
      <h2>{title}</h2>
      {names.length === 0 && <p class="note">{none}</p>}
      <ul>
        {names.map((name) => (
          <li key={name}>
            <Text>{name}</Text>
          </li>
        ))}
      </ul>
    </>
  );
}
