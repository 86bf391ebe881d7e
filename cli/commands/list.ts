/** `marshalcheck list`: what there is, by name. Each list loads what it lists. */

import { Argument, type Command } from 'commander';
import { READINGS } from '../../model/readings.js';
import { jsonText } from '../../reports/json.js';
import { TARGET_NAMES } from '../../targets/names.js';
import type { Context } from '../context.js';
import { Failure } from '../failure.js';
import { addOutputFlags } from '../flags.js';

/** A list as a table and as JSON; rows are objects with the same members. */
interface Listing {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly items: readonly object[];
}

function listReadings(): Listing {
  return {
    heads: ['ID', 'SOURCE', 'STYLE', 'ALLOC', 'VIRTUAL TAGS', 'COPY LIMITS'],
    rows: READINGS.map((reading) => [
      reading.id,
      reading.source,
      reading.style,
      reading.alloc,
      reading.virtuallyTagged ? 'yes' : 'no',
      reading.alloc === 'by-size' ? reading.copyLimits.join(', ') : '-',
    ]),
    items: READINGS,
  };
}

async function listOperations(): Promise<Listing> {
  const { OPERATION_NAMES } = await import('../../model/operations/index.js');
  const { FIELDS } = await import('../../search/scenario/vocabulary.js');
  const { OPERATION_NOTES } = await import('../operation-notes.js');
  const items = OPERATION_NAMES.map((name) => ({
    id: name,
    keys: FIELDS[name].map((field) => (field.required ? field.key : `${field.key}?`)),
    sentence: OPERATION_NOTES[name],
  }));
  return {
    heads: ['OPERATION', 'KEYS IN A SCENARIO, AND WHAT IT DOES'],
    rows: items.map(({ id, keys, sentence }) => [id, `${keys.join(' ')}: ${sentence}`]),
    items,
  };
}

async function listClauses(): Promise<Listing> {
  const { CLAUSES } = await import('../../model/clauses/index.js');
  const { clauseEvidence } = await import('../clause-evidence.js');
  const evidence = clauseEvidence();
  return {
    heads: ['ID', 'FORCE', 'BINDS', 'SOURCE', 'CLAUSE'],
    rows: CLAUSES.map((clause) => [
      clause.id,
      typeof clause.force === 'string' ? clause.force : clause.force.join('/'),
      clause.binds,
      clause.sources.join(' ') || '-',
      clause.text,
    ]),
    items: CLAUSES.map((clause) => ({ ...clause, ...evidence.get(clause.id) })),
  };
}

async function listInvariants(): Promise<Listing> {
  const { CLAUSES } = await import('../../model/clauses/index.js');
  const { INVARIANTS } = await import('../../properties/invariants.js');
  const items = [
    ...CLAUSES.filter((clause) => clause.family === 'invariants').map(({ id, text }) => ({
      id,
      clause: id,
      sentence: text,
    })),
    ...INVARIANTS.map(({ id, clause, sentence }) => ({ id, clause, sentence })),
  ];
  return {
    heads: ['ID', 'CLAUSE', 'WHAT ALWAYS HOLDS'],
    rows: items.map(({ id, clause, sentence }) => [id, clause, sentence]),
    items,
  };
}

async function listFaults(): Promise<Listing> {
  const { BOARD_FAULTS } = await import('../../targets/faults.js');
  const { readingsOf } = await import('../../search/fuzz/fault-readings.js');
  const items = BOARD_FAULTS.map((fault) => ({ ...fault, readings: readingsOf(fault) }));
  return {
    heads: ['ID', 'BOARD', 'WHAT IS WRONG (AND THE CLAUSES THAT IT BREAKS)'],
    rows: items.map(({ id, board, clauses, sentence }) => [
      id,
      board,
      `${sentence} (${clauses.join(', ')})`,
    ]),
    items,
  };
}

function listTargets(): Listing {
  const items = TARGET_NAMES.map((id) => ({ id, sentence: TARGET_NOTES[id] ?? '' }));
  return {
    heads: ['ID', 'WHAT IT IS'],
    rows: items.map(({ id, sentence }) => [id, sentence]),
    items,
  };
}

