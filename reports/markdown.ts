/** A page as Markdown. */

import type { Explanation } from '../search/explanation.js';
import { markdown, plain } from './escape.js';
import type { ExplainedFinding } from './finding.js';
import type { ReportPage } from './page.js';
import { pictureLines } from './picture.js';

const PICTURE_COLUMNS = 100;

/** Text of the page. */
export function markdownPage(page: ReportPage): string {
  const lines = [`# ${markdown(page.title)}`, '', ...page.introduction.map(markdown)];
  lines.push('', '| | |', '|---|---|');
  for (const { label, value } of page.facts) lines.push(`| ${cell(label)} | ${cell(value)} |`);
  page.findings.forEach((finding, index) => {
    lines.push('', ...findingPart(finding, index + 1));
  });
  lines.push(...unsafePart(page), ...coveragePart(page), '');
  return lines.join('\n');
}

function cell(text: string): string {
  return markdown(text);
}

/** A block of text that keeps its columns; a fence longer than any inside it. */
function fenced(lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence];
}

function findingPart(given: ExplainedFinding, number: number): string[] {
  const { finding, explanation, reproduce } = given;
  const clauses = finding.clauses.map(markdown).join(', ');
  const lines = [`## ${number}. ${finding.class}: ${clauses}`, ''];
  lines.push(`Signature: ${markdown(finding.signature)}`);
  if (finding.file !== '') lines.push(`Saved to: ${markdown(finding.file)}`);
  lines.push('', `Expected: ${markdown(finding.expected)}`, '');
  lines.push(`Came: ${markdown(finding.observed)}`);
  if (explanation !== null) lines.push(...explanationPart(explanation));
  lines.push('', 'Show it again:', '', ...fenced(reproduce));
  return lines;
}

function explanationPart(explanation: Explanation): string[] {
  const { clauses, steps, picture, likely, reading, copyLimit, server } = explanation;
  const lines = [
    '',
    `Platform: ${markdown(reading)}, copy limit ${copyLimit}, ${server}-mode driver`,
  ];
  lines.push('', '### What the rules say', '');
  for (const clause of clauses) lines.push(`- **${markdown(clause.id)}** ${markdown(clause.text)}`);
  lines.push(
    '',
    '### What happened',
    '',
    '| | Who | Step | Expected | Came |',
    '|---|---|---|---|---|',
  );
  for (const step of steps) {
    const { number, actor, text, expected, observed, isBad } = step;
    const mark = isBad ? `**► ${number}**` : String(number);
    const cells = [mark, cell(actor), cell(text), cell(expected.join(', or ')), cell(observed)];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  if (explanation.differences.length > 0) lines.push('');
  for (const { where, expected, observed } of explanation.differences) {
    lines.push(`- ${markdown(where)}: should be ${markdown(expected)}, is ${markdown(observed)}`);
  }
  if (picture !== null) {
    lines.push('', `### Memory after step ${picture.step}, as the rules have it`, '');
    lines.push(...fenced(pictureLines(picture, PICTURE_COLUMNS).map(plain)));
  }
  lines.push('', '### Likely mistake', '', markdown(likely));
  return lines;
}

function unsafePart(page: ReportPage): string[] {
  if (page.unsafe.length === 0) return [];
  const lines = ['', '## Documented dangers of the shipped readings', ''];
  lines.push('| Danger | Against | Reading | Met | Declined |', '|---|---|---|---|---|');
  for (const { id, clause, reading, met, declined } of page.unsafe) {
    lines.push(`| ${[id, clause, reading].map(cell).join(' | ')} | ${met} | ${declined} |`);
  }
  return lines;
}

function coveragePart(page: ReportPage): string[] {
  const total = page.covered + page.uncovered.length;
  if (total === 0) return [];
  const lines = ['', '## Coverage', '', `${page.covered} of ${total} obligations put to the test.`];
  if (page.uncovered.length > 0) lines.push('');
  for (const { id, reason } of page.uncovered) lines.push(`- ${markdown(id)}: ${markdown(reason)}`);
  return lines;
}
