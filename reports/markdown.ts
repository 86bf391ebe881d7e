/** A report as Markdown. */

import type { Explanation } from '../search/explanation.js';
import type { FindingDocument, Report } from './document.js';
import { markdown, plain } from './escape.js';
import { factsOf, verdictText } from './facts.js';
import { partLines } from './markdown-parts.js';
import { pictureLines } from './picture.js';

const PICTURE_COLUMNS = 100;

/** Text of the file. */
export function markdownText(report: Report): string {
  const lines = [`# ${markdown(report.title)}`, '', `**${markdown(verdictText(report))}**`];
  for (const sentence of report.introduction) lines.push('', markdown(sentence));
  lines.push('', '| | |', '|---|---|');
  for (const { label, value } of factsOf(report)) lines.push(`| ${cell(label)} | ${cell(value)} |`);
  report.findings.forEach((finding, index) => {
    lines.push('', ...findingPart(finding, index + 1));
  });
  lines.push(...partLines(report), ...unsafePart(report), ...coveragePart(report), '');
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

function findingPart(finding: FindingDocument, number: number): string[] {
  const { explanation, reproduce } = finding;
  const clauses = finding.clauses.map(markdown).join(', ');
  const lines = [`## ${number}. ${finding.class}: ${clauses}`, ''];
  lines.push(`Signature: ${markdown(finding.signature)}`);
  if (finding.file !== '') lines.push(`Saved to: ${markdown(finding.file)}`);
  lines.push('', `Expected: ${markdown(finding.expected)}`, '');
  lines.push(`Came: ${markdown(finding.observed)}`);
  if (explanation !== undefined) lines.push(...explanationPart(explanation));
  lines.push('', 'Show it again:', '', ...fenced(reproduce.map(plain)));
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

function unsafePart(report: Report): string[] {
  if (report.unsafe.length === 0) return [];
  const lines = ['', '## Documented dangers of the shipped readings', ''];
  lines.push('| Danger | Against | Reading | Met | Declined |', '|---|---|---|---|---|');
  for (const { id, clause, reading, met, declined } of report.unsafe) {
    lines.push(`| ${[id, clause, reading].map(cell).join(' | ')} | ${met} | ${declined} |`);
  }
  return lines;
}

function coveragePart({ clauses: { covered, uncovered } }: Report): string[] {
  const total = covered.length + uncovered.length;
  if (total === 0) return [];
  const sum = `${covered.length} of ${total} obligations covered.`;
  const lines = ['', '## Coverage', '', sum];
  if (uncovered.length > 0) lines.push('');
  for (const { id, reason } of uncovered) lines.push(`- ${markdown(id)}: ${markdown(reason)}`);
  return lines;
}
