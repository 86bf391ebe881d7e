/** A page as HTML: one file, no script, nothing fetched, light or dark as the reader has it. */

import type { Explanation } from '../search/explanation.js';
import type { FindingDocument, Report } from './document.js';
import { html } from './escape.js';
import { factsOf } from './facts.js';
import { HTML_STYLE } from './html-style.js';
import { pictureLines } from './picture.js';

const PICTURE_COLUMNS = 96;

/** Text of the page. */
export function htmlPage(page: Report): string {
  const body = [
    `<h1>${html(page.title)}</h1>`,
    ...page.introduction.map((sentence) => `<p>${html(sentence)}</p>`),
    factsPart(page),
    contentsPart(page),
    ...page.findings.map((finding, index) => findingPart(finding, index + 1)),
    unsafePart(page),
    coveragePart(page),
  ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta http-equiv="Content-Security-Policy"',
    " content=\"default-src 'none'; style-src 'unsafe-inline'\">",
    `<title>${html(page.title)}</title>`,
    `<style>${HTML_STYLE}</style>`,
    '</head>',
    '<body><main>',
    ...body.filter((part) => part !== ''),
    '</main></body>',
    '</html>',
    '',
  ].join('\n');
}

function factsPart(page: Report): string {
  const rows = factsOf(page).map(
    ({ label, value }) => `<dt>${html(label)}</dt><dd>${html(value)}</dd>`,
  );
  return `<dl>${rows.join('')}</dl>`;
}

function contentsPart(page: Report): string {
  if (page.findings.length === 0) return '<p class="clean">No findings.</p>';
  const items = page.findings.map(
    (finding, index) => `<li><a href="#finding-${index + 1}">${html(finding.signature)}</a></li>`,
  );
  return `<nav aria-label="Findings"><ol>${items.join('')}</ol></nav>`;
}

function findingPart(finding: FindingDocument, number: number): string {
  const { explanation, reproduce } = finding;
  const id = `finding-${number}`;
  const head = `${number}. ${finding.class}: ${finding.clauses.join(', ')}`;
  return [
    `<section aria-labelledby="${id}">`,
    `<h2 id="${id}">${html(head)}</h2>`,
    `<dl><dt>Signature</dt><dd>${html(finding.signature)}</dd>`,
    finding.file === '' ? '' : `<dt>Saved to</dt><dd>${html(finding.file)}</dd>`,
    `<dt>Expected</dt><dd>${html(finding.expected)}</dd>`,
    `<dt>Came</dt><dd class="bad">${html(finding.observed)}</dd></dl>`,
    explanation === undefined ? '' : explanationPart(explanation),
    `<h3>Show it again</h3>${block(reproduce, 'Commands')}`,
    '</section>',
  ].join('\n');
}

/** Text that keeps its columns and scrolls sideways; the keyboard can scroll it too. */
function block(lines: readonly string[], label: string): string {
  const text = lines.map(html).join('\n');
  return `<pre tabindex="0" role="region" aria-label="${html(label)}">${text}</pre>`;
}

function explanationPart(explanation: Explanation): string {
  const { clauses, picture, likely, reading, copyLimit, server } = explanation;
  const platform = `${reading}, copy limit ${copyLimit} bytes, ${server}-mode driver`;
  const rules = clauses.map(
    ({ id, force, text }) => `<li><b>${html(id)}</b> (${html(force)}) ${html(text)}</li>`,
  );
  const parts = [
    `<p>Platform: ${html(platform)}</p>`,
    `<h3>What the rules say</h3><ul>${rules.join('')}</ul>`,
    '<h3>What happened</h3>',
    stepsPart(explanation),
    differencesPart(explanation),
  ];
  if (picture !== null) {
    const title = `Memory after step ${picture.step}, as the rules have it`;
    parts.push(`<h3>${title}</h3>`, block(pictureLines(picture, PICTURE_COLUMNS), title));
  }
  parts.push(`<h3>Likely mistake</h3><p>${html(likely)}</p>`);
  return parts.filter((part) => part !== '').join('\n');
}

function differencesPart(explanation: Explanation): string {
  const items = explanation.differences.map(
    ({ where, expected, observed }) =>
      `<li>${html(where)}: should be ${html(expected)}, <b>is ${html(observed)}</b></li>`,
  );
  return items.length === 0 ? '' : `<ul class="bad">${items.join('')}</ul>`;
}

function stepsPart(explanation: Explanation): string {
  const items = explanation.steps.map((step) => {
    const bad = step.isBad ? ' class="bad"' : '';
    const mark = step.isBad ? '► ' : '';
    const expected = html(step.expected.join(', or '));
    return [
      `<li${bad}><code>${mark}<b>${html(step.actor)}</b> ${html(step.text)}</code>`,
      `<span>expected ${expected}</span><span>came ${html(step.observed)}</span></li>`,
    ].join('');
  });
  return `<ol class="steps">${items.join('\n')}</ol>`;
}

function unsafePart(page: Report): string {
  if (page.unsafe.length === 0) return '';
  const rows = page.unsafe.map(({ id, clause, reading, met, declined, sentence }) => {
    const cells = [id, clause, reading, String(met), String(declined), sentence];
    return `<tr>${cells.map((cell) => `<td>${html(cell)}</td>`).join('')}</tr>`;
  });
  const heads = ['Danger', 'Against', 'Reading', 'Met', 'Declined', 'What happens'];
  return [
    '<section><h2>Documented dangers of the shipped readings</h2>',
    '<div class="wide" tabindex="0" role="region" aria-label="Documented dangers">',
    `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></div></section>`,
  ].join('\n');
}

function coveragePart(page: Report): string {
  const { covered, uncovered } = page.clauses;
  const total = covered.length + uncovered.length;
  if (total === 0) return '';
  const items = uncovered.map(({ id, reason }) => `<li><b>${html(id)}</b>: ${html(reason)}</li>`);
  const list = items.length === 0 ? '' : `<ul>${items.join('\n')}</ul>`;
  return [
    '<section><h2>Coverage</h2>',
    `<p>${covered.length} of ${total} obligations put to the test.</p>${list}</section>`,
  ].join('\n');
}
