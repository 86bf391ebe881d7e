import { type CatalogueClause, findClause } from '../../model/clauses/index.js';
import type { ExplainedClause } from '../explanation.js';

/** The texts of clauses, each with those of its obligations that are named (or with all). */
export function explainClauses(
  clauses: readonly string[],
  obligations: readonly string[],
): ExplainedClause[] {
  const list: ExplainedClause[] = [];
  for (const id of clauses) {
    const clause: CatalogueClause | undefined = findClause(id);
    if (clause === undefined) continue;
    const named = clause.obligations.filter((each) => obligations.includes(each.id));
    const shown = named.length > 0 ? named : clause.obligations;
    list.push({
      id,
      text: clause.text,
      force: typeof clause.force === 'string' ? clause.force : clause.force.join(' / '),
      sources: clause.sources,
      obligations: shown.map(({ id: name, when, then, never = '' }) => ({
        id: name,
        when,
        then,
        never,
      })),
    });
  }
  return list;
}