const TARGET_NOTES: Readonly<Record<string, string>> = {
  simulator:
    'the built-in boards: strict for documented readings, shipped for shipped ones; ' +
    'real bytes, page tables, cache, heap; can be looked into; takes planted defects',
};

async function listScopes(): Promise<Listing> {
  const { SCOPES } = await import('../../search/check/marshalling/scope.js');
  return {
    heads: ['ID', 'APPLICATIONS', 'RECORDS', 'CALLS', 'WRONG', 'WHAT IT BOUNDS'],
    rows: SCOPES.map((scope) => [
      scope.name,
      String(scope.applications),
      String(scope.records),
      String(scope.calls),
      String(scope.wrong),
      `${scope.sentence}; ${scope.families.join(', ')}`,
    ]),
    items: SCOPES,
  };
}

async function listPredicates(): Promise<Listing> {
  const { PREDICATES } = await import('../../search/check/marshalling/predicates.js');
  const items = PREDICATES.map(({ name, sentence }) => ({ id: name, sentence }));
  return {
    heads: ['NAME', 'COUNTS'],
    rows: items.map(({ id, sentence }) => [id, sentence]),
    items,
  };
}

async function listModelFaults(): Promise<Listing> {
  const { MODEL_FAULTS } = await import('../../search/check/marshalling/faults/index.js');
  const items = MODEL_FAULTS.map(({ id, breaks, system = '', sentence }) => ({
    id,
    breaks,
    system,
    sentence,
  }));
  return {
    heads: ['ID', 'BREAKS', 'FAMILY', 'WHAT IS WRONG IN THE RULES'],
    rows: items.map(({ id, breaks, system, sentence }) => [id, breaks, system, sentence]),
    items,
  };
}

async function listDrivers(): Promise<Listing> {
  const { DRIVERS } = await import('../../drivers/index.js');
  const items = DRIVERS.map(({ name, about, server, defects = [] }) => ({
    id: name,
    server,
    sentence: about,
    defects,
  }));
  return {
    heads: ['NAME', 'SERVER', 'WHAT IT DOES'],
    rows: items.map(({ id, server, sentence }) => [id, server, sentence]),
    items,
  };
}

const LISTS: Readonly<Record<string, () => Listing | Promise<Listing>>> = {
  readings: listReadings,
  operations: listOperations,
  clauses: listClauses,
  invariants: listInvariants,
  faults: listFaults,
  targets: listTargets,
  drivers: listDrivers,
  scopes: listScopes,
  predicates: listPredicates,
  'model-faults': listModelFaults,
};

function matching(listing: Listing, filter: string): Listing {
  const kept = listing.rows.map((row) => row[0].toLowerCase().includes(filter.toLowerCase()));
  return {
    heads: listing.heads,
    rows: listing.rows.filter((_, index) => kept[index]),
    items: listing.items.filter((_, index) => kept[index]),
  };
}

/** Adds the command. */
export function addList(program: Command, context: Context): void {
  const what = new Argument('<what>', 'what to list').choices(Object.keys(LISTS));
  const command = program
    .command('list')
    .summary('list readings, operations, clauses, invariants, faults, targets, drivers and more')
    .description('Lists what there is, by name.')
    .addArgument(what)
    .argument('[filter]', 'only IDs that contain this text')
    .addHelpText(
      'after',
      '\nExamples:\n  marshalcheck list readings\n  marshalcheck list clauses ALIAS',
    );
  addOutputFlags(command).action(async (name: string, filter: string | undefined) => {
    const { json } = command.opts<{ json?: boolean }>();
    const all = await LISTS[name]();
    const listing = filter === undefined ? all : matching(all, filter);
    if (listing.rows.length === 0) {
      throw new Failure({
        what: `no ID contains '${filter ?? ''}'`,
        where: `list ${name}`,
        cause: 'a typing slip, or the name of something else',
        next: `marshalcheck list ${name}`,
      });
    }
    const { terminal } = context;
    if (json === true) terminal.print(jsonText({ [name]: listing.items }));
    else {
      const { tableLines } = await import('../../reports/table.js');
      const style = { colours: terminal.out, columns: terminal.columns };
      for (const line of tableLines(listing.heads, listing.rows, style)) terminal.print(line);
    }
  });
}
