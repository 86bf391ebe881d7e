/** A finding explained, as lines of text. */

import type { ExplainedClause, ExplainedStep, Explanation } from '../search/explanation.js';
import type { FindingDocument } from './document.js';
import { plain } from './escape.js';
import { labelled, rule, type Style, wrap } from './layout.js';
import { pictureLines } from './picture.js';

/** Lines about a finding; `title` says which of how many. */
export function findingLines(finding: FindingDocument, title: string, style: Style): string[] {
  const { explanation } = finding;
  const { colours, columns } = style;
  const heading = `${title} · ${finding.class} · ${finding.clauses.map(plain).join(', ')}`;
  const lines = [colours.bold(colours.red(rule(heading, columns)))];
  lines.push(...labelled('signature  ', plain(finding.signature), columns));
  if (explanation === undefined) {
    lines.push(...labelled('expected   ', plain(finding.expected), columns));
    lines.push(...labelled('came       ', plain(finding.observed), columns));
  } else lines.push(...explanationLines(explanation, style));
  lines.push(...evidenceLines(finding.evidence ?? '', style));
  lines.push('', colours.bold('Show it again'));
  for (const command of finding.reproduce) lines.push(`  ${plain(command)}`);
  return lines;
}

/** What a target from outside said: how it broke, its stderr. */
function evidenceLines(evidence: string, { colours, columns }: Style): string[] {
  if (evidence === '') return [];
  const lines = evidence.split('\n').flatMap((line) => wrap(plain(line), columns - 2));
  return ['', colours.bold('What the target said'), ...lines.map((line) => `  ${line}`)];
}

/** Lines of an explanation: platform, clauses, steps, picture, likely mistake. */
export function explanationLines(explanation: Explanation, style: Style): string[] {
  const { colours, columns } = style;
  const { reading, copyLimit, server, steps, picture } = explanation;
  const where = `${reading}, copy limit ${copyLimit} bytes, ${server}-mode driver`;
  const lines = labelled('platform   ', where, columns);
  if (!explanation.isReproduced) {
    lines.push('', colours.red('Not shown again: the same case gave another result this time.'));
  }
  lines.push('', colours.bold('What the rules say'));
  for (const clause of explanation.clauses) lines.push(...clauseLines(clause, columns));
  const count = `${steps.length} step${steps.length === 1 ? '' : 's'}`;
  lines.push('', colours.bold(`What happened, in ${count}`));
  for (const step of steps) lines.push(...stepLines(step, style));
  for (const { where, expected, observed } of explanation.differences) {
    const text = plain(`${where}: should be ${expected}, is ${observed}`);
    lines.push(...labelled('             but       ', text, columns).map(colours.red));
  }
  if (picture !== null) {
    lines.push('', colours.bold(`Memory after step ${picture.step}, as the rules have it`));
    for (const line of pictureLines(picture, columns - 2)) lines.push(`  ${line}`);
    if (picture.processes.some((each) => each.pages.some((pages) => pages.seen !== null))) {
      lines.push('  ✗ what the target shows instead');
    }
  }
  lines.push('', colours.bold('Likely mistake'));
  for (const line of wrap(plain(explanation.likely), columns - 2)) lines.push(`  ${line}`);
  return lines;
}

function clauseLines(clause: ExplainedClause, columns: number): string[] {
  const from = clause.sources.length === 0 ? 'decided here' : clause.sources.join(', ');
  const head = `  ${clause.id} (${clause.force}; ${from})  `;
  const lines = [head.trimEnd(), ...labelled('    ', clause.text, columns)];
  for (const { when, then, never } of clause.obligations) {
    const forbidden = never === '' ? '' : `; never ${never}`;
    lines.push(...labelled('    - ', `when ${when}: ${then}${forbidden}`, columns));
  }
  return lines;
}

function stepLines(step: ExplainedStep, style: Style): string[] {
  const { colours, columns } = style;
  const paint = step.isBad ? colours.red : colours.reset;
  const mark = step.isBad ? '►' : ' ';
  const head = `${mark}${String(step.number).padStart(3)}  ${plain(step.actor).padEnd(8)}`;
  const expected = step.expected.map(plain).join(', or ');
  return [
    ...labelled(head, plain(step.text), columns).map((line) => (step.isBad ? paint(line) : line)),
    ...labelled('             expected  ', expected, columns).map(colours.dim),
    ...labelled('             came      ', plain(step.observed), columns).map((line) =>
      step.isBad ? paint(line) : colours.dim(line),
    ),
  ];
}
