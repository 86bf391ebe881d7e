/**
 * A report as one HTML page: the viewer (`reports/viewer/`, built into `dist/viewer/`) with the
 * data beside it. Nothing is fetched; a policy in the page lets only the viewer's own script run.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { CatalogueEntry } from './catalogue.js';
import type { FindingDocument, Report } from './document.js';
import { html } from './escape.js';
import { verdictText } from './facts.js';
import type { ExploreStart } from './view/explore.js';
import type { FindingHead, Payload } from './view/payload.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const VIEWER = path.resolve(here, '..', 'viewer');

/** JSON, compressed, as base64: what the viewer opens when it is looked at. */
function packed(value: unknown): string {
  return gzipSync(JSON.stringify(value)).toString('base64');
}

/** JSON that cannot end the element that it stands in. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function headOf(finding: FindingDocument): FindingHead {
  return { ...finding, explanation: undefined, scenario: undefined } as FindingHead;
}

/** The data of the page. */
function payloadOf(
  report: Report,
  catalogue: readonly CatalogueEntry[],
  explore: ExploreStart | null,
): Payload {
  return {
    explore,
    report: {
      ...report,
      findings: report.findings.map(headOf),
    },
    details: report.findings.map(({ explanation = null, scenario }) =>
      packed({ explanation, scenario }),
    ),
    catalogue: packed(catalogue),
  };
}

/** Text of the page. With `explore` it is that of the explorer, which asks its own server. */
export function htmlPage(
  report: Report,
  catalogue: readonly CatalogueEntry[],
  explore: ExploreStart | null = null,
): string {
  const script = readFileSync(
    path.join(VIEWER, `${explore === null ? 'viewer' : 'explorer'}.mjs`),
    'utf8',
  );
  const style = readFileSync(path.join(VIEWER, 'viewer.css'), 'utf8');
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    ...(explore === null ? [] : ["connect-src 'self'"]),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<link rel="icon" href="data:,">',
    `<title>${html(report.title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<div id="app"></div>',
    noScript(report),
    `<script type="application/json" id="payload">`,
    inScript(payloadOf(report, catalogue, explore)),
    '</script>',
    `<script type="module">${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** What a reader without scripts gets. */
function noScript(report: Report): string {
  const items = report.findings.map(({ signature }) => `<li>${html(signature)}</li>`);
  return [
    '<noscript>',
    `<h1>${html(report.title)}</h1>`,
    `<p>${html(verdictText(report))}</p>`,
    `<ol>${items.join('')}</ol>`,
    '<p>The rest of this page needs scripts; --reporter markdown writes it without.</p>',
    '</noscript>',
  ].join('\n');
}
