/**
 * What shows a clause: operations and scenarios, planted defects, mistaken drivers; or why there
 * are none. Read from the scenario files of the package.
 */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CLAUSES } from '../model/clauses/index.js';
import { BOARD_FAULTS } from '../targets/faults.js';

const ROOT = path.resolve(import.meta.dirname, '../../scenarios');
const UNSEEN = 'no operation shows what a driver tests or answers; drivers under test show it';

/** Why a clause has no scenario, or neither a planted defect nor a mistaken driver. */
const REASONS: Readonly<Record<string, string>> = {
  'ALIAS-10': 'says what a duplicate and an uncached alias cost; nothing can break it',
  'WD-10': 'the WDC functions call the low-level ones, so that no operation tells them apart',
  'DRV-3': UNSEEN,
  'DRV-4': UNSEEN,
  'QUIET-4': 'says where limits show; the defects of limits break OPEN-4 and ASYNC-9',
  'QUIET-9': 'says what kinds of cache there are; nothing can break it',
  'QUIET-32': 'a danger of shipped readings; the list of dangers is compared exactly',
  'INV-RECOVER': 'one scenario shows one state; `check` shows it for every state of a scope',
};

/** What a clause is shown by. */
export interface Evidence {
  readonly operations: readonly string[];
  /** Files under scenarios/. */
  readonly scenarios: readonly string[];
  /** Defects of the boards that break it. */
  readonly faults: readonly string[];
  /** Scenarios and schedules in which a driver breaks it. */
  readonly mistakes: readonly string[];
  /** Why something is missing; '' where nothing is. */
  readonly reason: string;
}

interface Found {
  readonly operations: Set<string>;
  readonly scenarios: string[];
  readonly mistakes: string[];
}

/** What shows each clause, by its ID. */
export function clauseEvidence(): ReadonlyMap<string, Evidence> {
  const found = new Map<string, Found>(
    CLAUSES.map(({ id }) => [id, { operations: new Set(), scenarios: [], mistakes: [] }]),
  );
  for (const folder of ['spec', 'races', 'cost'])
    for (const file of filesOf(folder)) take(file, found);
  for (const file of filesOf('drivers')) {
    const [, id = ''] = /-([A-Z]+-[A-Z0-9]+)[.-]/.exec(file) ?? [];
    found.get(id)?.mistakes.push(file);
  }
  return new Map(CLAUSES.map(({ id }) => [id, evidenceOf(id, found.get(id) as Found)]));
}

function evidenceOf(id: string, { operations, scenarios, mistakes }: Found): Evidence {
  const faults = BOARD_FAULTS.filter(({ clauses }) => clauses.includes(id)).map((each) => each.id);
  const missing = scenarios.length === 0 || faults.length + mistakes.length === 0;
  const reason = missing ? (REASONS[id] ?? '') : '';
  return { operations: [...operations].sort(), scenarios, faults, mistakes, reason };
}

function filesOf(folder: string): string[] {
  const names = readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => `${folder}/${name}`);
}

/** Adds what one scenario shows to the clauses that it names. */
function take(file: string, found: ReadonlyMap<string, Found>): void {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const operations = [...text.matchAll(/^ {2}- (\w+):/gm)].map(([, name = '']) => name);
  const clauses = new Set(idsIn(/^clauses: \[(.*)\]/m.exec(text)?.[1]));
  for (const id of clauses) {
    const one = found.get(id);
    if (one === undefined) continue;
    one.scenarios.push(file);
    for (const name of operations) one.operations.add(name);
  }
  const breached = [...text.matchAll(/breach: \[([^\]]*)\]/g)].flatMap(([, ids]) => idsIn(ids));
  for (const id of new Set(breached)) found.get(id)?.mistakes.push(file);
}

/** Clauses of a list of clauses and obligations. */
function idsIn(list = ''): string[] {
  return list.split(',').map((each) => each.trim().split('.')[0] ?? '');
}
