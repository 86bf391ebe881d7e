/** The matrix of a conformance run: how a target stands with each clause that binds the system. */

import { type Area, CLAUSES, OBLIGATIONS } from '../../model/clauses/index.js';
import { findReading } from '../../model/readings.js';
import type { OperationName, Target } from '../../targets/interface.js';
import type { Finding } from '../finding.js';
import type { ReplayResult } from '../replay/types.js';
import type { ClauseRow, ClauseVerdict } from './report.js';

/** An operation of the family that an area of clauses is about; '' where all targets have it. */
const AREAS: Readonly<Record<Area, OperationName | ''>> = {
  core: '',
  classes: 'construct',
  vm: 'VirtualAllocEx',
  windriver: 'WD_Open',
  drivers: '',
};

/** What the matrix is made of. */
export interface Evidence {
  /** Times that each obligation was put to the test, by index. */
  readonly exercised: Uint32Array;
  readonly findings: readonly Finding[];
  readonly scenarios: readonly ReplayResult[];
  readonly target: Target;
  readonly readings: readonly string[];
}

/** One row for each clause that binds the system, in the order of the catalogue. */
export function matrixOf(evidence: Evidence): ClauseRow[] {
  const offered = scenariosOffered(evidence.scenarios);
  return CLAUSES.flatMap((clause) => {
    const { id, area } = clause;
    const binding = OBLIGATIONS.filter((each) => each.clause === id && each.binds === 'system');
    if (binding.length === 0) return [];
    const tested = binding.filter(({ index }) => evidence.exercised[index] > 0).length;
    const signatures = evidence.findings
      .filter(({ clauses }) => clauses[0] === id)
      .map(({ signature }) => signature);
    const verdict = verdictOf(signatures, tested, () => {
      const readings = binding.map((each) => each.readings);
      return isOffered(id, area, readings, offered, evidence);
    });
    return [{ id, verdict, tested, obligations: binding.length, signatures }];
  });
}

function verdictOf(
  signatures: readonly string[],
  tested: number,
  offered: () => boolean,
): ClauseVerdict {
  if (signatures.length > 0) return 'departs';
  if (tested > 0) return 'conforms';
  return offered() ? 'not covered' : 'not offered';
}

/** Clauses whose scenarios could be carried out whole somewhere, and all that have scenarios. */
function scenariosOffered(results: readonly ReplayResult[]): {
  readonly whole: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
} {
  const whole = new Set<string>();
  const known = new Set<string>();
  for (const { clauses, platforms } of results) {
    for (const name of clauses) {
      const [id = ''] = name.split('.');
      known.add(id);
      if (platforms.some(({ notOffered }) => notOffered === 0)) whole.add(id);
    }
  }
  return { whole, known };
}

function isOffered(
  id: string,
  area: Area,
  styles: readonly (string | undefined)[],
  { whole, known }: ReturnType<typeof scenariosOffered>,
  { target, readings }: Evidence,
): boolean {
  const { offer } = target;
  const family = AREAS[area];
  if (family !== '' && offer !== undefined && !offer.operations.includes(family)) return false;
  const run = new Set<string | undefined>(readings.map((each) => findReading(each)?.style));
  if (styles.every((style) => style !== undefined && !run.has(style))) return false;
  if (id.startsWith('INV-') && offer !== undefined && offer.inspections.length < 7) return false;
  return !known.has(id) || whole.has(id);
}
