/** The clauses with where to read on: files of the model, scenarios, planted defects. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLAUSES } from '../model/clauses/index.js';
import type { CatalogueEntry } from '../reports/catalogue.js';
import { BOARD_FAULTS } from '../targets/faults.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const RULES = ['model/operations', 'properties/driver-rules', 'properties'];
const SPEC = path.resolve(here, '..', '..', 'scenarios', 'spec');

let made: CatalogueEntry[] | null = null;

/** Every clause; made once. */
export function catalogue(): readonly CatalogueEntry[] {
  made ??= make();
  return made;
}

function make(): CatalogueEntry[] {
  const cited = citedClauses();
  const scenarios = existsSync(SPEC)
    ? readdirSync(SPEC, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.yaml'),
      )
    : [];
  return CLAUSES.map(({ id, text, force, binds, family, sources, obligations }) => ({
    id,
    text,
    force: typeof force === 'string' ? force : force.join(' / '),
    binds,
    family,
    sources,
    obligations: obligations.map(({ id: name, when, then, never = '', readings = '' }) => ({
      id: name,
      when,
      then,
      never,
      readings,
    })),
    files: cited.filter(({ clauses }) => clauses.has(id)).map(({ file }) => file),
    scenarios: scenarios.filter((name) => isAbout(path.basename(name), id)).sort(),
    faults: BOARD_FAULTS.filter(({ clauses }) => clauses.includes(id)).map(
      ({ id: name, sentence }) => ({ id: name, sentence }),
    ),
  }));
}

/** True for a scenario file whose name begins with the clause: `alias-3-…`, `ALIAS-3-…`. */
function isAbout(name: string, id: string): boolean {
  const lower = name.toLowerCase();
  const start = id.toLowerCase();
  return lower.startsWith(start) && !/[a-z0-9]/.test(lower.charAt(start.length));
}

/** The rule files, each with the clauses that its code names. */
function citedClauses(): { file: string; clauses: Set<string> }[] {
  return RULES.flatMap((folder) => {
    const place = path.resolve(here, '..', folder);
    const names = readdirSync(place).filter((name) => name.endsWith('.js'));
    return names.sort().map((name) => {
      const text = readFileSync(path.join(place, name), 'utf8');
      const clauses = [...text.matchAll(/'([A-Z]+-(?:\d+|[A-Z]+))(?:\.[\w-]+)?'/g)];
      return {
        file: `${folder}/${name.replace(/\.js$/, '.ts')}`,
        clauses: new Set(clauses.map((match) => match[1])),
      };
    });
  });
}
